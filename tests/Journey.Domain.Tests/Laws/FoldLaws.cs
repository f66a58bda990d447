using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;

namespace Journey.Domain.Tests.Laws;

/// <summary>What holds of the fold for every history whatsoever.</summary>
public sealed class FoldLaws
{
    private static readonly JsonSerializerOptions Options = new(Body.Options) { Converters = { new ZoneConverter() } };

    private static readonly AsOf Now = new(new DateOnly(2100, 1, 1), Story.Moment("2100-01-01T00:00Z"));

    private static JsonNode State(Participant person) => JsonSerializer.SerializeToNode(person, Options)!;

    private static bool Same(Participant one, Participant other, string but = "")
    {
        var (first, second) = (State(one).AsObject(), State(other).AsObject());
        first.Remove(but);
        second.Remove(but);
        return JsonNode.DeepEquals(first, second);
    }

    private static void Holds(Func<IReadOnlyList<Entry>, Random, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Histories.Any, Arb.From(Gen.Choose(0, 1_000_000)), (history, seed) => law(history, new Random(seed))));

    [Fact]
    public void The_incremental_fold_equals_the_cold_fold_whenever_it_answers()
    {
        var answered = 0;
        Holds((history, _) =>
        {
            for (var n = 0; n < history.Count; n++)
            {
                if (History.Advance(History.Fold(history.Take(n)), history[n]) is not { } advanced) continue;
                answered++;
                var cold = History.Fold(history.Take(n + 1));
                if (!Same(advanced, cold) || advanced.LastDay != cold.LastDay || advanced.LastSeq != cold.LastSeq) return false;
            }
            return true;
        });
        answered.ShouldBeGreaterThan(500, "a law that is never tried says nothing");
    }

    [Fact]
    public void The_states_of_all_days_are_what_the_fold_says_on_each() => Holds((history, random) =>
    {
        DateTimeOffset? known = random.Next(2) == 0 ? null : Story.Moment("2026-01-01T00:00Z").AddHours(random.Next(400));
        var days = History.Days(history, known).ToList();
        if (days.Zip(days.Skip(1), (one, next) => one.LastDay >= next.LastDay).Any(x => x)) return false;
        var asked = new DateOnly(2026, 1, random.Next(1, 29));
        var cold = History.Fold(history, new AsOf(asked, known));
        return days.FindLast(d => d.LastDay <= asked) is { } day ? Same(day, cold) : cold.Enrollments.IsEmpty && cold.LastSeq == 0;
    });

    [Fact]
    public void The_fold_answers_for_every_order_and_part_of_history_and_every_clock() => Holds((history, random) =>
    {
        var part = history.Where(_ => random.Next(3) > 0).ToArray();
        random.Shuffle(part);
        var person = History.Fold(part, new AsOf(random.Next(2) == 0 ? null : new DateOnly(2026, 1, random.Next(1, 29)), random.Next(2) == 0 ? null : Story.Moment("2026-01-01T00:00Z").AddHours(random.Next(400))));
        // What pages derive from a state must not throw either.
        _ = person.Enrollments.SelectMany(Findings.Of).Count();
        _ = Domain.Supports.Payments.Of(person, new DateOnly(2026, 1, 5), _ => ["crt", "ost"]).Count();
        return State(person) is JsonObject;
    });

    [Fact]
    public void The_order_of_reading_does_not_matter() => Holds((history, random) =>
    {
        var shuffled = history.ToArray();
        random.Shuffle(shuffled);
        return Same(History.Fold(history), History.Fold(shuffled));
    });

    [Fact]
    public void As_of_now_is_the_ordinary_state() => Holds((history, _) => Same(History.Fold(history), History.Fold(history, Now)));

    [Fact]
    public void Retracting_and_bringing_back_is_as_if_nothing_had_been() => Holds((history, random) =>
    {
        if (history.Count == 0) return true;
        var target = history[random.Next(history.Count)];
        var retraction = After(history, 1, target.Stream, target.Id);
        return Same(History.Fold(history), History.Fold([.. history, retraction, After(history, 2, target.Stream, retraction.Id)]));
    });

    [Fact]
    public void A_retracted_entry_counts_as_if_it_had_not_been_written() => Holds((history, random) =>
    {
        // Corrections and consequences of the entry would still speak of it, so only an entry that nothing refers to is tried.
        var alone = history.Where(e => e.Event is not ICorrection && !history.Any(o => o.Causation == e.Id || o.Event is ICorrection c && c.Target == e.Id)).ToList();
        if (alone.Count == 0) return true;
        var target = alone[random.Next(alone.Count)];
        // A stream nobody else wrote on makes a difference to links, whose other end is then present or not.
        if (history.Count(e => e.Stream == target.Stream) == 1) return true;
        return Same(History.Fold([.. history, After(history, 1, target.Stream, target.Id)]), History.Fold(history.Where(e => e != target)));
    });

    [Fact]
    public void What_is_not_known_yet_is_as_if_it_had_not_been_written() => Holds((history, random) =>
    {
        var known = Story.Moment("2026-01-01T00:00Z").AddHours(random.Next(400));
        return Same(History.Fold(history, new AsOf(null, known)), History.Fold(history.Where(e => e.RecordedAt <= known)));
    });

    [Fact]
    public void The_state_on_a_day_is_what_counts_up_to_that_day_and_nothing_else() => Holds((history, random) =>
    {
        var day = new DateOnly(2026, 1, random.Next(1, 20));
        var all = History.Effective(history);
        var until = History.Effective(history, AsOf.Day(day));
        if (!until.SequenceEqual(all.TakeWhile(e => e.Day <= day)) || all.Skip(until.Count).Any(e => e.Day <= day)) return false;
        // Leaving the later entries out of history itself comes to the same. Days are given here, so that no zone is lost with an opening,
        // and nothing left out is spoken of elsewhere.
        IReadOnlyList<Entry> dated = [.. history.Where(e => e.Event is not (ICorrection or ILink)).Select(e => e with { Causation = null, Occurred = e.Occurred.Day(TimeZoneInfo.Utc) is { } d ? Occurred.OnDay(d) : Occurred.OnDay(day) })];
        var late = History.Effective(dated).Where(e => e.Day > day).Select(e => e.Entry.Id).ToHashSet();
        return Same(History.Fold(dated, AsOf.Day(day)), History.Fold(dated.Where(e => !late.Contains(e.Id))), but: "zone");
    });

    [Fact]
    public void A_move_to_another_version_that_is_reversed_leaves_nothing_but_its_own_record()
    {
        var (moved, renamed) = (0, 0);
        Holds((history, random) =>
        {
            var (before, last) = (History.Fold(history).Enrollment(Story.Manufacturing), Story.Moment("2026-12-01T00:00Z"));
            if (before is not { IsOpened: true }) return true;
            // A migration's own id, so that it undoes its own move and no other.
            var there = Histories.Move(before.Id, before.Version, before.Version + 1, random) with { Program = before.Program, Migration = new(Story.G(8000)) };
            var back = there with { From = there.To, To = there.From, Leaves = [], Restarts = [], Stages = Swapped(there.Stages), Fields = Swapped(there.Fields) };
            Entry Written(int n, JourneyEvent e) => new(Story.G(9000 + n), Story.Sam.Value, history.Count + n, history.Count + n, Wire.NameOf(e), e, Occurred.Instant(last), last);
            var then = History.Fold([.. history, Written(1, there)]).Enrollment(before.Id)!;
            var again = History.Fold([.. history, Written(1, there), Written(2, back)]).Enrollment(before.Id)!;
            moved += then.Version == before.Version + 1 ? 1 : 0;
            renamed += JsonNode.DeepEquals(Of(before), Of(then with { Version = before.Version })) ? 0 : 1;
            return JsonNode.DeepEquals(Of(before), Of(again)) && again.Moves.Count == before.Moves.Count + 2;
        });
        moved.ShouldBeGreaterThan(200, "a law that is never tried says nothing");
        renamed.ShouldBeGreaterThan(50, "moves that change no name show little");

        static JsonNode Of(Enrollment enrollment) => JsonSerializer.SerializeToNode(enrollment with { Moves = [] }, Options)!;
        static ImmutableDictionary<string, string> Swapped(ImmutableDictionary<string, string> names) => names.ToImmutableDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
    }

    private static Entry After(IReadOnlyList<Entry> history, int n, Guid stream, Guid target) =>
        new(Story.G(9000 + n), stream, history.Count + n, history.Count + n, "entry_retracted", new EntryRetracted(target, CorrectionReason.Other), Occurred.Unknown, Story.Moment("2026-06-01T00:00Z"));

    private sealed class ZoneConverter : JsonConverter<TimeZoneInfo>
    {
        public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }
}
