using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Projections;
using Npgsql;

namespace Journey.Host.Features.Due;

/// <summary>What claimed work comes to: events, the people's states after them, and what has to be left alone for now.</summary>
internal sealed class Consequences
{
    private const string Purpose = "due-work";

    /// <summary>When a host looks again at what it could not do; and at a contact with an employer that wants none.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(1), Later = TimeSpan.FromDays(1);

    private readonly List<(DueClaim Claim, string Reason, TimeSpan For)> left = [];

    public List<StreamWrite> Writes { get; } = [];

    public List<InlineState> States { get; } = [];

    public required PinnedPrograms Programs { get; init; }

    /// <summary>The people's histories are read in one round trip, and in a second one where some were merged.</summary>
    public static async Task<Consequences> Of(Operator op, Definitions definitions, IReadOnlyList<DueClaim> claimed, DateTimeOffset now, CancellationToken ct)
    {
        var claims = claimed.ToLookup(c => c.Participant);
        var touched = await Touched.Read(op, [.. claims.Select(c => c.Key.Value)], ct);
        var unreadable = touched.Waiting.ToDictionary(w => w.Stream, w => w.Reason);
        var people = touched.People.Where(p => claims.Contains(p.Id)).Select(p => (History: p, State: p.Fold())).ToList();
        var programs = await PinnedPrograms.Of(op, definitions, people.Select(p => p.State), ct);
        var declining = await Declining(op, people.SelectMany(p => p.State.Jobs).Select(j => j.Employer).OfType<EmployerId>().Distinct().ToList(), ct);

        var all = new Consequences { Programs = programs };
        foreach (var (history, person) in people)
        {
            var happened = new HashSet<string>(StringComparer.Ordinal);
            var added = new List<Entry>();
            foreach (var enrollment in person is { LinkedInto: null, Erased: null } ? person.Enrollments : [])
            {
                if (programs.For(enrollment) is not { } program) continue;
                foreach (var consequence in DueWork.Consequences(enrollment, DueWork.Of(person, enrollment, program, declining.Contains), now))
                {
                    happened.Add($"{enrollment.Id} {consequence.Item.Key}");
                    added.Add(new Entry(Guid.CreateVersion7(now), history.Id.Value, history.Version + added.Count + 1, long.MaxValue - 100_000 + added.Count, Wire.NameOf(consequence.Event), consequence.Event,
                        Occurred.Instant(consequence.Occurred), now, Causation: consequence.Item.AnchorEvent, Purpose: Purpose));
                }
            }
            all.Write(history, person, added);
            foreach (var claim in claims[history.Id].Where(c => !happened.Contains($"{c.Enrollment} {c.Item}"))) all.Leave(claim, person, declining);
        }
        foreach (var claim in claimed.Where(c => people.TrueForAll(p => p.History.Id != c.Participant)))
            all.left.Add((claim, unreadable.GetValueOrDefault(claim.Participant.Value, "no history"), Soon));
        return all;
    }

    /// <summary>To be run after the rows are written: a row that they have moved on or taken away stays so.</summary>
    public IEnumerable<NpgsqlBatchCommand> Leaving(DateTimeOffset now) => left.GroupBy(l => l.For).Select(g => DueTable.Leave([.. g.Select(l => (l.Claim, l.Reason))], now + g.Key, now));

    private void Write(PersonHistory history, Participant person, List<Entry> added)
    {
        States.Add((history with { Own = [.. history.Own, .. added] }).Inline());
        if (added.Count == 0) return;
        Writes.Add(new StreamWrite(history.Id.Value, "participant", history.Version, [.. added.Select(e => new EventToAppend
        {
            Id = e.Id, Type = e.Type, Data = Body.Write(e.Event!), OccurredAt = e.Occurred.At, Precision = (OccurredPrecision)e.Occurred.Precision, RecordedAt = e.RecordedAt,
            CausationId = e.Causation!.Value.ToString(), Headers = Headers(person.Enrollment(((IOfEnrollment)e.Event!).Enrollment)!),
        })]));
    }

    private void Leave(DueClaim claim, Participant person, HashSet<EmployerId> declining)
    {
        var enrollment = person.Enrollment(claim.Enrollment);
        left.Add(enrollment is not null && Programs.For(enrollment) is null ? (claim, $"{enrollment.Program} version {enrollment.Version} can't be read here", Soon)
            : claim.Item.Contains(":Employer:", StringComparison.Ordinal) && person.Jobs.Exists(j => j.Employer is { } e && declining.Contains(e)) ? (claim, "the employer declines service", Later)
            : (claim, "nothing follows", Later));
    }

    private static async Task<HashSet<EmployerId>> Declining(Operator op, IReadOnlyList<EmployerId> employers, CancellationToken ct) => employers.Count == 0 ? []
        : [.. (await Store.ReadStreams(op, [.. employers.Select(e => e.Value)], ct)).GroupBy(e => e.StreamId)
            .Where(g => Employer.Fold(g.Select(e => Entries.Of(e).Event)).DeclinesService).Select(g => new EmployerId(g.Key))];

    private static string Headers(Enrollment enrollment) => JsonSerializer.Serialize(new { purpose = Purpose, program = enrollment.Program, programVersion = enrollment.Version, cohort = enrollment.Seat?.Cohort }, Body.Options);
}
