using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Partners;

/// <param name="InForce">Today, by UTC.</param>
/// <param name="To">Last day, included; absent for no end.</param>
public sealed record AgreementAnswer(Guid Id, long Version, IReadOnlyList<Guid> Parties, IReadOnlyList<string> Purposes, IReadOnlyList<string> Classes, DateOnly From, DateOnly? To, bool Ended, bool InForce);

/// <summary>Agreements between organizations: what a partner's relationship with the participants of another one rests on.</summary>
public static class AgreementEndpoints
{
    public sealed record Agreeing(Guid? Id, Guid[] Parties, string[] Purposes, FieldClass[] Classes, DateOnly From, DateOnly? To) : CommandBody;

    /// <param name="Reason">A short code, such as <c>not-renewed</c>.</param>
    public sealed record Ending(string? Reason) : CommandBody;

    public static void MapAgreements(this RouteGroupBuilder v1)
    {
        var agreements = v1.MapGroup("/agreements").RequireAuthorization(Policies.Configure).Touches(Touch.Nobody).WithTags("Partners");
        agreements.MapPost("/", (Agreeing body, Desk desk, CancellationToken ct) =>
        {
            var id = body.Id ?? Guid.CreateVersion7();
            var made = new AgreementMade(new(id), [.. body.Parties.Distinct().Select(OrganizationId.From)], [.. body.Purposes.Distinct(StringComparer.Ordinal)], [.. body.Classes.Distinct()], body.From, body.To);
            return Run(desk, id, body, a => Agreements.Make(a, made), ct, new { id });
        }).WithName("makeAgreement").WithSummary("Organizations agree on what they share about participants, what for, and for how long.");
        agreements.MapPost("/{id:guid}/end", (Guid id, Ending body, Desk desk, CancellationToken ct) => Run(desk, id, body, a => Agreements.End(a, body.Reason), ct))
            .WithName("endAgreement").WithSummary("Ends an agreement now: from the next request on nothing rests on it.");
    }

    public static void MapAgreementReads(this RouteGroupBuilder v1)
    {
        var agreements = v1.MapGroup("/agreements").RequireAuthorization(Policies.SeePrograms).Touches(Touch.Nobody).WithTags("Partners");
        agreements.MapGet("/", async (HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
        {
            var op = callers.Of(http).Operator;
            var ids = (await Store.StreamsOf(op, "agreement", ct)).Select(s => s.Id).ToList();
            var streams = (await Store.ReadStreams(op, ids, ct)).ToLookup(e => e.StreamId);
            return TypedResults.Ok((IReadOnlyList<AgreementAnswer>)[.. ids.Select(id => Answer(id, [.. streams[id]], clock)).OfType<AgreementAnswer>()]);
        }).WithName("listAgreements").WithSummary("Agreements in the order in which they were made.");
        agreements.MapGet("/{id:guid}", async (Guid id, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
        {
            var stored = await Store.ReadStream(callers.Of(http).Operator, id, ct: ct);
            if (Answer(id, stored, clock) is not { } found) return (IResult)Problems.Of(404, "agreement.unknown", "There is no such agreement.");
            http.Response.Headers.ETag = Desk.Tag(found.Version);
            return TypedResults.Ok(found);
        }).WithName("getAgreement").WithSummary("One agreement.").Produces<AgreementAnswer>();
    }

    private static AgreementAnswer? Answer(Guid id, IReadOnlyList<StoredEvent> stored, TimeProvider clock)
    {
        var a = Agreement.Fold(stored.OrderBy(e => e.Version).Select(e => Entries.Of(e).Event));
        return a.Id is null ? null : new(id, stored.Max(e => e.Version), [.. a.Parties.Select(p => p.Value)], a.Purposes, [.. a.Classes.Select(c => c.ToString())], a.From, a.To, a.HasEnded,
            a.IsInForceOn(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
    }

    private static Task<IResult> Run(Desk desk, Guid id, CommandBody body, Func<Agreement, Decision> decide, CancellationToken ct, object? answer = null) =>
        desk.Run(null, body, async (s, stop) => decide(await s.Stream("agreement", id, Agreement.Fold, stop)), ct, answer);
}
