using Journey.Domain;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Cohorts;

/// <summary>The whole operator in figures, and what in it deserves a second look.</summary>
public static class ReadTotals
{
    public static void MapTotals(this RouteGroupBuilder v1)
    {
        v1.MapGet("/totals", async (DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, CancellationToken ct) =>
                TypedResults.Ok(await OperatorTotals.Read(callers.Of(http).Operator, KnownOn.And(trueOn, knownOn), ct)))
            .RequireAuthorization(Policies.SeeCounts).Touches(Touch.Counts).WithTags("Cohorts").WithName("getTotals").WithSummary("Registrations, people, cohorts, outcomes and findings, true on a day as known at a time.");
        v1.MapGet("/findings/{code}", Findings).RequireAuthorization(Policies.SeePeople).Touches(Touch.People).WithTags("Cohorts").WithName("listFindings")
            .WithSummary("The enrollments whose history leaves something open or contradicts itself, true on a day as known at a time, a page at a time.").Produces<ListPage<FindingRow>>();
    }

    private static async Task<IResult> Findings(string code, Guid? cohort, string? outcome, DateOnly? trueOn, KnownOn? knownOn, int? limit, string? cursor, HttpContext http, Callers callers, Warden warden, CancellationToken ct)
    {
        if (!Domain.Participants.Findings.Codes.Contains(code, StringComparer.Ordinal)) return Problems.Of(404, "finding.unknown", $"Findings are: {string.Join(", ", Domain.Participants.Findings.Codes)}.");
        var size = Keyset.Limit(limit);
        var after = Keyset.Place(cursor, 2) is [var enrollment, var participant] ? new FindingRow(new(Keyset.Id(participant)), new(Keyset.Id(enrollment)), code, "", null, null, []) : null;
        var rows = (await warden.Rows<FindingRow>(http, (last, most, @for) => FindingRow.Read(callers.Of(http).Operator, code, cohort is { } c ? new(c) : null, outcome, last ?? after, most, KnownOn.And(trueOn, knownOn), @for, ct),
            r => r.Participant, size + 1, (_, permit) => permit.SeesWhole, ct)).Select(r => r.Row).ToList();
        return TypedResults.Ok(Keyset.Of(http, rows, size, r => r, r => $"{r.Enrollment}|{r.Participant}"));
    }
}
