using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore.Names;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>One enrollment in a list, as known now.</summary>
/// <param name="GivenName">Names are there when they were asked for, and where the reader may see them.</param>
/// <param name="Since">When the status, or the newest open stage, began.</param>
/// <param name="AttendanceRate">0 to 1; absent before the first session.</param>
public sealed record ListedEnrollment(
    Guid Participant, Guid Enrollment, string? Reference, string? GivenName, string? FamilyName, string Program, int ProgramVersion, Guid? Cohort, IReadOnlyList<string> Stages,
    string Status, DateOnly? Since, IReadOnlyList<AttentionFact> Attention, Guid? CaseManager, Guid? Coach, DateOnly? LastActivity, decimal? AttendanceRate, bool Graduated, bool Employed, int Findings);

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
        var people = v1.MapGroup("/participants").RequireAuthorization(Policies.SeePeople).WithTags("Participants");
        people.MapGet("/", async (Guid? staff, Guid? cohort, string? program, string? stage, EnrollmentStatus? status, bool? attention, bool? names, int? limit, string? cursor, PeopleList list, HttpContext http, Callers callers, PublishedPrograms programs, CancellationToken ct) =>
                await list.Page(new CaseloadFilter(staff is { } s ? new(s) : null, cohort is { } c ? new(c) : null, program, stage is null ? null : (await programs.Meanings(callers.Of(http).Operator, ct)).StagesOf(program, stage), status, attention == true), names == true, limit, cursor, ct))
            .WithName("listParticipants").WithSummary("The caseload, who has waited longest first, a page at a time.").Produces<ListPage<ListedEnrollment>>();
        people.MapPost("/search", (Seeking body, PeopleList list, CancellationToken ct) => list.Search(body, ct))
            .WithName("searchParticipants").WithSummary("Finds people by name.")
            .WithDescription("A search is recorded as tokens that tell nothing without the key.").Produces<Sought>();
        v1.MapGet("/cohorts/{id:guid}/people", (Guid id, bool? names, int? limit, string? cursor, PeopleList list, CancellationToken ct) => list.Page(new CaseloadFilter(Cohort: new(id)), names == true, limit, cursor, ct))
            .RequireAuthorization(Policies.SeePeople).WithTags("Cohorts").WithName("listCohortPeople").WithSummary("The people of a cohort, a page at a time.").Produces<ListPage<ListedEnrollment>>();
    }
}

/// <summary>Reads a page of people and opens their names, where that is asked for, under one record for the whole page.</summary>
public sealed class PeopleList(IHttpContextAccessor accessor, Callers callers, Vault vault, TimeProvider clock)
{
    private HttpContext Http => accessor.HttpContext!;

    public async Task<IResult> Page(CaseloadFilter filter, bool names, int? limit, string? cursor, CancellationToken ct)
    {
        var (caller, size) = (callers.Of(Http), Keyset.Limit(limit));
        var after = Keyset.Place(cursor, 2) is [var day, var id] ? new CaseloadCursor(Keyset.Day(day), new(Keyset.Id(id))) : null;
        // One more tells whether there is a next page; the largest page does without.
        var rows = await Caseload.Read(caller.Operator, filter, after, Math.Min(size + 1, Keyset.Most), ct);
        var shown = rows.Take(size).ToList();
        var opened = await Open(caller, shown.Select(r => (r.Participant, r.GivenName, r.FamilyName)).ToList(), names, new Query("participants.list", [], shown.Count), ct);
        string? Name(Sealed<string>? value) => value is not null && opened.Values.Contains(value) ? opened.Opened!.Read(value) : null;
        return TypedResults.Ok(Keyset.Of(Http, rows.Count > size || rows.Count < Keyset.Most ? rows : [.. rows, rows[^1]], size, r => new ListedEnrollment(
            r.Participant.Value, r.Enrollment.Value, r.Reference, Name(r.GivenName), Name(r.FamilyName), r.Program, r.ProgramVersion, r.Cohort?.Value, r.OpenStages, r.Status.ToString(),
            r.Since, r.Attention, r.CaseManager?.Value, r.Coach?.Value, r.LastActivity, r.AttendanceRate, r.Graduated, r.Employed, r.Findings),
            r => $"{r.WaitingSince:O}|{r.Enrollment}"));
    }

    public async Task<IResult> Search(Seeking seeking, CancellationToken ct)
    {
        var caller = callers.Of(Http);
        var tokens = await vault.SoughtTokens(caller.Operator, seeking.Text, ct);
        var subjects = tokens.Count == 0 ? [] : await NameIndex.Find(caller.Operator, tokens, Math.Clamp(seeking.Limit ?? 20, 1, 50), ct);
        var heads = new List<ParticipantHeader>();
        foreach (var subject in subjects)
        {
            var head = await ParticipantHeader.Read(caller.Operator, new(subject), ct);
            if (head?.LinkedInto is { } into) head = await ParticipantHeader.Read(caller.Operator, into, ct);
            if (head is not null && !heads.Exists(h => h.Participant == head.Participant)) heads.Add(head);
        }
        var query = new Query("participants.search", [.. tokens.Select(Convert.ToHexStringLower)], heads.Count);
        var opened = await Open(caller, heads.Select(h => (h.Participant, h.GivenName, h.FamilyName)).ToList(), true, query, ct);
        // A hit says that somebody of this name is here: whoever may not read the name gets no hit. The record names all that were found.
        heads.RemoveAll(h => !opened.Values.Overlaps(new Sealed?[] { h.GivenName, h.FamilyName }.OfType<Sealed>()));
        string? Name(Sealed<string>? value) => value is not null && opened.Values.Contains(value) ? opened.Opened!.Read(value) : null;
        return TypedResults.Ok(new Sought([.. heads.Select(h => new Found(h.Participant.Value, h.Reference, Name(h.GivenName), Name(h.FamilyName)))], opened.Record));
    }

    // Whose names may be seen is decided person by person; one record stands for all of them, shown or not.
    private async Task<(HashSet<Sealed> Values, Opened? Opened, Guid Record)> Open(Caller caller, IReadOnlyList<(ParticipantId Id, Sealed<string>? Given, Sealed<string>? Family)> rows, bool names, Query query, CancellationToken ct)
    {
        var viewer = SignedInPerson.Of(Http.User)!;
        var values = new HashSet<Sealed>(ReferenceEqualityComparer.Instance);
        var bases = new List<Basis>();
        if (names && Readable.Classes(viewer.Roles).Contains(FieldClass.Identity))
        {
            var histories = await People.ReadMany(caller.Operator, [.. rows.Select(r => r.Id).Distinct()], ct);
            foreach (var person in rows.GroupBy(r => r.Id))
            {
                if (!histories.TryGetValue(person.Key, out var history)) continue;
                var permit = ReadParticipant.Permit(viewer, history, clock);
                if (!permit.Classes.Contains(FieldClass.Identity)) continue;
                bases.Add(permit.Basis);
                values.UnionWith(person.SelectMany(r => new Sealed?[] { r.Given, r.Family }).OfType<Sealed>());
            }
        }
        var access = caller.Access(query.Template, new Resource("participants"), Readable.Common(bases), query);
        if (values.Count == 0) return (values, null, await vault.Record(caller.Operator, access, rows.Select(r => new Subject(r.Id.Value)), [], [], ct));
        var opened = await vault.Open(caller.Operator, values, access, ct);
        return (values, opened, opened.Record);
    }
}
