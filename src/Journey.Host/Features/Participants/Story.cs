using System.Globalization;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.Host.Components;
using Journey.Host.Confidential;
using Journey.Host.Language;
using Journey.Host.Pages;
using Journey.Host.Permits;
using Journey.Host.Resources;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>
/// One participant's story as a page tells it: the state true on D as known on K, and the history behind it. Sealed values are opened when
/// the page of today is opened, or when somebody asks; moving through time opens nothing, and so writes no record.
/// </summary>
public sealed class Story
{
    private readonly HashSet<Sealed> readable = new(ReferenceEqualityComparer.Instance), permitted = new(ReferenceEqualityComparer.Instance);
    private Opened? opened;

    public required ParticipantId Id { get; init; }

    public required Components.AsOf AsOf { get; init; }

    public required TimeZoneInfo Zone { get; init; }

    /// <summary>The real day, whatever day is looked at.</summary>
    public required DateOnly Today { get; init; }

    public required DateOnly First { get; init; }

    public required Participant Person { get; init; }

    public required IReadOnlyList<Entry> Known { get; init; }

    public required Names Names { get; init; }

    public required Permit Permit { get; init; }

    public required IReadOnlyDictionary<EnrollmentId, ProgramWords> Programs { get; init; }

    /// <summary>There is something sealed that the viewer may open, and it has not been opened.</summary>
    public bool MayOpen { get; private init; }

    public bool IsOpen => opened is not null;

    public DateOnly Day => AsOf.TrueOn ?? Today;

    public EventWords Words => new(Person, Names, Program);

    /// <returns>Null for a participant that nothing is known of.</returns>
    /// <exception cref="AccessNotRecorded">The record of access could not be written; nothing was opened.</exception>
    public static async Task<Story?> Load(Viewer viewer, Vault vault, Guid id)
    {
        var (op, ct, access) = (viewer.Operator, viewer.Stop, PersonAccess.Of(viewer.Http));
        if (await Projections.People.Read(op, new(id), ct) is not { } history) return null;
        var now = history.Fold();
        var today = viewer.Today(now.Zone);
        var days = History.Effective(history.Entries()).Select(e => e.Day).ToList();
        var first = days.Count == 0 ? today.AddDays(-1) : new[] { days.Min(), today.AddDays(-1) }.Min();
        var asOf = Components.AsOf.Read(viewer.Http.Request.Query, first, today);
        var clocks = asOf.In(now.Zone);
        var person = asOf.IsNow ? now : history.Fold(clocks);
        var entries = history.Entries(clocks.KnownOn).Where(e => clocks.KnownOn is not { } k || e.RecordedAt <= k).ToList();

        var programs = new Dictionary<EnrollmentId, ProgramWords>();
        foreach (var e in now.Enrollments) programs[e.Id] = await viewer.Words(e.Program, e.Version);

        var permit = access.Permit;
        var (values, closed) = Values(entries, permit);
        var asks = asOf.IsNow || viewer.Asked("names") == "open";
        var story = new Story
        {
            Id = new(id), AsOf = asOf, Zone = now.Zone, Today = today, First = first, Person = person, Known = entries, Permit = permit, Programs = programs,
            Names = await Names.Of(op, entries, ct), MayOpen = values.Count > 0 && !asks,
            Withheld = closed.Count == 0 ? null : permit.Reason ?? (closed.Exists(v => permit.Refusal(Verb.Open, v.Class) is Reasons.Basis) ? Reasons.Basis : Reasons.Field),
        };
        // Who would open values and has lost the ground for all of them has asked in vain, and that is on the record too.
        if (asks && permit.Reason is Reasons.Basis && closed.Count > 0)
            await vault.Deny(op, viewer.Caller.Access("participant.view", new Resource("participant", id.ToString(), history.Version), new Basis(BasisKind.None)), Reasons.Basis, [new Subject(id)], closed.Select(v => v.Class), ct);
        if (values.Count > 0 && asks)
        {
            story.opened = await vault.Open(op, values, viewer.Caller.Access("participant.view", new Resource("participant", id.ToString(), history.Version), permit.Basis), ct);
            story.readable.UnionWith(values);
        }
        story.permitted.UnionWith(values);
        return story;
    }

    public ProgramWords Program(EnrollmentId enrollment) => Programs.GetValueOrDefault(enrollment) ?? new ProgramWords("", null);

    /// <summary>Why some of what is held is left out; null where nothing is.</summary>
    public string? Withheld { get; private init; }

    /// <summary>The content where it has been opened; dots where it may be and has not been; null where there is nothing, or nothing for this viewer.</summary>
    public string? Read(Sealed? value)
    {
        if (value is null || !permitted.Contains(value)) return null;
        if (opened is null || !readable.Contains(value)) return "•••";
        return value switch
        {
            Sealed<string> text => opened.Read(text) ?? Strings.Word_Unreadable,
            Sealed<decimal> number => opened.TryRead(number, out var n) ? n.ToString("0.##", CultureInfo.CurrentCulture) : Strings.Word_Unreadable,
            Sealed<DateOnly> day => opened.TryRead(day, out var d) ? Language.Words.Day(d) : Strings.Word_Unreadable,
            _ => "•••",
        };
    }

    public string? Wage(Sealed<decimal>? value) => value is not null && opened is not null && readable.Contains(value) && opened.TryRead(value, out var wage)
        ? wage.ToString("C2", CultureInfo.CurrentCulture) : Read(value);

    /// <summary>Given and family name where they are open, else the public reference.</summary>
    public string Name
    {
        get
        {
            var parts = new[] { Person.Identity.GivenName, Person.Identity.FamilyName }.Where(n => n is not null && readable.Contains(n)).Select(Read).ToList();
            return parts.Count > 0 ? string.Join(' ', parts) : Reference;
        }
    }

    public string Reference => Person.Reference ?? Id.ToString()[..8];

    /// <summary>Work that somebody should know of on the day looked at: what is late or due, and the next to come.</summary>
    public IEnumerable<(DueItem Item, DueState State)> Due(Enrollment e)
    {
        if (Program(e.Id).Definition is not { } definition || e.HasExited) return [];
        var open = DueWork.Of(Person, e, definition, Names.DeclinesService).Where(d => d.IsOpen).Select(d => (Item: d, State: d.StateOn(Day))).ToList();
        return open.Where(d => d.State != DueState.Upcoming).Concat(open.Where(d => d.State == DueState.Upcoming).Take(2));
    }

    public IEnumerable<Gate> Requirements(Enrollment e) => Program(e.Id).Definition is not { } definition ? []
        : e.OpenStages.Where(s => definition.Stage(s.Stage)?.Exit?.When is not null).Select(s => Gates.Exit(Person, e, definition, s.Stage, Day));

    private static (List<Sealed> Open, List<Sealed> Closed) Values(IEnumerable<Entry> entries, Permit permit)
    {
        var (open, closed) = (new List<Sealed>(), new List<Sealed>());
        foreach (var e in entries.Where(e => e.Event is not null))
            foreach (var (_, value) in SealedFields.Of(e.Event!)) (permit.Allows(value) && permit.Knows(e.Event) ? open : closed).Add(value);
        return (open, closed);
    }
}
