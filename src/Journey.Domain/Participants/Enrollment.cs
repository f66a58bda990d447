using System.Collections.Immutable;
using Journey.Domain.Due;
using Journey.Domain.Intake;
using Journey.Domain.Employment;
using Journey.Domain.Partners;
using Journey.Domain.Placement;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>One person in one program, from the first inquiry to the last follow-up.</summary>
public sealed record Enrollment
{
    public required EnrollmentId Id { get; init; }

    public string Program { get; init; } = "";

    /// <summary>The program version in force for this person: the one of the day the enrollment was opened, until somebody moves it.</summary>
    public int Version { get; init; }

    public ImmutableList<Move> Moves { get; init; } = [];

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public Stamp? Opened { get; init; }

    public IntakeFile Intake { get; init; } = IntakeFile.Empty;

    public Seat? Seat { get; init; }

    /// <summary>The cohorts the person has belonged to; the last one is theirs, also after the seat was released.</summary>
    public ImmutableList<Membership> Memberships { get; init; } = [];

    public ImmutableList<StageSpell> Stages { get; init; } = [];

    public ImmutableList<DoneTask> Tasks { get; init; } = [];

    public ImmutableList<SignedDocument> Documents { get; init; } = [];

    /// <summary>The steps of a learner plan, in the order in which they were agreed.</summary>
    public ImmutableList<PlanStep> Steps { get; init; } = [];

    public TrainingFile Training { get; init; } = TrainingFile.Empty;

    public PlacementFile Placement { get; init; } = PlacementFile.Empty;

    public ImmutableList<FollowUp> FollowUps { get; init; } = [];

    /// <summary>What time has brought about by itself: reminders, missed days, escalations.</summary>
    public ImmutableList<DueMark> DueMarks { get; init; } = [];

    public ImmutableList<Support> Supports { get; init; } = [];

    public ImmutableList<Outcome> Outcomes { get; init; } = [];

    public ImmutableList<ExitSpell> Exits { get; init; } = [];

    /// <summary>Entries that changed nothing where they stand: repetitions, or about something that had not begun or was over.</summary>
    public ImmutableList<Stamp> WithoutEffect { get; init; } = [];

    internal Enrollment NotingWithoutEffect(Stamp at) => this with { WithoutEffect = WithoutEffect.Add(at) };

    public bool IsOpened => Opened is not null;

    /// <summary>Left the program and has not come back.</summary>
    public bool HasExited => Exits is [.., { ReEntered: null }];

    /// <summary>The absence that <paramref name="day"/> lies in: its first day counts, the day of coming back does not.</summary>
    public ExitSpell? AwayOn(DateOnly day) => Exits.Find(e => e.Left.Day <= day && !(e.ReEntered?.Day <= day));

    public IEnumerable<StageSpell> OpenStages => Stages.Where(s => s.IsOpen);

    public bool IsIn(string stage) => Stages.Exists(s => s.IsOpen && string.Equals(s.Stage, stage, StringComparison.Ordinal));

    public bool HasBeenIn(string stage) => Stages.Exists(s => string.Equals(s.Stage, stage, StringComparison.Ordinal));

    /// <summary>Whether the stage was open on some part of <paramref name="day"/>: the days of entry and leaving count.</summary>
    public bool WasIn(string stage, DateOnly day) => Stages.Exists(s =>
        string.Equals(s.Stage, stage, StringComparison.Ordinal) && s.Entered.Day <= day && (s.LeftAt is not { } left || left.Day >= day));

    public Outcome? LastOutcome => Outcomes.LastOrDefault();

    /// <summary>UTC for a zone this machine does not know: history is never refused.</summary>
    public static TimeZoneInfo ZoneOf(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}

/// <summary>Opens an enrollment under one program version, which the person stays on.</summary>
/// <param name="Zone">IANA zone of the program's calendar: days are counted in it.</param>
public sealed record EnrollmentOpened(EnrollmentId Enrollment, string Program, int Version, string Zone) : EnrollmentEvent(Enrollment), IStart
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Program = Program, Version = Version, Zone = Participants.Enrollment.ZoneOf(Zone), Opened = enrollment.Opened ?? at,
    };
}

public static class Enrolling
{
    internal static Decision Unknown { get; } = Refuse("enrollment.unknown", "The participant has no such enrollment on that day.");

    internal static Decision Exited { get; } = Refuse("enrollment.exited", "The participant had left the program by that day: record a re-entry first.");
}
