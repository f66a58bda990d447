using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Partners;

namespace Journey.Domain.Participants;

/// <summary>A person, folded from their stream and the streams linked to it.</summary>
public sealed record Participant
{
    /// <summary>Nobody yet: the state before the first event.</summary>
    public static Participant Nobody { get; } = new();

    public ParticipantId? Id { get; init; }

    /// <summary>Random public reference, for feeds and partners. Not the stream's id.</summary>
    public string? Reference { get; init; }

    public Stamp? Registered { get; init; }

    /// <summary>The keys of their sealed values are destroyed.</summary>
    public Stamp? Erased { get; init; }

    public Identity Identity { get; init; } = Identity.Unknown;

    public ImmutableList<Enrollment> Enrollments { get; init; } = [];

    public ImmutableList<Job> Jobs { get; init; } = [];

    public ImmutableList<Consent> Consents { get; init; } = [];

    public ImmutableList<Assignment> Assignments { get; init; } = [];

    public ImmutableList<Intake.Barrier> Barriers { get; init; } = [];

    public ImmutableList<SkillsAssessment> SkillsAssessments { get; init; } = [];

    public ImmutableList<Accommodation> Accommodations { get; init; } = [];

    public ImmutableList<Referral> Referrals { get; init; } = [];

    public ImmutableList<Note> Notes { get; init; } = [];

    /// <summary>Records of the same person that are linked now. Their streams are folded together.</summary>
    public ImmutableHashSet<ParticipantId> LinkedWith => Links.With;

    /// <summary>Where this record was linked into another one: that one is the person's.</summary>
    public ParticipantId? LinkedInto => Links.Outside is [var into, ..] ? into : null;

    internal LinkedRecords Links { get; init; } = LinkedRecords.None;

    /// <summary>The day of the last event that counts.</summary>
    public DateOnly LastDay { get; init; }

    public long LastSeq { get; init; }

    public bool Exists => Registered is not null;

    /// <summary>The zone of the program of the enrollment that was written down first; person-level days are counted in it.</summary>
    public TimeZoneInfo Zone => Zones.First;

    internal Zones Zones { get; init; } = Zones.None;

    /// <summary>Entries that a correction speaks of and that this history does not hold: should one arrive, it is corrected already.</summary>
    internal ImmutableHashSet<Guid> CorrectedAhead { get; init; } = [];

    public Enrollment? Enrollment(EnrollmentId id) => Enrollments.Find(e => e.Id == id);

    public Job? CurrentJob => Jobs.LastOrDefault(j => j.IsCurrent);

    internal Enrollment EnrollmentOrUnopened(EnrollmentId id) => Enrollment(id) ?? new Enrollment { Id = id };

    internal Participant With(Enrollment enrollment) => this with { Enrollments = Enrollments.Put(enrollment, e => e.Id == enrollment.Id) };
}

/// <summary>Names and contact details, as ciphertext.</summary>
public sealed record Identity(Sealed<string>? GivenName, Sealed<string>? FamilyName, Sealed<DateOnly>? BirthDate, Sealed<string>? Email, Sealed<string>? Phone, Sealed<string>? Address)
{
    public static Identity Unknown { get; } = new(null, null, null, null, null, null);
}

internal static class Lists
{
    /// <summary>Replaces the item that matches, or appends.</summary>
    public static ImmutableList<T> Put<T>(this ImmutableList<T> list, T item, Predicate<T> match)
    {
        var at = list.FindIndex(match);
        return at < 0 ? list.Add(item) : list.SetItem(at, item);
    }

    /// <summary>Changes the item that matches; a list without one stays as it is.</summary>
    public static ImmutableList<T> Change<T>(this ImmutableList<T> list, Predicate<T> match, Func<T, T> change)
    {
        var at = list.FindIndex(match);
        return at < 0 ? list : list.SetItem(at, change(list[at]));
    }
}
