using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore.Names;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>One enrollment in a list, as known now. What the reader may not see is absent.</summary>
/// <param name="GivenName">Names are there when they were asked for, and where the reader may see them.</param>
/// <param name="Since">When the status, or the newest open stage, began.</param>
/// <param name="AttendanceRate">0 to 1; absent before the first session.</param>
public sealed record ListedEnrollment(
    Guid Participant, Guid Enrollment, string? Reference, string? GivenName, string? FamilyName, string Program, int ProgramVersion, Guid? Cohort, IReadOnlyList<string>? Stages,
    string? Status, DateOnly? Since, IReadOnlyList<AttentionFact>? Attention, Guid? CaseManager, Guid? Coach, DateOnly? LastActivity, decimal? AttendanceRate, bool? Graduated, bool? Employed, int? Findings);

/// <param name="Text">Parts of a name, or their beginnings; all of them must fit.</param>
/// <param name="Limit">1 to 50.</param>
public sealed record Seeking(string Text, int? Limit);

public sealed record Sought(IReadOnlyList<Found> Items, Guid AccessRecord);

public sealed record Found(Guid Participant, string? Reference, string? GivenName, string? FamilyName);

/// <summary>Lists of people, and finding one by name.</summary>
public static class ListParticipants
{
    public static void MapPeople(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/participants").RequireAuthorization(Policies.SeePeople).Touches(Touch.People).WithTags("Participants");
        people.MapGet("/", async (Guid? staff, Guid? cohort, string? program, string? stage, EnrollmentStatus? status, bool? attention, bool? names, int? limit, string? cursor, PeopleList list, HttpContext http, Callers callers, PublishedPrograms programs, CancellationToken ct) =>
                await list.Page(new CaseloadFilter(staff is { } s ? new(s) : null, cohort is { } c ? new(c) : null, program, stage is null ? null : (await programs.Meanings(callers.Of(http).Operator, ct)).StagesOf(program, stage), status, attention == true), names == true, limit, cursor, ct))
            .WithName("listParticipants").WithSummary("The caseload, who has waited longest first, a page at a time.").Produces<ListPage<ListedEnrollment>>();
        people.MapPost("/search", (Seeking body, PeopleList list, CancellationToken ct) => list.Search(body, ct))
            .WithName("searchParticipants").WithSummary("Finds people by name.")
            .WithDescription("A search is recorded as tokens that tell nothing without the key.").Produces<Sought>();
        v1.MapGet("/cohorts/{id:guid}/people", (Guid id, bool? names, int? limit, string? cursor, PeopleList list, CancellationToken ct) => list.Page(new CaseloadFilter(Cohort: new(id)), names == true, limit, cursor, ct))
            .RequireAuthorization(Policies.SeePeople).Touches(Touch.People).WithTags("Cohorts").WithName("listCohortPeople").WithSummary("The people of a cohort, a page at a time.").Produces<ListPage<ListedEnrollment>>();
    }
}

