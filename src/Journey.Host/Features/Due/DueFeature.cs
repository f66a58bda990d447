using Journey.Domain;
using Journey.Domain.Due;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Pages;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Due;

/// <summary>One open piece of work.</summary>
/// <param name="What">In a sentence, in the reader's language.</param>
/// <param name="Opens">The day its owner is reminded.</param>
/// <param name="LastDay">The last day on which it is on time.</param>
/// <param name="Role">Whose work it is now; <paramref name="Staff"/> is who that is, where it is somebody in particular.</param>
/// <param name="Unowned">The role is one that people are assigned to, and nobody is.</param>
/// <param name="Because">The entry that it is counted from.</param>
/// <param name="Next">What happens by itself next, and when.</param>
/// <param name="Waiting">Why a host has left it alone for now.</param>
public sealed record ListedWork(
    Guid Participant, Guid Enrollment, string Program, int ProgramVersion, string Kind, string Id, int Number, string? With, Guid? About, string What, DateOnly Opens, DateOnly Due, DateOnly LastDay,
    string State, string Role, Guid? Staff, bool Unowned, int Attempts, Guid Because, string? Next, DateTimeOffset? NextAt, string? Waiting);

public static class DueFeature
{
    public static void AddDueWork(this WebApplicationBuilder builder) => builder.Services.AddHostedService<Drains>();

    public static void MapDueWork(this WebApplication app)
    {
        var due = app.MapGroup("/v1/due").WithTags("Due work");
        due.MapGet("/", (string? role, DateOnly? until, bool? mine, int? limit, string? cursor, HttpContext http, SignedInPerson person, Callers callers, PublishedPrograms programs, TimeProvider clock, Warden warden, CancellationToken ct) =>
                Page(Seen(person, mine == true) with { Role = role, Until = until }, limit, cursor, http, callers, programs, clock, warden, ct))
            .RequireAuthorization(Policies.SeePeople).Touches(Touch.People).WithName("listDueWork").WithSummary("Open work, the earliest due first, a page at a time: one's own and one's role's; a director's all of it.")
            .Produces<ListPage<ListedWork>>();
        due.MapGet("/unowned", (DateOnly? until, int? limit, string? cursor, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, Warden warden, CancellationToken ct) =>
                Page(new DueFilter(Until: until, Unowned: true), limit, cursor, http, callers, programs, clock, warden, ct))
            .RequireAuthorization(Policies.Operate).Touches(Touch.People).WithName("listUnownedWork").WithSummary("Open work whose role nobody holds for that participant.").Produces<ListPage<ListedWork>>();
    }

    /// <summary>A director sees everything; others what is theirs, and what is their role's.</summary>
    internal static DueFilter Seen(SignedInPerson person, bool mine) =>
        mine ? new DueFilter(Roles: [], Staff: new(person.User)) : person.Roles.Contains(Roles.Director) ? new DueFilter() : new DueFilter(Roles: person.Roles, Staff: new(person.User));

    private static async Task<IResult> Page(DueFilter filter, int? limit, string? cursor, HttpContext http, Callers callers, PublishedPrograms programs, TimeProvider clock, Warden warden, CancellationToken ct)
    {
        var (op, size) = (callers.Of(http).Operator, Keyset.Limit(limit));
        var after = Keyset.Place(cursor, 3) is [var day, var id, var item] ? new DueCursor(Keyset.Day(day), new(Keyset.Id(id)), item) : null;
        // A facilitator's own work, of whose participants they see no more than that.
        var rows = (await warden.Rows<DueRow>(http, (last, most, @for) => DueTable.Read(op, filter with { For = @for }, clock.GetUtcNow(), last is null ? after : new(last.Due, last.Enrollment, last.Item), most, ct),
            r => r.Participant, size + 1, (r, permit) => permit.SeesWhole || r.Role == Roles.Facilitator, ct)).Select(r => r.Row).ToList();
        var words = await WorkWords.Of(op, programs, rows, ct);
        return TypedResults.Ok(Keyset.Of(http, rows, size, r => Listed(r, words), r => $"{r.Due:O}|{r.Enrollment}|{r.Item}"));
    }

    internal static ListedWork Listed(DueRow row, WorkWords words) => new(
        row.Participant.Value, row.Enrollment.Value, row.Program, row.ProgramVersion, row.Kind.ToString(), row.Id, row.Number, row.Party?.ToString(), row.About, words.What(row), row.Opens, row.Due, row.LastDay,
        row.State!.Value.ToString(), row.Role, row.Staff?.Value, row.Unowned, row.Attempts, row.Because, row.Step?.ToString(), row.ActAt, row.Waiting);
}

/// <summary>The words of the programs that some rows are of.</summary>
internal sealed class WorkWords
{
    private readonly Dictionary<(string, int), ProgramWords> programs = [];

    public static async Task<WorkWords> Of(Operator op, PublishedPrograms published, IEnumerable<DueRow> rows, CancellationToken ct)
    {
        var words = new WorkWords();
        foreach (var (program, version) in rows.Select(r => (r.Program, r.ProgramVersion)).Distinct())
            words.programs[(program, version)] = new ProgramWords(program, await published.Find(op, program, version, ct));
        return words;
    }

    public string What(DueRow row) => programs[(row.Program, row.ProgramVersion)].Due(row.Key);
}

/// <summary>Every operator's due work, on every host.</summary>
internal sealed class Drains(Operators operators, PublishedPrograms programs, TimeProvider clock, IConfiguration settings, ILogger<Drains> log) : ForEachOperator(operators)
{
    protected override async Task Run(Operator op, string owner, CancellationToken stop)
    {
        // While invented people's past is still being told, nothing of it is late.
        while (op.Id == Demonstration.Demonstration.OperatorId && !stop.IsCancellationRequested && !await Told(op, stop))
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await new Drain(op, programs.Find, clock, log, settings.GetValue("Journey:DueBatch", 100)).Run(stop);
    }

    private static async Task<bool> Told(Operator op, CancellationToken stop)
    {
        try { return await Demonstration.Demonstration.IsComplete(op, stop); }
        catch (Exception e) when (e is OperationCanceledException or Npgsql.NpgsqlException) { return false; }
    }
}
