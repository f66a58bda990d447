using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

public enum StageEnd { Completed, Returned, Left }

/// <summary>One stay in a stage. Several stages may be open at once (CRT and OST interleaved).</summary>
public sealed record StageSpell(string Stage, Stamp Entered, Stamp? LeftAt, StageEnd? How)
{
    public bool IsOpen => LeftAt is null;
}

public sealed record StageEntered(EnrollmentId Enrollment, string Stage) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.IsIn(Stage)
        ? enrollment
        : enrollment with { Stages = enrollment.Stages.Add(new StageSpell(Stage, at, null, null)) };
}

public sealed record StageLeft(EnrollmentId Enrollment, string Stage, StageEnd How) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Stages = enrollment.Stages.Change(s => s.IsOpen && string.Equals(s.Stage, Stage, StringComparison.Ordinal), s => s with { LeftAt = at, How = How }),
    };
}

public static class Stages
{
    /// <summary>Leaves every open stage, because of what happened at <paramref name="at"/>.</summary>
    internal static Enrollment LeaveAll(this Enrollment enrollment, Stamp at, StageEnd how) => enrollment with
    {
        Stages = enrollment.Stages.ConvertAll(s => s.IsOpen ? s with { LeftAt = at, How = how } : s),
    };

    /// <summary>Enters a stage in the definition's order. Entering training completes intake.</summary>
    /// <param name="stages">The program's stages, as the cohort's calendar orders them.</param>
    public static Decision Enter(Enrollment? enrollment, IReadOnlyList<Stage> stages, string stage)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        if (enrollment.IsIn(stage)) return Nothing;
        if (stages.FirstOrDefault(s => string.Equals(s.Id, stage, StringComparison.Ordinal)) is not { } defined) return Refuse("stage.unknown", $"The program has no stage {stage}.");
        if (defined.Kind == StageKind.Training && enrollment.Seat is not { IsHeld: true }) return Refuse("stage.no-seat", "Training is entered by somebody who holds a seat in a cohort.");
        bool IsIntake(string id) => stages.Any(s => s.Id == id && s.Kind == StageKind.Intake);
        // Intake is completed by what comes after it, so it may still be open.
        var unfinished = defined.After.FirstOrDefault(before => !enrollment.HasBeenIn(before) || (enrollment.IsIn(before) && !IsIntake(before)));
        if (unfinished is not null) return Refuse("stage.order", $"{unfinished} comes before {stage} and is not completed.");
        var intake = enrollment.OpenStages.Where(open => IsIntake(open.Stage)).Select(open => (JourneyEvent)new StageLeft(enrollment.Id, open.Stage, StageEnd.Completed));
        // Entering comes first, as the cause: who never entered has not left intake either.
        return Accept([new StageEntered(enrollment.Id, stage), .. intake]);
    }

    public static Decision Leave(Enrollment? enrollment, string stage, StageEnd how)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.IsIn(stage) ? Accept(new StageLeft(enrollment.Id, stage, how)) : Nothing;
    }
}
