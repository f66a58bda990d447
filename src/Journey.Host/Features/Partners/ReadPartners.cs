using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Partners;

public sealed record Named(Guid Id, string Name);

public sealed record OrganizationAnswer(Guid Id, long Version, string Name, string Kind, IReadOnlyList<string> Roles, IReadOnlyList<StaffAnswer> Staff);

public sealed record StaffAnswer(Guid Id, string Name, IReadOnlyList<string> Roles, bool HasLeft);

/// <param name="ContactName">With contact=true, for case managers and coaches; a record of access is written first.</param>
public sealed record EmployerAnswer(Guid Id, long Version, string Name, string? Industry, int SiteVisits, int GuestTalks, bool DeclinesService, string? ContactName, string? ContactDetails);

public static class ReadPartners
{
    public static void MapPartnerReads(this RouteGroupBuilder v1)
    {
        v1.MapGet("/organizations", (int? limit, string? cursor, HttpContext http, Callers callers, CancellationToken ct) => List("organization", "organization_registered", limit, cursor, http, callers, ct))
            .RequireAuthorization(Policies.SeePrograms).Touches(Touch.Nobody).WithTags("Partners").WithName("listOrganizations").WithSummary("Partner organizations in the order of their registration.").Produces<ListPage<Named>>();
        v1.MapGet("/employers", (int? limit, string? cursor, HttpContext http, Callers callers, CancellationToken ct) => List("employer", "employer_registered", limit, cursor, http, callers, ct))
            .RequireAuthorization(Policies.SeePeople).Touches(Touch.Nobody).WithTags("Partners").WithName("listEmployers").WithSummary("Employers in the order of their registration.").Produces<ListPage<Named>>();
        v1.MapGet("/organizations/{id:guid}", async (Guid id, HttpContext http, Callers callers, CancellationToken ct) =>
        {
            var stored = await Store.ReadStream(callers.Of(http).Operator, id, ct: ct);
            var o = Organization.Fold(stored.Select(e => Entries.Of(e).Event));
            if (o.Id is null) return (IResult)Problems.Of(404, "organization.unknown", "There is no such organization.");
            http.Response.Headers.ETag = Desk.Tag(stored[^1].Version);
            return TypedResults.Ok(new OrganizationAnswer(id, stored[^1].Version, o.Name, o.Kind.ToString(), [.. o.Roles.Select(r => r.ToString()).Order(StringComparer.Ordinal)],
                [.. o.Staff.Values.OrderBy(s => s.Id.Value).Select(s => new StaffAnswer(s.Id.Value, s.Name, [.. s.Roles.Select(r => r.ToString()).Order(StringComparer.Ordinal)], s.HasLeft))]));
        }).RequireAuthorization(Policies.SeePrograms).Touches(Touch.Nobody).WithTags("Partners").WithName("getOrganization").WithSummary("One organization with its roles and staff.").Produces<OrganizationAnswer>();
        v1.MapGet("/employers/{id:guid}", ShowEmployer).RequireAuthorization(Policies.SeePeople).Touches(Touch.Contact).WithTags("Partners").WithName("getEmployer").WithSummary("One employer, and whom to talk to where that is asked for.").Produces<EmployerAnswer>();
    }

    private static async Task<IResult> ShowEmployer(Guid id, bool? contact, HttpContext http, SignedInPerson viewer, Callers callers, Vault vault, CancellationToken ct)
    {
        var caller = callers.Of(http);
        var stored = await Store.ReadStream(caller.Operator, id, ct: ct);
        var e = Employer.Fold(stored.Select(x => Entries.Of(x).Event));
        if (e.Id is null) return Problems.Of(404, "employer.unknown", "There is no such employer.");
        http.Response.Headers.ETag = Desk.Tag(stored[^1].Version);
        string? name = null, details = null;
        if (contact == true && viewer.May(Policies.RecordJourney) && e.ContactName is not null)
        {
            var opened = await vault.Open(caller.Operator, [e.ContactName, e.ContactDetails], caller.Access("employer.view", new Resource("employer", id.ToString(), stored[^1].Version), new Basis(BasisKind.Agreement)), ct);
            (name, details) = (opened.Read(e.ContactName), opened.Read(e.ContactDetails));
        }
        return TypedResults.Ok(new EmployerAnswer(id, stored[^1].Version, e.Name, e.Industry, e.SiteVisits, e.GuestTalks, e.DeclinesService, name, details));
    }

    // By the streams of that type, in the order in which they were begun: how long the log is does not matter.
    private static async Task<IResult> List(string type, string registered, int? limit, string? cursor, HttpContext http, Callers callers, CancellationToken ct)
    {
        var (op, size) = (callers.Of(http).Operator, Keyset.Limit(limit));
        var rows = await Store.StreamsOf(op, type, Keyset.Place(cursor, 2) is [var begun, var id] ? (Keyset.Id(id), Keyset.Moment(begun)) : null, size + 1, ct);
        var names = (await Store.ReadStreams(op, [.. rows.Select(r => r.Id)], [registered], ct)).ToDictionary(e => e.StreamId, e => Entries.Of(e).Event switch
        {
            OrganizationRegistered o => o.Name,
            EmployerRegistered x => x.Name,
            _ => "",
        });
        return TypedResults.Ok(Keyset.Of(http, rows, size, r => new Named(r.Id, names.GetValueOrDefault(r.Id, "")), r => string.Create(CultureInfo.InvariantCulture, $"{r.Begun:O}|{r.Id}")));
    }
}
