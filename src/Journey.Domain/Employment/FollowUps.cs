using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Employment;

public enum FollowUpResult { Done, Attempted, Missed }

/// <summary>Who a scheduled contact is with.</summary>
public enum FollowUpWith { Participant, Employer }

/// <summary>One scheduled contact, by what came of it. What is due and not here yet is computed, never stored.</summary>
/// <param name="FollowUpId">The definition's follow-up.</param>
/// <param name="Due">The day it was due on: tells the repetitions of a quarterly one apart.</param>
public sealed record FollowUp(string FollowUpId, DateOnly Due, FollowUpWith With, FollowUpResult Result, int Attempts, Sealed<string>? Note, Stamp At);

public sealed record FollowUpDone(EnrollmentId Enrollment, string FollowUp, DateOnly Due, FollowUpWith With, Sealed<string>? Note = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment.Record(FollowUp, Due, With, before => new FollowUp(FollowUp, Due, With, FollowUpResult.Done, before?.Attempts ?? 0, Note, at));
}

/// <summary>Tried, and nobody was reached.</summary>
public sealed record FollowUpAttempted(EnrollmentId Enrollment, string FollowUp, DateOnly Due, FollowUpWith With, string? Channel = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Record(FollowUp, Due, With, before => before is { Result: FollowUpResult.Done }
        ? before
        : new FollowUp(FollowUp, Due, With, before?.Result == FollowUpResult.Missed ? FollowUpResult.Missed : FollowUpResult.Attempted, (before?.Attempts ?? 0) + 1, null, at));
}

/// <summary>The window closed without a contact. A contact found out later still counts as done.</summary>
public sealed record FollowUpMissed(EnrollmentId Enrollment, string FollowUp, DateOnly Due, FollowUpWith With) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Record(FollowUp, Due, With, before => before is { Result: FollowUpResult.Done }
        ? before
        : new FollowUp(FollowUp, Due, With, FollowUpResult.Missed, before?.Attempts ?? 0, null, at));
}

public static class FollowUps
{
    internal static Enrollment Record(this Enrollment enrollment, string id, DateOnly due, FollowUpWith with, Func<FollowUp?, FollowUp> change)
    {
        bool Same(FollowUp f) => string.Equals(f.FollowUpId, id, StringComparison.Ordinal) && f.Due == due && f.With == with;
        return enrollment with { FollowUps = enrollment.FollowUps.Put(change(enrollment.FollowUps.Find(Same)), Same) };
    }

    public static Decision Done(Enrollment? enrollment, string id, DateOnly due, FollowUpWith with, Sealed<string>? note, IReadOnlyCollection<string> defined)
    {
        if (Invalid(enrollment, id, defined) is { } refused) return refused;
        return enrollment!.Find(id, due, with) is { Result: FollowUpResult.Done } ? Nothing : Accept(new FollowUpDone(enrollment!.Id, id, due, with, note));
    }

    public static Decision Attempt(Enrollment? enrollment, string id, DateOnly due, FollowUpWith with, string? channel, IReadOnlyCollection<string> defined)
    {
        if (Invalid(enrollment, id, defined) is { } refused) return refused;
        return enrollment!.Find(id, due, with) is { Result: FollowUpResult.Done } ? Nothing : Accept(new FollowUpAttempted(enrollment!.Id, id, due, with, channel));
    }

    public static Decision Miss(Enrollment? enrollment, string id, DateOnly due, FollowUpWith with, IReadOnlyCollection<string> defined)
    {
        if (Invalid(enrollment, id, defined) is { } refused) return refused;
        return enrollment!.Find(id, due, with) is { Result: FollowUpResult.Done or FollowUpResult.Missed } ? Nothing : Accept(new FollowUpMissed(enrollment!.Id, id, due, with));
    }

    public static FollowUp? Find(this Enrollment enrollment, string id, DateOnly due, FollowUpWith with) =>
        enrollment.FollowUps.Find(f => string.Equals(f.FollowUpId, id, StringComparison.Ordinal) && f.Due == due && f.With == with);

    private static Decision? Invalid(Enrollment? enrollment, string id, IReadOnlyCollection<string> defined)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return defined.Contains(id, StringComparer.Ordinal) ? null : Refuse("follow-up.unknown", $"The program defines no follow-up {id}.");
    }
}
