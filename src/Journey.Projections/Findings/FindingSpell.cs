using Journey.Domain;
using Journey.Domain.Participants;

namespace Journey.Projections;

/// <summary>What a finding says, for as long as it says just that.</summary>
internal sealed record FindingFact(string Program, CohortId? Cohort, string? Outcome, IReadOnlyList<Guid> Events)
{
    public static FindingFact Of(Enrollment e, Finding found) => new(e.Program, e.Memberships.LastOrDefault()?.Cohort, e.LastOutcome?.Id, found.Events);

    public bool Equals(FindingFact? other) =>
        other is not null && Program == other.Program && Cohort == other.Cohort && Outcome == other.Outcome && Events.SequenceEqual(other.Events);

    public override int GetHashCode() => HashCode.Combine(Program, Cohort, Outcome, Events.Count);
}

/// <summary>A finding of one enrollment on both clocks (ends not included; null: still).</summary>
internal sealed record FindingSpell(
    ParticipantId Participant, EnrollmentId Enrollment, string Code, string Program, CohortId? Cohort, string? Outcome, IReadOnlyList<Guid> Events,
    DateOnly ValidFrom, DateOnly? ValidTo, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo);
