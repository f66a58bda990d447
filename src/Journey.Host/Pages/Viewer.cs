using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Recording;

namespace Journey.Host.Pages;

/// <summary>What every page asks first: who looks, for which operator, which day it is, and the programs' words.</summary>
public sealed class Viewer(IHttpContextAccessor accessor, Callers callers, PublishedPrograms programs, TimeProvider clock)
{
    private readonly Dictionary<(string, int), ProgramWords> words = [];
    private Projections.Meanings? meanings;

    public HttpContext Http => accessor.HttpContext!;

    public Caller Caller => field ??= callers.Of(Http);

    public Operator Operator => Caller.Operator;

    public SignedInPerson Person => field ??= SignedInPerson.Of(Http.User)!;

    public CancellationToken Stop => Http.RequestAborted;

    public bool May(string policy) => Person.May(policy);

    public DateOnly Today(TimeZoneInfo zone) => Occurred.Instant(clock.GetUtcNow()).Day(zone)!.Value;

    public string? Asked(string name) => Http.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>An id in the query; anything else than an id is a request that nobody could understand.</summary>
    public Guid? AskedId(string name) => Asked(name) is not { } text ? null : Guid.TryParse(text, out var id) ? id : throw new ProblemException(400);

    public DateOnly? AskedDay(string name) => Asked(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : throw new ProblemException(400);

    /// <summary>What stages mean over all versions: what a report counts by.</summary>
    public async Task<Projections.Meanings> Meanings() => meanings ??= await programs.Meanings(Operator, Stop);

    /// <summary>A definition's words; of an unknown one the ids stand for themselves.</summary>
    public async Task<ProgramWords> Words(string program, int version)
    {
        if (words.TryGetValue((program, version), out var known)) return known;
        var definition = program.Length == 0 ? null : await programs.Find(Operator, program, version, Stop);
        return words[(program, version)] = new ProgramWords(program, definition);
    }

    /// <summary>The zone in which this operator's days are counted where no one program is in question: of its first program.</summary>
    public async Task<TimeZoneInfo> Zone() => (await programs.All(Operator, Stop)) is [var first, ..] ? first.Calendar.TimeZone : TimeZoneInfo.Utc;
}
