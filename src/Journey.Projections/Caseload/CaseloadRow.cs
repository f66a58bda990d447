using System.Text.Json.Serialization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Training;

namespace Journey.Projections;

/// <summary>Where an enrollment stands. <see cref="Waiting"/>: opened, in no stage, neither finished nor exited.</summary>
public enum EnrollmentStatus { NotOpened, Waiting, Active, Finished, Exited }

/// <summary>One enrollment as staff see it in a list. Names are ciphertext: one access opens a whole list's.</summary>
public sealed record CaseloadRow
{
    public required ParticipantId Participant { get; init; }

    public required EnrollmentId Enrollment { get; init; }

    /// <summary>Public reference, in the clear.</summary>
    public string? Reference { get; init; }

    public Sealed<string>? GivenName { get; init; }

    public Sealed<string>? FamilyName { get; init; }

    public required string Program { get; init; }

    public int ProgramVersion { get; init; }

    public CohortId? Cohort { get; init; }

    public IReadOnlyList<string> OpenStages { get; init; } = [];

    public EnrollmentStatus Status { get; init; }

    /// <summary>The day on which the status, or the newest open stage, began.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>What somebody should look at, oldest first.</summary>
    public IReadOnlyList<AttentionFact> Attention { get; init; } = [];

    public StaffId? CaseManager { get; init; }

    public StaffId? Coach { get; init; }

    /// <summary>The day of the person's last event that counts.</summary>
    public DateOnly? LastActivity { get; init; }

    /// <summary>0 to 1; null before the first session that counts.</summary>
    public decimal? AttendanceRate { get; init; }

    public bool Graduated { get; init; }

    public bool Employed { get; init; }

    /// <summary>How many findings the enrollment's history has.</summary>
    public int Findings { get; init; }

    /// <summary>The list's order: who has waited longest for attention first, then who has been quiet longest.</summary>
    public DateOnly WaitingSince { get; init; }

    /// <summary>Staff and organizations that may come into question for this row; see 0030_readers.sql.</summary>
    public IReadOnlyList<Guid>? Readers { get; init; }

    public IReadOnlyList<Guid>? Organizations { get; init; }

    public long StreamVersion { get; init; }

    public long LinkedVersion { get; init; }

    public int Form { get; init; } = InlineRows.Form;

    [JsonIgnore]
    public bool HasExited => Status == EnrollmentStatus.Exited;

    /// <summary>Whole days in the present status or stage.</summary>
    public int? SinceDays(DateOnly today) => Since is { } since ? today.DayNumber - since.DayNumber : null;

    /// <summary>A record that was linked into another one has no rows of its own: the other one's state includes its enrollments.</summary>
        /// <param name="due">Each enrollment's open work; null where its program is not known.</param>
    internal static IEnumerable<CaseloadRow> Of(InlineState person, IReadOnlyDictionary<EnrollmentId, List<DueItem>?> due) =>
        person.State.LinkedInto is not null ? [] : person.State.Enrollments.Select(e => Of(person, e, due.GetValueOrDefault(e.Id)));

    private static CaseloadRow Of(InlineState of, Enrollment e, List<DueItem>? due)
    {
        var person = of.State;
        var attention = AttentionFact.Of(person, e, due).OrderBy(a => a.Since).ToList();
        var (status, since) = Standing(e);
        return new CaseloadRow
        {
            Participant = of.Id, Enrollment = e.Id, Reference = person.Reference, GivenName = person.Identity.GivenName, FamilyName = person.Identity.FamilyName,
            Program = e.Program, ProgramVersion = e.Version, Cohort = e.Memberships.LastOrDefault()?.Cohort, OpenStages = [.. e.OpenStages.Select(s => s.Stage)],
            Status = status, Since = since, Attention = attention,
            CaseManager = Assigned(person, e, StaffRole.CaseManager), Coach = Assigned(person, e, StaffRole.AdvancementCoach),
            LastActivity = person.LastDay == default ? null : person.LastDay, AttendanceRate = e.Rate() is { } rate ? Math.Round(rate, 4) : null,
            Graduated = e.Training.Graduated is not null, Employed = person.CurrentJob is not null, Findings = Domain.Participants.Findings.Of(e).Count(),
            WaitingSince = attention.Count > 0 ? attention[0].Since : person.LastDay,
            Readers = [.. Relationships.Readers(person).Order()], Organizations = [.. Relationships.Organizations(person).Select(o => o.Value).Order()],
            StreamVersion = of.Version, LinkedVersion = of.LinkedVersion,
        };
    }

    private static StaffId? Assigned(Participant person, Enrollment e, StaffRole role) =>
        person.Assignments.LastOrDefault(a => a.IsLive && a.Role == role && (a.Enrollment is null || a.Enrollment == e.Id))?.Staff;

    private static (EnrollmentStatus, DateOnly?) Standing(Enrollment e)
    {
        if (e.HasExited) return (EnrollmentStatus.Exited, e.Exits[^1].Left.Day);
        if (e.OpenStages.LastOrDefault() is { } stage) return (EnrollmentStatus.Active, stage.Entered.Day);
        if ((e.LastOutcome?.At ?? e.Training.Graduated) is { } finished) return (EnrollmentStatus.Finished, finished.Day);
        return e.Opened is { } opened ? (EnrollmentStatus.Waiting, opened.Day) : (EnrollmentStatus.NotOpened, null);
    }
}
