using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>One person over HTTP: true on a day, as known at a time.</summary>
public static class ReadParticipant
{
    public static void MapParticipant(this RouteGroupBuilder v1)
    {
        var person = v1.MapGroup("/participants/{id:guid}").RequireAuthorization(Policies.SeePerson).WithTags("Participants").Touches(Touch.Person);
        v1.MapGet("/participants/{id:guid}", Show).RequireAuthorization(Policies.SeePart).WithTags("Participants").Touches(Touch.Person, anyPart: true).WithName("getParticipant").WithSummary("The person, true on a day as known at a time.")
            .WithDescription("What the reader may see is opened under one record of access, which is committed before this answers; if it can't be, the answer is 503. Where their role opens values and no consent is in force, the request is refused; open=false asks for the facts in the clear.").Produces<ParticipantAnswer>();
        person.MapGet("/history", ReadHistory.Show).WithName("getHistory").WithSummary("Every entry with both clocks, and what has become of it.")
            .WithDescription("Confidential contents are shown with open=true only, and as far as the reader may see them.").Produces<HistoryAnswer>();
    }

    private static async Task<IResult> Show(Guid id, DateOnly? trueOn, KnownOn? knownOn, bool? open, HttpContext http, Callers callers, Vault vault, Warden warden, CancellationToken ct)
    {
        var access = PersonAccess.Of(http);
        if (open != false) await MayOpen(http, access, warden, ct);
        var caller = callers.Of(http);
        if (await People.Read(caller.Operator, new(id), ct) is not { } history) return Unknown;
        var asOf = KnownOn.And(trueOn, knownOn);
        var person = history.Fold(asOf);
        if (!person.Exists && person.Enrollments.IsEmpty) return Unknown;

        var reader = new Reader(access.Permit, open != false, access.Actor.Organization);
        ParticipantSheet.Of(id, person, history.Version, asOf, reader, null);
        var record = await Open(caller, vault, reader, id, history.Version, "participant.view", ct);
        http.Response.Headers.ETag = Desk.Tag(history.Version);
        return TypedResults.Ok(ParticipantSheet.Of(id, person, history.Version, asOf, reader, record));
    }

    /// <summary>Whoever would open values and has no ground for any of them is refused, and that is on the record.</summary>
    internal static async Task MayOpen(HttpContext http, PersonAccess access, Warden warden, CancellationToken ct)
    {
        if (access.Permit.Reason is Reasons.Basis)
            throw await warden.Refuse(http, "participant.view", Reasons.Basis, new Resource("participant", access.Id.ToString()), [new Subject(access.Id.Value)], [], ct);
    }

    /// <summary>Opens what was gathered under one record; where nothing may be opened, the look itself is recorded.</summary>
    internal static async Task<Guid> Open(Caller caller, Vault vault, Reader reader, Guid id, long version, string action, CancellationToken ct)
    {
        var access = caller.Access(action, new Resource("participant", id.ToString(), version), reader.Permit.Basis);
        if (reader.Wanted.Count == 0) return await vault.Record(caller.Operator, access, [new Subject(id)], [], [], ct);
        var opened = await vault.Open(caller.Operator, reader.Wanted, access, ct);
        reader.Give(opened);
        return opened.Record;
    }

    internal static IResult Unknown => Problems.Of(404, "participant.unknown", "There is no such participant.");
}
