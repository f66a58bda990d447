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
    public static DateOnly? Reached(Participant person, Enrollment enrollment, ProgramDefinition program, Milestone milestone) =>
        ReachedAt(person, enrollment, program, milestone)?.Day;

    /// <summary>The same with where it comes from: the entry that a date counted from it rests on.</summary>
    public static Stamp? ReachedAt(Participant person, Enrollment enrollment, ProgramDefinition program, Milestone milestone) => milestone.Id switch
    {
        "opened" => enrollment.Opened,
        "inquired" => enrollment.Intake.Inquired,
        "applied" => enrollment.Intake.Applied,
        "accepted" => enrollment.Intake.Admission is { Outcome: AdmissionOutcome.Accepted } accepted ? accepted.At : null,
        "consentGiven" => person.Consents.LastOrDefault(c => c.Withdrawn is null && (c.Enrollment is null || c.Enrollment == enrollment.Id))?.Given,
        "seatOffered" => enrollment.Seat?.Offered,
        "seatTaken" => enrollment.Seat?.Taken,
        "trainingStarted" => TrainingStarted(enrollment, program),
        "workPlacementStarted" => enrollment.Training.WorkPlacements.LastOrDefault()?.Started,
        "workPlacementEnded" => enrollment.Training.WorkPlacements.LastOrDefault(w => w.Ended is not null)?.Ended,
        "graduated" => enrollment.Training.Graduated,
        "credentialAwarded" => enrollment.Training.Credentials.LastOrDefault()?.Awarded,
        "placementStarted" => enrollment.SpellsOf(program, StageKind.Placement).LastOrDefault()?.Entered,
        "employmentStarted" => Jobs(person, enrollment, program) is [.., { } last] ? last.Started : null,
        "jobLost" => Jobs(person, enrollment, program).LastOrDefault(j => j.How == JobEnd.Lost)?.Ended,
        "exited" => enrollment.HasExited ? enrollment.Exits[^1].Left : null,
        "reEntered" => enrollment.Exits.LastOrDefault(e => e.ReEntered is not null)?.ReEntered,
        "completed" => enrollment.Outcomes.LastOrDefault(o => o.Kind == OutcomeKind.Completed)?.At,
        _ when milestone.OfStage is var (stage, what) => OfStage(enrollment, stage, what),
        _ => program.Behind(milestone) is var named && named != milestone ? ReachedAt(person, enrollment, program, named) : null,
    };

    /// <summary>What a name of the definition stands for: another one, never a chain; any other milestone is itself.</summary>
    internal static Milestone Behind(this ProgramDefinition program, Milestone milestone) => !milestone.IsBuiltIn && milestone.OfStage is null
        && program.Milestones.FirstOrDefault(m => string.Equals(m.Id, milestone.Id, StringComparison.Ordinal)) is { } named && (named.On.IsBuiltIn || named.On.OfStage is not null) ? named.On : milestone;

    private static Stamp? OfStage(Enrollment enrollment, string stage, string what)
    {
        var spells = enrollment.Stages.Where(s => string.Equals(s.Stage, stage, StringComparison.Ordinal));
        return what switch
        {
            "entered" => spells.LastOrDefault()?.Entered,
            "completed" => spells.LastOrDefault(s => s.How == StageEnd.Completed)?.LeftAt,
            _ => enrollment.Tasks.FindLast(t => string.Equals(t.Task, what, StringComparison.Ordinal) && string.Equals(t.Stage, stage, StringComparison.Ordinal))?.At,
        };
    }

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
    private static Stamp? TrainingStarted(Enrollment enrollment, ProgramDefinition program)
    {
        var starts = enrollment.SpellsOf(program, StageKind.Training).Select(s => s.Entered).OrderBy(s => s.Day).ToList();
        var back = enrollment.Exits.LastOrDefault(e => e.ReEntered is not null)?.ReEntered?.Day;
        return starts.Where(s => back is null || s.Day >= back).Cast<Stamp?>().FirstOrDefault() ?? starts.Cast<Stamp?>().FirstOrDefault();
    }

    internal static IEnumerable<StageSpell> SpellsOf(this Enrollment enrollment, ProgramDefinition program, params IReadOnlyList<StageKind> kinds) =>
        enrollment.Stages.Where(s => program.Stage(s.Stage) is { } stage && kinds.Contains(stage.Kind));
}
