using System.Globalization;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Tests.Confidential;

namespace Journey.Domain.Tests;

/// <summary>
/// One participant's history, told as sentences: <c>Given().On("2026-03-02", …).When(…).Then(…)</c>. What a decision accepts
/// is added to the history, so that a story goes on. Days are days in Halifax; everything is known the day it happened unless said otherwise.
/// </summary>
internal sealed class Story
{
    public static readonly ParticipantId Sam = new(G(1));
    public static readonly EnrollmentId Manufacturing = new(G(2)), Construction = new(G(3));
    public const string Halifax = "America/Halifax";

    private readonly List<Entry> entries = [];
    private DateTimeOffset? known;
    private Occurred today = Occurred.OnDay(Day("2026-01-05"));

    public IReadOnlyList<Entry> History => entries;

    public static Guid G(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);

    public static DateTimeOffset Moment(string moment) => DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);

    /// <summary>A sealed value as it is stored: its MAC stands for its content.</summary>
    public static Sealed<T> Secret<T>(T value, FieldClass @class = FieldClass.General) =>
        Invented.Sealed(value, @class);

    /// <summary>Nothing has happened yet.</summary>
    public static Story Nobody() => new();

    /// <summary>Sam is known and has an enrollment in Manufacturing; then <paramref name="events"/>, all on 5 January 2026.</summary>
    public static Story Given(params JourneyEvent[] events) =>
        Nobody().Then(new ParticipantRegistered(Sam, "P-7Q2"), new EnrollmentOpened(Manufacturing, "manufacturing", 1, Halifax)).Each(events);

    public Story On(string day, params JourneyEvent[] events) => At(Occurred.OnDay(Day(day)), events);

    public Story At(Occurred occurred, params JourneyEvent[] events)
    {
        today = occurred;
        return Each(events);
    }

    /// <summary>What follows was written down at that moment, whenever it happened.</summary>
    public Story WrittenDown(string moment)
    {
        known = Moment(moment);
        return this;
    }

    /// <summary>The events of one decision: the first is the cause of those after it.</summary>
    public Story Then(params IEnumerable<JourneyEvent> events)
    {
        Guid? cause = null;
        foreach (var happened in events)
        {
            var n = entries.Count + 1;
            entries.Add(new Entry(G(1000 + n), Sam.Value, n, n, Wire.NameOf(happened), happened, today, known ?? today.At ?? Moment("2026-06-30T12:00Z"), Actor: G(7), Causation: cause));
            cause ??= entries[^1].Id;
        }
        return this;
    }

    /// <summary>Events that nothing caused.</summary>
    public Story Each(params JourneyEvent[] events) => events.Aggregate(this, (story, happened) => story.Then(happened));

    /// <summary>The last entry that states a <typeparamref name="T"/>.</summary>
    public Guid Entry<T>() where T : JourneyEvent => entries.FindLast(e => e.Event is T)!.Id;

    public Participant Person(AsOf asOf = default) => Domain.History.Fold(entries, asOf);

    public Participant TrueOn(string day) => Person(AsOf.Day(Day(day)));

    public Enrollment Enrollment(AsOf asOf = default) => Person(asOf).Enrollment(Manufacturing)!;

    public Decided When(Func<Enrollment?, Decision> decide) => new(this, decide(Person().Enrollment(Manufacturing)));

    public Decided WhenPerson(Func<Participant, Decision> decide) => new(this, decide(Person()));

    public Decided Corrected(Func<IReadOnlyList<Entry>, Decision> correct) => new(this, correct(entries));
}

/// <summary>What a decision came to.</summary>
internal sealed record Decided(Story Story, Decision Decision)
{
    public Story Then(params IEnumerable<JourneyEvent> expected)
    {
        var accepted = Decision.ShouldBeOfType<Decision.Accepted>(Decision.ToString());
        accepted.Events.Select(Told).ShouldBe(expected.Select(Told));
        return Story.Then(accepted.Events.OfType<ParticipantEvent>());
    }

    /// <summary>Already so: said again, it changes nothing.</summary>
    public Story ThenNothing()
    {
        Decision.ShouldBeOfType<Decision.Nothing>(Decision.ToString());
        return Story;
    }

    public Story ThenRefused(string code)
    {
        Decision.ShouldBeOfType<Decision.Refused>(Decision.ToString()).Code.ShouldBe(code);
        return Story;
    }

    private static string Told(JourneyEvent happened) => $"{Wire.NameOf(happened)} {Body.Write(happened)}";
}

/// <summary>The same for streams that are no participant's: what is folded is one record.</summary>
internal static class Telling
{
    public static void ShouldTell(this Decision decision, params JourneyEvent[] expected) =>
        new Decided(Story.Nobody(), decision).Then(expected);

    public static void ShouldSayNothing(this Decision decision) => new Decided(Story.Nobody(), decision).ThenNothing();

    public static void ShouldBeRefused(this Decision decision, string code) => new Decided(Story.Nobody(), decision).ThenRefused(code);
}
