namespace Journey.Domain.Programs.Versions;

/// <summary>What another version would mean for somebody. Of several the one that weighs most: the later in this list.</summary>
public enum VerdictKind
{
    /// <summary>The journey is over, so there is nothing to move: it stays on its version.</summary>
    Finished,
    Unchanged,
    DueDatesMove,
    TasksChange,
    GateFlips,
    Blocked,
}

/// <summary>A contact or a task on another day.</summary>
/// <param name="Number">Of one that comes again.</param>
/// <param name="With">Whom a contact is with.</param>
public sealed record DueMove(string Id, int Number, string? With, DateOnly From, DateOnly To);

/// <summary>Work that one version asks for and the other does not; as <c>Stage.ID</c> a stage that is left.</summary>
/// <param name="Due">Its day, where it has one.</param>
public sealed record TaskChange(string Id, int Number, string? With, DateOnly? Due, bool Appears);

/// <summary>A stage's way out that is open under one version and not under the other.</summary>
/// <param name="Stage">As the new version calls it.</param>
/// <param name="From">Null: not decided yet.</param>
/// <param name="Guard">The new version's gate; null where staff decide.</param>
/// <param name="Facts">What decides: criteria, rubric, consent.</param>
public sealed record GateFlip(string Stage, bool? From, bool? To, string? Guard, IReadOnlyList<string> Facts);

/// <summary>The verdict on one enrollment.</summary>
/// <param name="Blocked">A code of <see cref="Blocking"/>.</param>
/// <param name="What">The stage or the field that blocks.</param>
public sealed record JourneyVerdict(
    EnrollmentId? Enrollment, VerdictKind Kind, string? Blocked, string? What, IReadOnlyList<DueMove> Due, IReadOnlyList<TaskChange> Tasks, IReadOnlyList<GateFlip> Gates)
{
    public static JourneyVerdict Block(EnrollmentId? enrollment, string code, string? what = null) => new(enrollment, VerdictKind.Blocked, code, what, [], [], []);

    public static JourneyVerdict Finished(EnrollmentId enrollment) => new(enrollment, VerdictKind.Finished, null, null, [], [], []);
}

/// <summary>The verdict on one person: exactly one, with the details of each of their enrollments in the program.</summary>
public sealed record Verdict(ParticipantId Participant, string? Reference, IReadOnlyList<JourneyVerdict> Journeys)
{
    public VerdictKind Kind => Journeys.Max(j => j.Kind);

    /// <summary>The stage or the field that blocks.</summary>
    public string? What => Journeys.FirstOrDefault(j => j.Blocked is not null)?.What;

    public string? Blocked => Journeys.FirstOrDefault(j => j.Blocked is not null)?.Blocked;
}
