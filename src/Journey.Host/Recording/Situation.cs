using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Recording;

/// <summary>
/// What a rule decides on. Whatever it asks for is remembered with its version, so that the append holds only if all of it
/// is still so.
/// </summary>
public sealed class Situation
{
    private readonly Dictionary<Guid, (string Type, long Version)> read = [];
    private CohortId? cohort;
    private OrganizationId? organization;
    private EmployerId? employer;
    private ParticipantId? other;
    private Guid? own;

    internal Situation(Operator op, ParticipantId? participant) => (Operator, ParticipantId) = (op, participant);

    public Operator Operator { get; }

    public ParticipantId? ParticipantId { get; }

    /// <summary>The participant as true at the time of the command, as known now.</summary>
    public Participant Person { get; internal set; } = Participant.Nobody;

    /// <summary>The participant as known now, whatever the time of the command.</summary>
    internal Participant Current { get; set; } = Participant.Nobody;

    /// <summary>Everything written about the participant, from linked streams too.</summary>
    public IReadOnlyList<Entry> History { get; internal set; } = [];

    public DateTimeOffset Now { get; internal set; }

    /// <summary>The day of the command in the participant's program's zone.</summary>
    public DateOnly Day { get; internal set; }

    public Enrollment? Enrollment(EnrollmentId id) => Person.Enrollment(id) is { IsOpened: true } found ? found : null;

    /// <summary>Loads a cohort: its events join the same transaction.</summary>
    public async Task<Cohort> Cohort(CohortId id, CancellationToken ct)
    {
        cohort = id;
        return Domain.Cohorts.Cohort.Fold(await Load(id.Value, "cohort", ct));
    }

    public async Task<Organization> Organization(OrganizationId id, CancellationToken ct)
    {
        organization = id;
        return Domain.Partners.Organization.Fold(await Load(id.Value, "organization", ct));
    }

    public async Task<Employer> Employer(EmployerId id, CancellationToken ct)
    {
        employer = id;
        return Domain.Partners.Employer.Fold(await Load(id.Value, "employer", ct));
    }

    /// <summary>Loads a stream of any other kind, such as a subscription's. One per command: what is decided about it goes there.</summary>
    public async Task<T> Stream<T>(string type, Guid id, Func<IEnumerable<JourneyEvent?>, T> fold, CancellationToken ct)
    {
        own = id;
        return fold(await Load(id, type, ct));
    }

    /// <summary>Loads another participant's record, for a merge.</summary>
    public async Task<Participant> OtherRecord(ParticipantId id, CancellationToken ct)
    {
        other = id;
        var stored = await Store.ReadStream(Operator, id.Value, ct: ct);
        Remember(id.Value, "participant", stored);
        OtherHistory = Entries.Of(stored);
        return Domain.History.Fold(OtherHistory);
    }

    /// <summary>The other record of a merge, and everything written on its own stream.</summary>
    internal ParticipantId? OtherId => other;

    internal IReadOnlyList<Entry> OtherHistory { get; private set; } = [];

    /// <summary>A stream that a rule asked for has an event that this host does not know.</summary>
    internal bool HasUnknown { get; private set; }

    internal void Remember(Guid stream, string type, IReadOnlyList<StoredEvent> events) => read[stream] = (type, events.Count == 0 ? 0 : events[^1].Version);

    internal (string Type, long Version) Version(Guid stream) => read[stream];

    /// <summary>Every stream that was read, so that the append also checks those that get no event.</summary>
    internal IEnumerable<Guid> Streams => read.Keys;

    internal Guid StreamOf(JourneyEvent happened) => happened switch
    {
        LinkedIntoRecord or UnlinkedFromRecord => other!.Value.Value,
        ParticipantEvent => ParticipantId!.Value.Value,
        CohortEvent => cohort!.Value.Value,
        OrganizationEvent => organization!.Value.Value,
        EmployerEvent => employer!.Value.Value,
        _ when own is { } stream => stream,
        _ => throw new InvalidOperationException($"{happened.GetType().Name} belongs to no stream of a command."),
    };

    private async Task<IEnumerable<JourneyEvent?>> Load(Guid stream, string type, CancellationToken ct)
    {
        var stored = await Store.ReadStream(Operator, stream, ct: ct);
        Remember(stream, type, stored);
        var events = stored.Select(e => Entries.Of(e).Event).ToList();
        HasUnknown |= events.Contains(null);
        return events;
    }
}
