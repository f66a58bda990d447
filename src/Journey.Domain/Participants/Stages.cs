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

    /// <summary>Enters a stage: in the definition's order, through its way in and out of what is left by it. Entering anything completes intake.</summary>
    /// <param name="stages">The program's stages, as the cohort's calendar orders them.</param>
    public static Decision Enter(Participant person, Enrollment? enrollment, ProgramDefinition program, IReadOnlyList<Stage> stages, string stage, DateOnly on) =>
        EnterInOrder(enrollment, stages, stage) is var decision && enrollment is not null && decision is Decision.Accepted accepted && Shut(person, enrollment, program, accepted, on) is { } shut ? shut : decision;

    /// <summary>The order alone, without gates.</summary>
    public static Decision EnterInOrder(Enrollment? enrollment, IReadOnlyList<Stage> stages, string stage)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        if (enrollment.IsIn(stage)) return Nothing;
        if (stages.FirstOrDefault(s => string.Equals(s.Id, stage, StringComparison.Ordinal)) is not { } defined) return Refuse("stage.unknown", $"The program has no stage {stage}.");
        if (defined.Kind == StageKind.Training && enrollment.Seat is not { IsHeld: true }) return Refuse("stage.no-seat", "Training is entered by somebody who holds a seat in a cohort.");
        bool IsIntake(string id) => stages.Any(s => s.Id == id && s.Kind == StageKind.Intake);
        // Intake is completed by what comes after it, so it may still be open.
        var unfinished = defined.After.FirstOrDefault(before => !enrollment.HasBeenIn(before) || (enrollment.IsIn(before) && !IsIntake(before)));
        if (unfinished is not null && !(defined.Kind == StageKind.Rung && stages.Any(s => enrollment.HasBeenIn(s.Id) && LeadsTo(s, stage)))) return Refuse("stage.order", $"{unfinished} comes before {stage} and is not completed.");
        // Going back to where somebody has been is a return, where the definition has one for it.
        if (enrollment.HasBeenIn(stage) && stages.FirstOrDefault(s => enrollment.HasBeenIn(s.Id) && s.Returns.Any(r => r.To == stage && enrollment.IsExhausted(s.Id, r))) is { } from) return NoMoreReturns(from.Id, stage);
        var intake = enrollment.OpenStages.Where(open => IsIntake(open.Stage)).Select(open => (JourneyEvent)new StageLeft(enrollment.Id, open.Stage, StageEnd.Completed));
        // Entering comes first, as the cause: who never entered has not left intake either.
        return Accept([new StageEntered(enrollment.Id, stage), .. intake]);
    }

    /// <summary>Completes a stage through its way out. A rung is attained with the certificates that its work asks for.</summary>
    public static Decision Complete(Participant person, Enrollment? enrollment, ProgramDefinition program, string stage, DateOnly on)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (!enrollment.IsIn(stage)) return Nothing;
        var missing = program.Stage(stage)?.Rung?.Certificates.FirstOrDefault(c => !enrollment.Training.Credentials.Exists(had => string.Equals(had.Id, c, StringComparison.Ordinal)));
        if (missing is not null) return Refuse("rung.certificate", $"{stage} is attained with {missing}, which has not been awarded.");
        return Gates.Exit(person, enrollment, program, stage, on) is { Open: not true } shut ? Shut(shut, "out of") : Accept(new StageLeft(enrollment.Id, stage, StageEnd.Completed));
    }

    /// <summary>Goes back by a return of the definition whose milestone has been reached in this stay. What a lost job brings with it, losing it does.</summary>
    public static Decision Return(Participant person, Enrollment? enrollment, ProgramDefinition program, string from, string to)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (program.Stage(from)?.Returns.FirstOrDefault(r => string.Equals(r.To, to, StringComparison.Ordinal)) is not { } defined) return Refuse("return.unknown", $"Nothing leads back from {from} to {to}.");
        if (enrollment.Stages.FindLast(s => s.IsOpen && string.Equals(s.Stage, from, StringComparison.Ordinal)) is not { } spell) return enrollment.IsIn(to) ? Nothing : Refuse("return.stage", $"{from} was not open for the participant on that day.");
        if (!(Milestones.Reached(person, enrollment, program, defined.On) >= spell.Entered.Day)) return Refuse("return.not-reached", $"One goes back from {from} to {to} after {defined.On}.");
        if (enrollment.IsExhausted(from, defined)) return NoMoreReturns(from, to);
        return Accept([new StageLeft(enrollment.Id, from, StageEnd.Returned), .. enrollment.IsIn(to) ? [] : new JourneyEvent[] { new StageEntered(enrollment.Id, to) }]);
    }

    /// <summary>How often the enrollment went back out of a stage.</summary>
    public static int ReturnsFrom(this Enrollment enrollment, string stage) => enrollment.Stages.Count(s => s.How == StageEnd.Returned && string.Equals(s.Stage, stage, StringComparison.Ordinal));

    internal static bool IsExhausted(this Enrollment enrollment, string from, Return by) => by.Max is { } most && enrollment.ReturnsFrom(from) >= most;

    /// <summary>The refusal of moves that a gate is in the way of: out of what is completed by them, into what is entered. Null: none is.</summary>
    internal static Decision? Shut(Participant person, Enrollment enrollment, ProgramDefinition program, Decision.Accepted moves, DateOnly on)
    {
        foreach (var move in moves.Events)
        {
            if (move is StageLeft { How: StageEnd.Completed } left && Gates.Exit(person, enrollment, program, left.Stage, on) is { Open: not true } exit) return Shut(exit, "out of");
            if (move is StageEntered entered && Gates.Entry(person, enrollment, program, entered.Stage, on) is { Open: not true } entry) return Shut(entry, "into");
        }
        return null;
    }

    private static bool LeadsTo(Stage stage, string to) =>
        stage.Exit?.To.Contains(to, StringComparer.Ordinal) == true || stage.Rung?.Lateral.Contains(to, StringComparer.Ordinal) == true;

    private static Decision NoMoreReturns(string from, string to) => Refuse("return.max", $"The program allows no further return from {from} to {to}.");

    private static Decision Shut(Gate gate, string way) =>
        Refuse("stage.gate", $"The way {way} {gate.Stage} is not open: {string.Join(", ", gate.Reasons.Select(r => $"{r.Fact}{(r.Criterion is { } c ? $" ({c})" : "")} {r.Result}"))}.");
}