/// <summary>Reads a page of people and opens their names, where that is asked for, under one record for the whole page.</summary>
public sealed class PeopleList(IHttpContextAccessor accessor, Callers callers, Vault vault, Warden warden)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> Page(CaseloadFilter filter, bool names, int? limit, string? cursor, CancellationToken ct)
    {
        var (caller, size) = (callers.Of(Http), Keyset.Limit(limit));
        var after = Keyset.Place(cursor, 2) is [var day, var id] ? new CaseloadCursor(Keyset.Day(day), new(Keyset.Id(id))) : null;
        // One more tells whether there is a next page.
        var rows = await warden.Rows<CaseloadRow>(Http, (last, most, @for) => Caseload.Read(caller.Operator, filter with { For = @for }, last is null ? after : CaseloadCursor.After(last), most, ct), r => r.Participant, size + 1, null, ct);
        var shown = rows.Take(size).ToList();
        var opened = await Open(caller, shown.Select(r => (r.Row.Participant, r.Row.GivenName, r.Row.FamilyName, r.Permit)).ToList(), names, new Query("participants.list", [], shown.Count), ct);
        string? Name(Sealed<string>? value) => value is not null && opened.Values.Contains(value) ? opened.Opened!.Read(value) : null;
        return TypedResults.Ok(Keyset.Of(Http, rows, size, x => x.Row is var r && x.Permit.SeesWhole ? new ListedEnrollment(
                r.Participant.Value, r.Enrollment.Value, r.Reference, Name(r.GivenName), Name(r.FamilyName), r.Program, r.ProgramVersion, r.Cohort?.Value, r.OpenStages, r.Status.ToString(),
                r.Since, r.Attention, r.CaseManager?.Value, r.Coach?.Value, r.LastActivity, r.AttendanceRate, r.Graduated, r.Employed, r.Findings)
            // Names and attendance for a facilitator; the name alone for whom somebody is referred to.
            : new ListedEnrollment(r.Participant.Value, r.Enrollment.Value, r.Reference, Name(r.GivenName), Name(r.FamilyName), r.Program, r.ProgramVersion, r.Cohort?.Value, null, null,
                null, null, null, null, null, x.Permit.Parts.Contains(Part.Attendance) ? r.AttendanceRate : null, null, null, null),
            x => $"{x.Row.WaitingSince:O}|{x.Row.Enrollment}"));
    }

    public async Task<IResult> Search(Seeking seeking, CancellationToken ct)
    {
        var caller = callers.Of(Http);
        var tokens = await vault.SoughtTokens(caller.Operator, seeking.Text, ct);
        var subjects = tokens.Count == 0 ? [] : await NameIndex.Find(caller.Operator, tokens, MostFound, ct);
        var heads = new List<ParticipantHeader>();
        foreach (var subject in subjects)
        {
            var head = await ParticipantHeader.Read(caller.Operator, new(subject), ct);
            if (head?.LinkedInto is { } into) head = await ParticipantHeader.Read(caller.Operator, into, ct);
            if (head is not null && !heads.Exists(h => h.Participant == head.Participant)) heads.Add(head);
        }
        // A hit says that somebody of this name is here: whoever may not read the name gets no hit, and no place of the answer is taken.
        var permits = await warden.People(Http, [.. heads.Select(h => h.Participant)], ct);
        var hits = heads.Select(h => (Head: h, Permit: permits.GetValueOrDefault(h.Participant) ?? Permit.Nothing)).Where(h => h.Permit.Allows(h.Head.GivenName) || h.Permit.Allows(h.Head.FamilyName))
            .Take(Math.Clamp(seeking.Limit ?? 20, 1, 50)).ToList();
        var query = new Query("participants.search", [.. tokens.Select(Convert.ToHexStringLower)], hits.Count);
        var opened = await Open(caller, hits.Select(h => (h.Head.Participant, h.Head.GivenName, h.Head.FamilyName, h.Permit)).ToList(), true, query, ct);
        string? Name(Sealed<string>? value) => value is not null && opened.Values.Contains(value) ? opened.Opened!.Read(value) : null;
        return TypedResults.Ok(new Sought([.. hits.Select(h => new Found(h.Head.Participant.Value, h.Head.Reference, Name(h.Head.GivenName), Name(h.Head.FamilyName)))], opened.Record));
    }

    private const int MostFound = 500;

    // Whose names may be seen is decided person by person; one record stands for all of them.
    private async Task<(HashSet<Sealed> Values, Opened? Opened, Guid Record)> Open(
        Caller caller, IReadOnlyList<(ParticipantId Id, Sealed<string>? Given, Sealed<string>? Family, Permit Permit)> rows, bool names, Query query, CancellationToken ct)
    {
        var values = new HashSet<Sealed>(ReferenceEqualityComparer.Instance);
        var bases = new List<Basis>();
        foreach (var row in names ? rows : [])
        {
            var open = new Sealed?[] { row.Given, row.Family }.OfType<Sealed>().Where(row.Permit.Allows).ToList();
            if (open.Count > 0) bases.Add(row.Permit.Basis);
            values.UnionWith(open);
        }
        var access = caller.Access(query.Template, new Resource("participants"), Grounds.Common(bases), query);
        if (values.Count == 0) return (values, null, await vault.Record(caller.Operator, access, rows.Select(r => new Subject(r.Id.Value)), [], [], ct));
        var opened = await vault.Open(caller.Operator, values, access, ct);
        return (values, opened, opened.Record);
    }
}
