using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>A task of a stage was done, once more where it repeats.</summary>
public sealed record DoneTask(string Stage, string Task, Sealed<string>? Note, Stamp At);

/// <summary>A task of the definition was done. As part of signing its document it follows from that, else it stands for itself.</summary>
public sealed record TaskDone(EnrollmentId Enrollment, string Stage, string Task, Sealed<string>? Note = null) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with { Tasks = enrollment.Tasks.Add(new DoneTask(Stage, Task, Note, at)) };
}

public static class StageTasks
{
    public static int TimesDone(this Enrollment enrollment, string stage, string task)
    {
        var times = 0;
        foreach (var done in enrollment.Tasks)
        {
            if (string.Equals(done.Task, task, StringComparison.Ordinal) && string.Equals(done.Stage, stage, StringComparison.Ordinal)) times++;
        }
        return times;
    }

    /// <summary>
    /// Does a task of an open stage. One that does not repeat is done once in an enrollment, also when the stage is entered again. One with
    /// a form waits for the answers that the form requires, one with a document for its signature.
    /// </summary>
    public static Decision Do(Enrollment? enrollment, ProgramDefinition program, string stage, string task, Sealed<string>? note)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (program.Stage(stage)?.Tasks.FirstOrDefault(t => string.Equals(t.Id, task, StringComparison.Ordinal)) is not { } defined) return Refuse("task.unknown", $"{stage} has no task {task}.");
        if (!defined.Repeats && enrollment.TimesDone(stage, task) > 0) return Nothing;
        if (!enrollment.IsIn(stage)) return Refuse("task.stage", $"{stage} was not open for the participant on that day.");
        if (defined.Form is { } form && enrollment.MissingIn(program, form) is [_, ..] missing) return Refuse("task.form", $"The form asks for: {string.Join(", ", missing)}.");
        if (defined.Document is { } document && !enrollment.HasSigned(program, document)) return Refuse("task.document", $"{document} has to be signed first.");
        return Accept(new TaskDone(enrollment.Id, stage, task, note));
    }

    /// <summary>The form's required fields that nobody has answered yet, in the form's order; none for a form that the program has not.</summary>
    public static IReadOnlyList<string> MissingIn(this Enrollment enrollment, ProgramDefinition program, string form) =>
        [.. (program.Forms.FirstOrDefault(f => string.Equals(f.Id, form, StringComparison.Ordinal))?.Fields ?? [])
            .Where(f => f.Required && !enrollment.Intake.Facts.ContainsKey(f.Field) && !enrollment.Intake.Answers.ContainsKey(f.Field)).Select(f => f.Field)];
}
