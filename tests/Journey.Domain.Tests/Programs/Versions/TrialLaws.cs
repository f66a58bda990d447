using Journey.Domain.Corrections;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Tests.Due;
using Journey.Domain.Tests.Laws;

namespace Journey.Domain.Tests.Programs.Versions;

/// <summary>What a dry run says is what the move then does: on any history, for small changes of a definition.</summary>
public sealed class TrialLaws
{
    private static readonly ProgramDefinition V1 = Definition.Manufacturing;
    private static readonly DateOnly Today = new(2026, 6, 1);

    private static ProgramDefinition Stage(ProgramDefinition p, string id, Func<Stage, Stage> change) => p with { Stages = [.. p.Stages.Select(s => s.Id == id ? change(s) : s)] };

    private static readonly Func<ProgramDefinition, ProgramDefinition>[] Changes =
    [
        p => Stage(p, "crt", s => s with { Id = "readiness", Meaning = "crt" }),
        p => Stage(p, "crt", s => s with { Tasks = [new("goal", new("Goal", "But"))] }),
        p => Stage(p, "intake", s => s with { Exit = new Exit(["crt"], Definition.Gate("criteria.allMet")) }),
        p => Stage(p, "ost", s => s with { Exit = new Exit(["placement"], Definition.Gate("criteria.allMet || consent.given")) }),
        p => Stage(p, "employment", s => s with { FollowUps = [.. s.FollowUps.Select(f => f with { In = Period.Days(20) })] }),
        p => p with { Stages = [.. p.Stages.Where(s => s.Id != "placement")] },
        p => p with { Criteria = [p.Criteria[0] with { When = new(Domain.Cel.CelExpression.Compile("!false", GuardNames.Criteria([]), Domain.Cel.CelType.Bool, out _)!) }, p.Criteria[1]] },
    ];

    [Fact]
    public void What_the_trial_says_is_what_the_move_does()
    {
        var met = new Dictionary<VerdictKind, int>();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var to = Changes.Where(_ => random.Next(4) == 0).Aggregate(V1 with { Version = 2 }, (p, change) => change(p));
            var mapping = VersionMapping.Between(V1, to);
            if (to.Stage("placement") is null && random.Next(2) == 0) mapping = mapping with { Leave = mapping.Leave.Add("placement") };
            if (random.Next(3) == 0) mapping = mapping with { Restart = mapping.Restart.Add("day-1") };
            var trial = new Trial(V1, to, mapping, _ => false);
            IReadOnlyList<Entry> history = Histories.Make(random, random.Next(4, 30));
            if (random.Next(3) == 0) history = [.. history, Hired];
            var person = Fold(history);
            foreach (var e in person.Enrollments.Where(e => e.IsOpened && e.Version == 1 && e.Program == V1.Id))
            {
                var results = trial.NeedsAnswers(e) ? trial.Changed.ToDictionary(c => c.Id, _ => (CriterionResult)random.Next(3)) : null;
                var verdict = trial.Of(person, e, Today, results);
                met[verdict.Kind] = met.GetValueOrDefault(verdict.Kind) + 1;
                if (verdict.Kind is VerdictKind.Finished or VerdictKind.Blocked) continue;
                var id = new MigrationId(Story.G(900));
                var written = new Entry(Story.G(9_999), Story.Sam.Value, 99, 99, "enrollment_moved", mapping.Move(e.Id, id, results), Occurred.OnDay(Today), Story.Moment("2026-06-01T15:00Z"));
                var they = Fold([.. history, written]);
                var moved = they.Enrollment(e.Id)!;
                moved.Version.ShouldBe(2);
                var (before, after) = (Ahead(person, e, V1, s => mapping.Stage(s) ?? "gone"), Ahead(they, moved, to, s => s));
                (verdict.Kind == VerdictKind.Unchanged).ShouldBe(before.SetEquals(after), $"seed {seed}: {verdict.Kind}, {string.Join("; ", before.Except(after))} → {string.Join("; ", after.Except(before))}");

                var back = Fold([.. history, written, written with { Id = Story.G(9_998), Version = 100, Seq = 100, Event = mapping.Back(e.Id, id) }]);
                // What fell due meanwhile is known late under the old version too; its days are what they were.
                Ahead(back, back.Enrollment(e.Id)!, V1, s => s, also: true).ShouldBe(Ahead(person, e, V1, s => s, also: true), ignoreOrder: true, $"seed {seed}: there and back again");
            }
        }
        Enum.GetValues<VerdictKind>().ShouldAllBe(k => met.GetValueOrDefault(k) > 5);
    }

    private static readonly Entry Hired = new(Story.G(9_997), Story.Sam.Value, 98, 98, "employment_started",
        new EmploymentStarted(Story.Manufacturing, new JobId(Story.G(60)), new EmployerId(Story.G(61)), new JobTerms(null, null, null, null, null, null)), Occurred.OnDay(new DateOnly(2026, 5, 28)), Story.Moment("2026-05-28T15:00Z"));

    private static Participant Fold(IReadOnlyList<Entry> history) => History.Fold(history, default);

    // Everything that lies ahead, in words of the new version.
    private static HashSet<string> Ahead(Participant person, Enrollment e, ProgramDefinition program, Func<string, string> named, bool also = false)
    {
        var open = e.OpenStages.Select(s => s.Stage).Where(s => program.Stage(s) is not null).ToList();
        return [
            .. DueWork.Of(person, e, program, _ => false).Where(d => d.IsOpen || also).Select(d => $"{d.Key.InStages(named)} {d.Due}"),
            .. open.SelectMany(s => program.Stage(s)!.Tasks.Where(t => t is { Due: null, Optional: false } && e.TimesDone(s, t.Id) == 0).Select(t => $"task {named(s)}.{t.Id}")),
            .. open.Select(s => $"gate {named(s)} {Gates.Exit(person, e, program, s, Today).Open}"),
        ];
    }
}
