using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Supports;
using static Journey.Domain.Decide;

namespace Journey.Domain.Corrections;

/// <summary>Changes what another entry says. Applied whenever it is known, whatever day is asked for.</summary>
public interface ICorrection
{
    /// <summary>The id of the corrected entry.</summary>
    Guid Target { get; }
}

public enum CorrectionReason { WrongPerson, WrongDate, WrongValue, Duplicate, DidNotHappen, SourceChanged, Other }

/// <summary>An entry was wrong as a whole. Retracting a retraction brings the entry back.</summary>
public sealed record EntryRetracted(Guid Target, CorrectionReason Reason, Sealed<string>? Note = null) : ParticipantEvent, ICorrection
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>An entry should have said something else. The latest amendment that stands is in force.</summary>
/// <param name="Replacement">The whole event as it should have been, of the same type.</param>
/// <param name="Occurred">The time as it should have been; null keeps what was said.</param>
public sealed record EntryAmended(Guid Target, JourneyEvent Replacement, Occurred? Occurred, CorrectionReason Reason, Sealed<string>? Note = null) : ParticipantEvent, ICorrection
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>
/// Correct, don't hide: what was written stays, and another event says what is right. A correction that frees or takes a seat,
/// or gives money back to a budget, also says so to the cohort: a second event, in the same transaction.
/// </summary>
public static class Correct
{
    /// <param name="history">The whole history, linked records included.</param>
    /// <param name="cohort">The cohort that <see cref="CohortOf"/> names, where it names one.</param>
    public static Decision Retract(IReadOnlyCollection<Entry> history, Guid target, CorrectionReason reason, Sealed<string>? note = null, Cohort? cohort = null)
    {
        if (history.FirstOrDefault(e => e.Id == target) is not { } entry) return Unknown(target);
        if (entry.Event is not (ParticipantEvent or null)) return OtherStream;
        return Standing.Of(history).IsRetracted(entry) ? Nothing : WithCohort(history, new EntryRetracted(target, reason, note), cohort);
    }

    /// <inheritdoc cref="Retract"/>
    public static Decision Amend(IReadOnlyCollection<Entry> history, Guid target, JourneyEvent replacement, Occurred? occurred, CorrectionReason reason, Sealed<string>? note = null, Cohort? cohort = null)
    {
        if (history.FirstOrDefault(e => e.Id == target) is not { } entry) return Unknown(target);
        if (entry.Event is ICorrection) return Refuse("correction.of-correction", "A correction is not amended: retract it, and correct the original entry again.");
        if (entry.Event is not ParticipantEvent) return OtherStream;
        if (entry.Event.GetType() != replacement.GetType()) return Refuse("correction.type", $"An entry of type {entry.Type} is amended by one of the same type.");
        var standing = Standing.Of(history);
        if (standing.IsRetracted(entry)) return Refuse("correction.retracted", "A retracted entry is not amended: retract the retraction first.");
        if (entry.Event is IOfEnrollment was && replacement is IOfEnrollment becomes && was.Enrollment != becomes.Enrollment)
            return Refuse("correction.enrollment", "An amendment stays in its enrollment: retract the entry, and write it where it belongs.");
        if (standing.Says(entry) is OfferAccepted taken && replacement is OfferAccepted other && taken.Cohort != other.Cohort)
            return Refuse("correction.cohort", "An amendment stays in its cohort: retract the entry, and take a seat in the other cohort.");
        var occurredNow = standing.TimeOf(entry);
        return Body.SameContent(standing.Says(entry)!, replacement) && (occurred ?? occurredNow) == occurredNow
            ? Nothing
            : WithCohort(history, new EntryAmended(target, replacement, occurred, reason, note), cohort);
    }

    /// <summary>The cohort that a correction of <paramref name="target"/> may have something to say to; null where there is none.</summary>
    public static CohortId? CohortOf(IReadOnlyCollection<Entry> history, Guid target)
    {
        var entry = history.FirstOrDefault(e => e.Id == target);
        for (var step = 0; entry?.Event is ICorrection correction && step < history.Count; step++) entry = history.FirstOrDefault(e => e.Id == correction.Target);
        return entry?.Event switch
        {
            OfferAccepted accepted => accepted.Cohort,
            IOfEnrollment of => History.Fold(history).Enrollment(of.Enrollment)?.Seat?.Cohort,
            _ => null,
        };
    }

    private static Decision WithCohort(IReadOnlyCollection<Entry> history, ParticipantEvent correction, Cohort? cohort)
    {
        var target = ((ICorrection)correction).Target;
        if (CohortOf(history, target) is not { } id) return Accept(correction);
        var before = History.Fold(history);
        var after = History.Fold([.. history, Next(history, correction)]);
        List<JourneyEvent> events = [correction];
        foreach (var enrollment in before.Enrollments.Concat(after.Enrollments).Select(e => e.Id).Distinct())
        {
            var (was, becomes) = (before.Enrollment(enrollment), after.Enrollment(enrollment));
            var (held, holds) = (Holds(was, id), Holds(becomes, id));
            if (held && !holds) events.Add(new SeatReleased(enrollment));
            if (holds && !held)
            {
                if (cohort is { IsFull: true } && !cohort.Seats.Contains(enrollment)) return Refuse("cohort.full", "The seat that the correction gives back is taken by now.");
                events.Add(new SeatTaken(enrollment, after.Id ?? before.Id ?? default));
            }
            foreach (var support in (was?.Supports ?? []).Concat(becomes?.Supports ?? []).DistinctBy(s => s.Id))
            {
                var (drew, draws) = (Drawn(was, support.Id), Drawn(becomes, support.Id));
                if (drew is { } gave && draws?.Budget != gave.Budget) events.Add(new BudgetReleased(support.Id, gave.Budget));
                if (draws is { } takes && draws != drew) events.Add(new BudgetCommitted(support.Id, takes.Budget, takes.Amount));
            }
        }
        return Accept(events);
    }

    private static bool Holds(Enrollment? enrollment, CohortId cohort) => enrollment?.Seat is { IsHeld: true } seat && seat.Cohort == cohort;

    private static (string Budget, Money Amount)? Drawn(Enrollment? enrollment, SupportId support) =>
        enrollment?.Supports.Find(s => s.Id == support) is { State: SupportState.Approved or SupportState.Stopped, Promised: { } promised, Budget: { } budget } ? (budget, promised) : null;

    // As it will stand once it is written: after everything that is known.
    private static Entry Next(IReadOnlyCollection<Entry> history, ParticipantEvent correction) =>
        new(Guid.Empty, history.First().Stream, long.MaxValue, long.MaxValue, Wire.NameOf(correction), correction, Occurred.Unknown, history.Max(e => e.RecordedAt));

    private static Decision Unknown(Guid target) => Refuse("correction.unknown-entry", $"This history holds no entry {target}.");

    private static Decision OtherStream { get; } = Refuse("correction.stream", "Only entries of a participant's history are corrected.");
}
