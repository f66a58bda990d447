using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Permits;

/// <summary>
/// Asks the policy for a request, with what it decides on read from the primary: who asks, and the participants as known now. What is refused is on
/// the record before it is answered.
/// </summary>
public sealed class Warden(Callers callers, ActorStandings standings, Vault vault, TimeProvider clock)
{
    /// <summary>Who asks; read once per request.</summary>
    public async Task<ActorStanding> Actor(HttpContext http, CancellationToken ct)
    {
        if (http.Features.Get<ActorStanding>() is { } known) return known;
        var actor = await standings.Of(Primary(http), SignedInPerson.Of(http.User)!, ct);
        http.Features.Set(actor);
        return actor;
    }

    /// <summary>
    /// Decides about one participant. Nobody of that id is the same as nobody that the viewer has to do with: neither answer says which.
    /// </summary>
    /// <exception cref="ProblemException">Refused, and recorded.</exception>
    public async Task<PersonAccess> Person(HttpContext http, ParticipantId id, TouchesAttribute touches, CancellationToken ct)
    {
        var actor = await Actor(http, ct);
        var history = await Projections.People.Read(Primary(http), id, ct);
        var now = history?.Fold() ?? Participant.Nobody;
        var permit = Permit.Of(actor, now, Today(now));
        var refusal = touches.AnyPart && permit.Parts.Count > 0 ? null : permit.Refusal(touches.Verb, part: touches.Part);
        if (refusal is null && history is not null) return new(id, actor, permit, history, now);
        throw await Refuse(http, touches.Action, refusal ?? Reasons.Relationship, new Resource("participant", id.Value.ToString()), history is null ? [] : [new Subject(id.Value)], [], ct);
    }

    /// <summary>What the viewer may do with each of many participants; those without a history are left out.</summary>
    public async Task<IReadOnlyDictionary<ParticipantId, Permit>> People(HttpContext http, IReadOnlyCollection<ParticipantId> ids, CancellationToken ct)
    {
        var actor = await Actor(http, ct);
        var permits = new Dictionary<ParticipantId, Permit>();
        foreach (var (id, history) in await Projections.People.ReadMany(Primary(http), [.. ids.Distinct()], ct))
        {
            var now = history.Fold();
            permits[id] = Permit.Of(actor, now, Today(now));
        }
        return permits;
    }

    /// <summary>
    /// Reads on until so many rows are there that the viewer may see. Whoever they may not see takes no place in the list: neither its length nor its
    /// pages tell of them.
    /// </summary>
    /// <param name="read">The rows after one, at most so many; after null: from where the list begins.</param>
    /// <param name="shown">Whether the permit goes that far; null: whoever may be seen at all.</param>
    public async Task<IReadOnlyList<(T Row, Permit Permit)>> Rows<T>(
        HttpContext http, Func<T?, int, Readership, Task<IReadOnlyList<T>>> read, Func<T, ParticipantId> of, int wanted, Func<T, Permit, bool>? shown, CancellationToken ct) where T : class
    {
        var actor = await Actor(http, ct);
        var readership = new Readership(actor.Roles.Contains(Role.CaseManager) ? [actor.User, actor.Organization.Value] : [actor.User], actor.Roles.Contains(Role.Director) ? [actor.Organization.Value] : []);
        var rows = new List<(T, Permit)>();
        T? last = null;
        while (rows.Count < wanted)
        {
            var size = Math.Clamp(wanted - rows.Count, 50, 500);
            var page = await read(last, size, readership);
            var permits = await People(http, [.. page.Select(of)], ct);
            rows.AddRange(page.Select(r => (Row: r, Permit: permits.GetValueOrDefault(of(r)) ?? Permit.Nothing)).Where(r => r.Permit.Parts.Count > 0 && shown?.Invoke(r.Row, r.Permit) != false));
            if (page.Count < size) break;
            last = page[^1];
        }
        return rows.Count > wanted ? rows[..wanted] : rows;
    }

    /// <summary>Whether something of this class may be written about the request's participant: only where it could be opened too.</summary>
    /// <exception cref="ProblemException">Refused, and recorded.</exception>
    public async Task MayWrite(HttpContext http, Guid subject, FieldClass @class, CancellationToken ct)
    {
        if (http.Features.Get<PersonAccess>() is not { } access || access.Id.Value != subject) return;
        var part = http.GetEndpoint()?.Metadata.GetMetadata<TouchesAttribute>()?.Part ?? Part.Whole;
        if (access.Permit.Refusal(Verb.Write, @class, part) is { } reason)
            throw await Refuse(http, "participant.write", reason, new Resource("participant", subject.ToString()), [new Subject(subject)], [@class], ct);
    }

    /// <summary>Records the refusal and makes its answer.</summary>
    /// <exception cref="AccessNotRecorded">It could not be recorded: 503.</exception>
    public async Task<ProblemException> Refuse(HttpContext http, string action, string reason, Resource resource, IEnumerable<Subject> subjects, IEnumerable<FieldClass> classes, CancellationToken ct)
    {
        var caller = callers.Of(http);
        await vault.Deny(caller.Operator, caller.Access(action, resource, new Basis(BasisKind.None)), reason, subjects, classes, ct);
        return Refused(reason);
    }

    internal static ProblemException Refused(string reason) => new(403, "access.denied", $"Not permitted ({reason}). The refusal is on the record.");

    internal DateOnly Today(Participant person) => Occurred.Instant(clock.GetUtcNow()).Day(person.Zone)!.Value;

    // A replica may not know yet what has ended.
    private Operator Primary(HttpContext http) => callers.Of(http).Operator.View(replica: false);
}
