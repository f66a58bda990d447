using FsCheck;
using FsCheck.Fluent;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

public sealed class CohortDashboardTests
{
    private static readonly DateTimeOffset Then = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_the_dashboard_counts_is_what_the_histories_fold_to_on_any_day_as_known_at_any_time()
    {
        await using var written = await Written.New();
        var random = new RandomHistories(20240229);
        foreach (var cohort in random.Cohorts)
        {
            await written.Cohort(cohort, $"Cohort {cohort}", random.Day(), random.Time());
            await written.AppendAll([new StreamWrite(cohort.Value, "cohort", null, random.Plan(12))]);
        }
        var people = Enumerable.Range(0, 60).Select(_ => new ParticipantId(Guid.NewGuid())).ToList();
        foreach (var person in people)
        {
            var events = random.Person(person, 6 + random.Next(30));
            // In pieces, so that rows are closed and opened again by later batches.
            foreach (var piece in events.Chunk(7)) await written.Append(person.Value, piece);
            if (random.Next(3) == 0) await written.Project(batch: 1 + random.Next(40));
        }
        for (var i = 0; i < 8; i += 2) await Link(written, people[i], people[i + 1], random.Time(), undo: i == 6 ? random.Time() : null);
        await written.Project(batch: 17);

        var histories = new List<PersonHistory>();
        foreach (var person in people) histories.Add((await People.Read(written.Op, person))!);
        var plans = new Dictionary<CohortId, IReadOnlyList<Entry>>();
        foreach (var cohort in random.Cohorts) plans[cohort] = Entries.Of(await Store.ReadStream(written.Op, cohort.Value));

        // Any day and any time, before and after everything too, or no limit.
        var clocks = from d in Gen.Choose(-10, 140) from k in Gen.Choose(-10, 160) from now in Gen.Choose(0, 5)
                     select new AsOf(now is 0 or 1 ? null : RandomHistories.First.AddDays(d), now is 0 or 2 ? null : new DateTimeOffset(RandomHistories.First.ToDateTime(default), TimeSpan.Zero).AddDays(k));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(clocks.ToArbitrary(), asOf => { Same(written.Op, random.Cohorts, histories, plans, asOf).GetAwaiter().GetResult(); return true; }));
    }

    private static async Task Same(Operator op, IReadOnlyList<CohortId> cohorts, List<PersonHistory> histories, Dictionary<CohortId, IReadOnlyList<Entry>> plans, AsOf asOf)
    {
        var states = histories.Select(h => h.Fold(asOf)).Where(p => p.LinkedInto is null).ToList();
        var all = states.SelectMany(s => s.Enrollments).ToList();
        foreach (var cohort in cohorts)
        {
            var shown = await CohortDashboard.Read(op, cohort, asOf);
            Same(shown, states, cohort, asOf);
            if (CohortRow.Of(Cohort.Fold(plans[cohort], asOf)) is { } row) shown!.Cohort.ShouldBe(row, asOf.ToString());
            else (shown!.Cohort.Name, shown.Cohort.Sessions, shown.Cohort.Starts).ShouldBe(($"Cohort {cohort}", 0, null));
        }
        var totals = await OperatorTotals.Read(op, asOf);
        totals.Registrations.ShouldBe(all.Count(e => e.IsOpened), asOf.ToString());
        totals.People.ShouldBe(states.Count(s => s.Enrollments.Exists(e => e.IsOpened)));
        totals.Cohorts.ShouldBe(cohorts.Count(c => Cohort.Fold(plans[c], asOf).Id is not null), asOf.ToString());
        totals.Outcomes.Sum(o => o.Enrollments).ShouldBe(all.Count(e => e.LastOutcome is not null));
        totals.Findings.ShouldBe(Found(all), ignoreOrder: true, asOf.ToString());
        foreach (var code in Findings.Codes.Where((_, i) => i % 4 == (all.Count + totals.Exited) % 4)) // two of them each time
        {
            (await FindingRow.Read(op, code, null, null, null, 1000, asOf)).Select(f => (f.Enrollment, f.Cohort, f.Outcome, Events: string.Join(',', f.Events)))
                .ShouldBe(all.SelectMany(e => Findings.Of(e), (e, f) => (E: e, F: f)).Where(x => x.F.Code == code)
                    .Select(x => (x.E.Id, x.E.Memberships.LastOrDefault()?.Cohort, x.E.LastOutcome?.Id, Events: string.Join(',', x.F.Events))), ignoreOrder: true, $"{code} {asOf}");
        }
        var list = await CohortList.Read(op, asOf);
        list.Sum(c => c.Enrollments).ShouldBe(all.Count(e => e.Memberships.Count > 0));
        foreach (var listed in list)
        {
            listed.Attendance.ShouldBe(Rate(all.Where(e => e.Memberships.LastOrDefault()?.Cohort == listed.Cohort.Cohort)), asOf.ToString());
            listed.Findings.ShouldBe(all.Where(e => e.Memberships.LastOrDefault()?.Cohort == listed.Cohort.Cohort).Sum(e => Findings.Of(e).Count()), asOf.ToString());
        }
    }

    private static decimal? Rate(IEnumerable<Enrollment> enrollments) =>
        enrollments.Select(e => e.Rate()).OfType<decimal>().ToList() is { Count: > 0 } rates ? Math.Round(rates.Average(), 4, MidpointRounding.AwayFromZero) : null;

    private static IEnumerable<FindingFigures> Found(IEnumerable<Enrollment> enrollments) =>
        enrollments.SelectMany(e => Findings.Of(e), (e, f) => (f.Code, Outcome: e.LastOutcome?.Id)).GroupBy(f => f).Select(g => new FindingFigures(g.Key.Code, g.Key.Outcome, g.Count()));

    private static void Same(CohortDashboard? shown, List<Participant> states, CohortId cohort, AsOf asOf)
    {
        var members = states.SelectMany(p => p.Enrollments.Where(e => e.Memberships.LastOrDefault()?.Cohort == cohort).Select(e => (Person: p, Enrollment: e))).ToList();
        var clocks = $"{cohort} {asOf}";
        shown.ShouldNotBeNull(clocks);
        shown.Enrollments.ShouldBe(members.Count, clocks);
        shown.People.ShouldBe(members.Select(m => m.Person).Distinct(ReferenceEqualityComparer.Instance).Count(), clocks);
        shown.Exited.ShouldBe(members.Count(m => m.Enrollment.Exits.Exists(e => e.ReEntered is null)), clocks);
        shown.Graduated.ShouldBe(members.Count(m => m.Enrollment.Training.Graduated is not null), clocks);
        shown.Employed.ShouldBe(members.Count(m => m.Person.Jobs.Exists(j => j.IsCurrent && j.Enrollment == m.Enrollment.Id)), clocks);
        shown.Outcomes.ToDictionary(o => o.Outcome, o => o.Enrollments)
            .ShouldBe(members.Where(m => m.Enrollment.LastOutcome is not null).GroupBy(m => m.Enrollment.LastOutcome!.Id).ToDictionary(g => g.Key, g => g.Count()), ignoreOrder: true, clocks);
        var marks = members.SelectMany(m => m.Enrollment.Training.Attendance).ToLookup(a => a.Presence);
        shown.Attendance.ShouldBe(new AttendanceFigures(Rate(members.Select(m => m.Enrollment)), members.Count(m => m.Enrollment.Rate() is not null),
            marks[Presence.Present].Count() + marks[Presence.Late].Count(), marks[Presence.Late].Count(), marks[Presence.Absent].Count(), marks[Presence.Excused].Count()), clocks);
        shown.Findings.ShouldBe(Found(members.Select(m => m.Enrollment)), ignoreOrder: true, clocks);
        var stages = members.SelectMany(m => m.Enrollment.Stages.Select(s => (m.Enrollment, Spell: s))).ToLookup(s => s.Spell.Stage);
        shown.Stages.Select(s => s.Stage).ShouldBe(stages.Select(s => s.Key), ignoreOrder: true, clocks);
        foreach (var stage in shown.Stages)
        {
            stage.Now.ShouldBe(stages[stage.Stage].Where(s => s.Spell.IsOpen).Select(s => s.Enrollment.Id).Distinct().Count(), clocks);
            stage.Reached.ShouldBe(stages[stage.Stage].Select(s => s.Enrollment.Id).Distinct().Count(), clocks);
            stage.Completed.ShouldBe(stages[stage.Stage].Count(s => s.Spell.How == StageEnd.Completed), clocks);
            stage.Left.ShouldBe(stages[stage.Stage].Count(s => s.Spell.How == StageEnd.Left), clocks);
            var days = stages[stage.Stage].Where(s => !s.Spell.IsOpen).Select(s => s.Spell.LeftAt!.Value.Day.DayNumber - s.Spell.Entered.Day.DayNumber).Order().ToList();
            stage.MedianDays.ShouldBe(days.Count == 0 ? null : (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2.0, clocks);
        }
        shown.Weeks.Where(w => w.Stage is not null).Sum(w => w.Entered).ShouldBe(stages.Sum(s => s.Count()), clocks);
        shown.Weeks.Where(w => w.Stage is not null).Sum(w => w.Left).ShouldBe(stages.Sum(s => s.Count(x => !x.Spell.IsOpen)), clocks);
        shown.Weeks.ShouldAllBe(w => w.Week.DayOfWeek == DayOfWeek.Monday);
    }

    [Fact]
    public async Task A_late_correction_changes_the_day_it_is_about_and_leaves_what_was_known_before()
    {
        await using var written = await Written.New();
        var (person, enrollment, cohort) = (new ParticipantId(Guid.NewGuid()), new EnrollmentId(Guid.NewGuid()), new CohortId(Guid.NewGuid()));
        var day = new DateOnly(2024, 3, 1);
        await written.Cohort(cohort, "Spring", day, Then);
        var left = Written.Event(new StageLeft(enrollment, "crt", StageEnd.Completed), day.AddDays(20), Then.AddDays(20));
        await written.Append(person.Value,
            Written.Event(new EnrollmentOpened(enrollment, "plain", 1, "UTC"), day, Then),
            Written.Event(new Domain.Intake.OfferAccepted(enrollment, cohort), day, Then),
            Written.Event(new StageEntered(enrollment, "crt"), day, Then), left);
        await written.Project();
        await written.Append(person.Value, Written.Event(new Domain.Corrections.EntryRetracted(left.Id, Domain.Corrections.CorrectionReason.DidNotHappen), day.AddDays(30), Then.AddDays(30)));
        await written.Project();

        (await CohortDashboard.Read(written.Op, cohort))!.Stages.ShouldHaveSingleItem().Now.ShouldBe(1);
        var before = (await CohortDashboard.Read(written.Op, cohort, new AsOf(null, Then.AddDays(25))))!.Stages.ShouldHaveSingleItem();
        (before.Now, before.Completed, before.MedianDays).ShouldBe((0, 1, 20));
        (await CohortDashboard.Read(written.Op, cohort, new AsOf(day.AddDays(10), Then.AddDays(25))))!.Stages.ShouldHaveSingleItem().Now.ShouldBe(1);
    }

    private static async Task Link(Written written, ParticipantId survivor, ParticipantId other, DateTimeOffset at, DateTimeOffset? undo)
    {
        await written.AppendAll([
            new StreamWrite(survivor.Value, "participant", null, [Written.Event(new RecordLinked(other), null, at)]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(new LinkedIntoRecord(survivor), null, at)])]);
        if (undo is not { } later) return;
        await written.AppendAll([
            new StreamWrite(survivor.Value, "participant", null, [Written.Event(new RecordUnlinked(other), null, later)]),
            new StreamWrite(other.Value, "participant", null, [Written.Event(new UnlinkedFromRecord(survivor), null, later)])]);
    }
}
