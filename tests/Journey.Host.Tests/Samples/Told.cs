using Journey.Consumer;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Samples;

/// <summary>An invented log with everything that a consumer has to get right, and what it ought to have then.</summary>
internal sealed class Told(Operator op, Random random)
{
    private static readonly DateTimeOffset Recorded = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly CohortId[] cohorts = [.. Enumerable.Range(0, 5).Select(_ => new CohortId(Guid.CreateVersion7()))];
    private readonly List<Person> people = [];

    private sealed record Person(Guid Stream, string Reference)
    {
        public ConsentId Consent { get; set; } = new(Guid.CreateVersion7());
        public bool Refused { get; set; }
        public bool Erased { get; set; }
        public List<Entry> Entries { get; } = [];
    }

    private sealed class Entry(Guid id, JourneyEvent says, DateOnly day)
    {
        public Guid Id => id;
        public JourneyEvent Says { get; set; } = says;
        public DateOnly Day => day;
        public Guid? Retraction { get; set; }
    }

    /// <summary>Entries after which something is to be deleted.</summary>
    public HashSet<Guid> Deletions { get; } = [];

    /// <summary>One more thing happens to somebody.</summary>
    public async Task More()
    {
        if (people.Count < 30)
        {
            var newcomer = new Person(Guid.CreateVersion7(), $"REF{people.Count:0000000}");
            people.Add(newcomer);
            await Write(newcomer, new ParticipantRegistered(new(newcomer.Stream), newcomer.Reference));
            return;
        }
        var person = people[random.Next(people.Count)];
        if (person.Erased) return;
        var standing = person.Entries.Where(e => e.Retraction is null).ToList();
        var any = standing.Count > 0 ? standing[random.Next(standing.Count)] : null;
        switch (random.Next(20))
        {
            case < 6: await Keep(person, new OfferAccepted(new(Guid.CreateVersion7()), Any())); break;
            case < 9 when any is not null: await Keep(person, new Graduated(Of(any.Says))); break;
            case < 12 when any is not null: await Keep(person, new EmploymentStarted(Of(any.Says), new(Guid.CreateVersion7()), null, new(null, null, null, null, null, null))); break;
            case < 14 when any is not null: any.Retraction = await Write(person, new EntryRetracted(any.Id, CorrectionReason.DidNotHappen)); break;
            case < 15 when person.Entries.Find(e => e.Retraction is not null) is { } gone:
                await Write(person, new EntryRetracted(gone.Retraction!.Value, CorrectionReason.Other));
                gone.Retraction = null;
                break;
            case < 17 when any?.Says is OfferAccepted taken:
                any.Says = taken with { Cohort = Any() };
                await Write(person, new EntryAmended(any.Id, any.Says, null, CorrectionReason.WrongValue));
                break;
            case 18 when !person.Refused && random.Next(4) == 0:
                Deletions.Add(await Write(person, new ConsentWithdrawn(person.Consent)));
                person.Refused = true;
                person.Entries.Clear();
                break;
            case 19 when person.Refused:
                person.Consent = new(Guid.CreateVersion7());
                await Write(person, new ConsentGiven(person.Consent, null, 1, "en", [], [], [], null));
                person.Refused = false;
                break;
            case 18 when random.Next(10) == 0:
                Deletions.Add(await Write(person, new ParticipantErased(["9f86d081884c7d65"])));
                person.Erased = true;
                person.Entries.Clear();
                break;
            default: await Write(person, new InquiryMade(new(Guid.CreateVersion7()), "phone")); break;
        }
    }

    /// <summary>The rows that follow, by the reference and the enrollment.</summary>
    public IEnumerable<(string Subject, Row Row)> Rows() => people.SelectMany(p => p.Entries.Where(e => e.Retraction is null).GroupBy(e => Of(e.Says).Value).Select(of => ($"participants/{p.Reference}", new Row(of.Key,
        of.Select(e => e.Says).OfType<OfferAccepted>().LastOrDefault()?.Cohort.Value, Day(of.FirstOrDefault(e => e.Says is Graduated)), Day(of.FirstOrDefault(e => e.Says is EmploymentStarted))))));

    private static string? Day(Entry? entry) => entry?.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static EnrollmentId Of(JourneyEvent says) => says is EmploymentStarted started ? started.Enrollment : ((EnrollmentEvent)says).Enrollment;

    private CohortId Any() => cohorts[random.Next(cohorts.Length)];

    private async Task Keep(Person person, JourneyEvent says)
    {
        var day = new DateOnly(2026, 1, 1).AddDays(random.Next(60));
        var id = await Write(person, says, day);
        if (!person.Refused) person.Entries.Add(new(id, says, day));
    }

    private async Task<Guid> Write(Person person, JourneyEvent says, DateOnly? day = null)
    {
        var happened = Written.Event(says, day ?? new DateOnly(2026, 3, 1), Recorded);
        await Store.Append(op, new Append([new StreamWrite(person.Stream, "participant", null, [happened])]));
        return happened.Id;
    }
}
