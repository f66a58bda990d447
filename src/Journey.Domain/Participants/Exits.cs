using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>An absence from the program: from an exit until the person comes back, if they do.</summary>
public sealed record ExitSpell(string Reason, string? Destination, Stamp Left, Stamp? ReEntered);

/// <summary>Left the program, from whatever stage.</summary>
/// <param name="Reason">An exit reason of the definition.</param>
/// <param name="Destination">Where to: a destination of the definition, when known.</param>
public sealed record Exited(EnrollmentId Enrollment, string Reason, string? Destination = null, Sealed<string>? Note = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.LeaveAll(at, StageEnd.Left) with
    {
        Exits = enrollment.Exits.Add(new ExitSpell(Reason, Destination, at, null)),
        // A graduate's seat was used to the end: it stays theirs.
        Seat = enrollment is { Seat: { Released: null } seat, Training.Graduated: null } ? seat with { Released = at } : enrollment.Seat,
    };
}

/// <summary>Came back into a stage after an exit.</summary>
public sealed record ReEntered(EnrollmentId Enrollment, string Stage) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at)
    {
        var back = enrollment with { Exits = enrollment.Exits.ConvertAll(e => e.ReEntered is null ? e with { ReEntered = at } : e) };
        return back.IsIn(Stage) ? back : back with { Stages = back.Stages.Add(new StageSpell(Stage, at, null, null)) };
    }
}

/// <summary>How the program ended for somebody, in its own words: an outcome of the definition.</summary>
/// <param name="Kind">What that word means to every program.</param>
public sealed record OutcomeRecorded(EnrollmentId Enrollment, string Outcome, OutcomeKind Kind) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Outcomes = enrollment.Outcomes.Add(new Outcome(Outcome, Kind, at)) };
}

public sealed record Outcome(string Id, OutcomeKind Kind, Stamp At);

public static class Exits
{
    /// <summary>Who leaves frees the seat: a second event for the cohort's stream, where one is held and training is not over.</summary>
    public static Decision Exit(Enrollment? enrollment, string reason, string? destination, Sealed<string>? note)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Nothing;
        var exited = new Exited(enrollment.Id, reason, destination, note);
        return enrollment is { Seat.IsHeld: true, Training.Graduated: null } ? Accept(exited, new SeatReleased(enrollment.Id)) : Accept(exited);
    }

    public static Decision ReEnter(Enrollment? enrollment, string stage)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.HasExited ? Accept(new ReEntered(enrollment.Id, stage)) : Nothing;
    }

    public static Decision RecordOutcome(Enrollment? enrollment, string outcome, OutcomeKind kind)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.LastOutcome is { } last && string.Equals(last.Id, outcome, StringComparison.Ordinal) ? Nothing : Accept(new OutcomeRecorded(enrollment.Id, outcome, kind));
    }
}
