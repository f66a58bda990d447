using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Explain;
using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Laws;

/// <summary>What holds of explanations for every history whatsoever.</summary>
public sealed class ExplainLaws
{
    private static readonly ProgramDefinition Program = Due.Definition.Manufacturing with
    {
        Stages = [.. Due.Definition.Manufacturing.Stages.Select(s => s with
        {
            Tasks = [new StageTask("income", new("en", "fr"))],
            Entry = Participants.GateFactTests.Guard("seat.taken || graduated"),
            Exit = new Exit([], s.Exit?.When ?? Participants.GateFactTests.Guard("(tasks.allDone || attendance.rate >= 0.5) && !(goals.open > 1) || jobs.current && daysInStage > 3")),
        })],
    };

    [Fact]
    public void An_explained_gate_comes_to_what_the_gate_comes_to_on_any_day_as_known_at_any_time()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(250), Prop.ForAll(Histories.Any, Arb.From(Gen.Choose(0, 1_000_000)), (history, seed) =>
        {
            var random = new Random(seed);
            var today = new DateOnly(2026, 2, 1);
            var asOf = new AsOf(random.Next(2) == 0 ? null : new DateOnly(2026, 1, random.Next(1, 29)), random.Next(2) == 0 ? null : Story.Moment("2026-01-01T00:00Z").AddHours(random.Next(400)));
            if (Explainer.Of(history, asOf, Story.Manufacturing, Program, today) is not { } explainer) return;
            // As if nothing else had been known, and nothing had happened later.
            var person = History.Fold(history, asOf);
            var enrollment = person.Enrollment(Story.Manufacturing)!;
            foreach (var stage in Program.Stages)
            {
                var why = explainer.Gate(stage.Id)!;
                var gate = Gates.Exit(person, enrollment, Program, stage.Id, asOf.TrueOn ?? today);
                why.Value.ShouldBe(gate.Open switch { true => Why.True, false => Why.False, null => Why.Unknown });
                seen[why.Value] = seen.GetValueOrDefault(why.Value) + 1;
                var whole = why.All.Concat(explainer.Stage(stage.Id)!.All).Concat(explainer.DueKeys().SelectMany(k => explainer.Due(k)!.All)).Concat(Program.Criteria.SelectMany(c => explainer.Criterion(c.Id)!.All)).ToList();
                whole.ShouldAllBe(w => Why.Codes.Contains(w.Code));
                whole.SelectMany(w => w.Events).ShouldAllBe(e => (asOf.KnownOn == null || e.Entry.RecordedAt <= asOf.KnownOn) && (asOf.TrueOn == null || e.Day <= asOf.TrueOn));
                whole.Where(w => w.Code == "criterion.fact" && enrollment.Intake.Answers.ContainsKey(w.Expression!) && !enrollment.Intake.Facts.ContainsKey(w.Expression!)).ShouldAllBe(w => w.Value == "sealed");
            }
        }));
        seen.Keys.ShouldBe([Why.True, Why.False, Why.Unknown], ignoreOrder: true);
        seen.Values.Sum().ShouldBeGreaterThan(500, "a law that is never tried says nothing");
    }
}
