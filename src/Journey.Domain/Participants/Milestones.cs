using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Programs;

namespace Journey.Domain.Participants;

/// <summary>When an enrollment reached the milestones that follow-ups, supports and returns of a definition hang on.</summary>
public static class Milestones
{
    /// <summary>
    /// The day on which the milestone was last reached, and still stands: an exit after which the person came back is none.
    /// </summary>
    public static DateOnly? Reached(Participant person, Enrollment enrollment, ProgramDefinition program, Milestone milestone) => milestone switch
    {
        Milestone.Accepted => enrollment.Intake.Admission is { Outcome: AdmissionOutcome.Accepted } accepted ? accepted.At.Day : null,
        Milestone.TrainingStarted => TrainingStarted(enrollment, program),
        Milestone.Graduated => enrollment.Training.Graduated?.Day,
        Milestone.PlacementStarted => enrollment.SpellsOf(program, StageKind.Placement).LastOrDefault()?.Entered.Day,
        Milestone.EmploymentStarted => Jobs(person, enrollment, program) is [.., { } last] ? last.Started.Day : null,
        Milestone.JobLost => Jobs(person, enrollment, program).LastOrDefault(j => j.How == JobEnd.Lost)?.Ended?.Day,
        Milestone.Exited => enrollment.HasExited ? enrollment.Exits[^1].Left.Day : null,
        Milestone.Completed => enrollment.Outcomes.LastOrDefault(o => o.Kind == OutcomeKind.Completed)?.At.Day,
        _ => null,
    };

    /// <summary>
    /// The jobs that the program led to, in order of their start. A job held at intake belongs to the baseline: it started
    /// before the person reached a stage of kind placement or employment, where the definition has one.
    /// </summary>
    public static IReadOnlyList<Job> Jobs(Participant person, Enrollment enrollment, ProgramDefinition program)
    {
        var led = program.Stages.Any(s => s.Kind is StageKind.Placement or StageKind.Employment)
            ? enrollment.SpellsOf(program, StageKind.Placement, StageKind.Employment).Select(s => (DateOnly?)s.Entered.Day).Min()
            : enrollment.Opened?.Day;
        return [.. person.Jobs.Where(j => j.Enrollment == enrollment.Id && j.Started.Day >= led).OrderBy(j => j.Started.Day).ThenBy(j => j.Started.Seq)];
    }

    // Training that goes on in a second stage did not start again; training after a return did.
    private static DateOnly? TrainingStarted(Enrollment enrollment, ProgramDefinition program)
    {
        var days = enrollment.SpellsOf(program, StageKind.Training).Select(s => (DateOnly?)s.Entered.Day).ToList();
        var back = enrollment.Exits.LastOrDefault(e => e.ReEntered is not null)?.ReEntered?.Day;
        return days.Where(d => back is null || d >= back).Min() ?? days.Min();
    }

    internal static IEnumerable<StageSpell> SpellsOf(this Enrollment enrollment, ProgramDefinition program, params IReadOnlyList<StageKind> kinds) =>
        enrollment.Stages.Where(s => program.Stage(s.Stage) is { } stage && kinds.Contains(stage.Kind));
}
