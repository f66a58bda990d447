using FsCheck;
using FsCheck.Fluent;
using Journey.Domain;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class SpellLaws
{
    [Fact]
    public void Spells_gathered_in_passing_are_those_of_a_fold_as_of_every_recorded_time() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new RandomHistories(seed);
            var id = new ParticipantId(Guid.NewGuid());
            var entries = random.Person(id, 4 + random.Next(25)).Select((e, i) => Entries.Of(new StoredEvent(
                i + 1, e.Id, id.Value, i + 1, e.Type, e.Data, e.OccurredAt, e.Precision, e.RecordedAt, e.RecordedAt, e.Actor, e.Organization, e.CorrelationId, e.CausationId, e.Headers))).ToList();
            var history = new PersonHistory(id, entries, new Dictionary<ParticipantId, IReadOnlyList<Entry>>());
            var rows = PersonRows.Of(history).Spells;
            foreach (var known in entries.Select(e => e.RecordedAt).Distinct())
            {
                var slowly = SpellRow.Of(id, history.Fold(new AsOf(null, known)));
                var seen = rows.Where(r => r.KnownFrom <= known && (r.KnownTo is null || r.KnownTo > known)).Select(r => r with { KnownFrom = default, KnownTo = null });
                seen.OrderBy(r => r.ToString(), StringComparer.Ordinal).ShouldBe(slowly.OrderBy(r => r.ToString(), StringComparer.Ordinal));
            }
            return true;
        }));
}
