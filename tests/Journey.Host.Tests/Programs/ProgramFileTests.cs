using Journey.Domain.Programs;
using Journey.Host.Features.Programs;

namespace Journey.Host.Tests.Programs;

public sealed partial class ProgramFileTests
{
    private static ProgramReading Read(string text) => ProgramFile.Read("small.yaml", text);

    [Fact]
    public void A_whole_file_becomes_the_model()
    {
        var reading = Read(Whole);
        reading.Findings.ShouldBeEmpty();
        var program = reading.Definition!;
        (program.Id, program.Version, program.Title.In("fr")).ShouldBe(("small", 2, "Petit"));
        program.Calendar.Week.Count.ShouldBe(5);
        program.Criterion("new")!.Reads.ShouldBe(["months"]);
        program.Stage("intake")!.Exit!.To.ShouldBe(["work"]);
        program.Stage("work")!.FollowUps.ShouldHaveSingleItem().Window.ShouldBe(new Period(2, PeriodUnit.BusinessDays));
        program.Stage("work")!.Returns.ShouldHaveSingleItem().Cancels.ShouldBe(["day-1"]);
        program.Support("pass")!.Amount.ShouldBe(Domain.Money.Cad(5));
    }

    [Fact]
    public void Every_part_of_the_language_is_read()
    {
        var p = Read(Whole).Definition!;
        (p.Family, p.ProgramStream!.Fr, p.Length).ShouldBe(("all-small", "Petite", new Period(12, PeriodUnit.Weeks)));
        p.Field("shift")!.Options.Select(o => o.Id).ShouldBe(["day", "night"]);
        p.Field("shift")!.Meaning.ShouldBe("workingHours");
        p.Forms.ShouldHaveSingleItem().Fields.ShouldBe([new("months", true), new("income", false)]);
        p.Rubric!.Items.Select(i => (i.Id, i.Weight)).ShouldBe([("interest", 2.5m), ("motivation", 1m)]);
        p.Documents.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => (d.Id, d.Version, d.Kind, d.Body.En).ShouldBe(("contract", 3, DocumentKind.Contract, "I come.")));
        p.Assessments.ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => (a.Tool, a.Skills.Single().Id).ShouldBe(("TOWES", "reading")));
        (p.Capacity!.Seats, p.Capacity.Waitlist!.OfferExpires).ShouldBe((14, new Period(5, PeriodUnit.BusinessDays)));
        p.Capacity.Waitlist.Order.ShouldBe([WaitlistOrder.Rubric, WaitlistOrder.Applied]);
        p.Consent!.Expires.ShouldBe(Period.Months(24));
        p.Milestones.ShouldHaveSingleItem().On.ShouldBe(Milestone.TaskDone("intake", "sign"));
        var intake = p.Stage("intake")!;
        (intake.Meaning, intake.Entry!.Source, intake.Coordination.Count).ShouldBe(("reception", "criteria.new", 0));
        intake.Tasks.ShouldBe([new("hello", new("Hello", "Bonjour")),
            new("sign", new("Sign", "Signer"), Optional: true, Repeats: true, Due: new Period(5, PeriodUnit.BusinessDays), Owner: "facilitator", Form: "application", Document: "contract")]);
        (intake.Attendance!.Standard, intake.Attendance.ReviewIn).ShouldBe((0.9m, new Period(2, PeriodUnit.Weeks)));
        intake.WorkPlacement.ShouldBe(new WorkPlacementPlan(120, true));
        p.Stage("plan")!.Coordination.ShouldBe([Coordination.Pooled, Coordination.Reciprocal]);
        var rung = p.Stage("picker")!.Rung!;
        (rung.NocCode, rung.NocEdition, rung.WageFrom, rung.WageTo, rung.Experience).ShouldBe(("75101", "2021", Domain.Money.Cad(17), Domain.Money.Cad(20.5m), Period.Months(12)));
        (rung.Certificates.Single(), rung.Lateral.Single()).ShouldBe(("forklift", "driver"));
        var work = p.Stage("work")!;
        work.Returns.ShouldHaveSingleItem().Max.ShouldBe(3);
        work.FollowUps.Single().ShouldSatisfyAllConditions(f => f.Remind.ShouldBe(Period.Days(2)), f => f.Escalate.ShouldBe(new("director", new Period(5, PeriodUnit.BusinessDays))), f => f.ReAnchor.ShouldBe(ReAnchor.First),
            f => f.Cancel.Select(m => m.Id).ShouldBe(["jobLost", "intake.completed", "picker.entered", "signed"]));
        p.Offerings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(o => (o.Organization, o.Delivery!.En, o.NocCodes.Single(), o.Rungs["picker"]).ShouldBe(("College", "Online", "75101", Relation.Strong)));
    }

    [Theory]
    [InlineData("entry: criteria.new", "entry: criteria.mew", "such as criteria.new, ")]
    [InlineData("entry: criteria.new", "entry: tasks.hello", "such as tasks.hello.done, tasks.hello.times, ")]
    [InlineData("entry: criteria.new", "entry: credentials.first-aid.earned", "'credentials.first-aid.earned'")]
    [InlineData("after: employmentStarted", "after: employmentStart", "such as employmentStarted, ")]
    [InlineData("after: intake", "after: intaek", "one of intake, ")]
    public void A_finding_about_a_name_shows_what_was_meant(string good, string bad, string shown) =>
        Read(Whole.Replace(good, bad, StringComparison.Ordinal)).Findings[0].Expected.ShouldContain(shown);

    // Just doesn't: what stands beside each of the mistakes and is right.
    [Theory]
    [InlineData("months < 24", "shift == 'day' || shift in ['day', 'night']")]
    [InlineData("entry: criteria.new", "entry: facts.shift != 'night' && tasks.sign.times >= 1 && !documents.contract.signed")]
    [InlineData("meaning: reception", "meaning: intake")]
    [InlineData("on: intake.sign}", "on: driver.completed}")]
    [InlineData("cancel: [jobLost,", "cancel: [driver.entered, jobLost,")]
    [InlineData("wage: 17.00..20.50 CAD", "wage: 17..17 CAD")]
    [InlineData("wage: 17.00..20.50 CAD", "wage: 17.00 CAD")]
    [InlineData("optional: [income]", "optional: []")]
    [InlineData("hello: {", "enter: {")]
    public void What_is_just_right_is_no_finding(string good, string other)
    {
        Whole.ShouldContain(good);
        Read(Whole.Replace(good, other, StringComparison.Ordinal)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void A_gate_reads_recorded_results_and_no_sealed_field()
    {
        var p = Read(Whole).Definition!;
        string[] own = [.. GuardNames.GateOf(p, "intake").Names.Keys.Except(GuardNames.Gate.Names.Keys).Where(n => !n.StartsWith("stages.", StringComparison.Ordinal))];
        own.ShouldBe(["criteria.new", "tasks.hello.done", "tasks.sign.done", "tasks.hello.times", "tasks.sign.times", "documents.contract.signed", "credentials.forklift.earned",
            "assessments.literacy.times", "assessments.literacy.improved", "facts.shift"]);
        GuardNames.GateOf(p, "work").Names.Keys.ShouldNotContain(n => n.StartsWith("tasks.hello", StringComparison.Ordinal));
        GuardNames.GateOf(p, "work").Names.Keys.ShouldContain("stages.picker.completed");
    }

    [Fact]
    public void Layout_comments_quotes_and_the_order_of_keys_do_not_change_the_hash()
    {
        var other = Whole.Replace("program: small\nversion: 2\n", "# small\nversion: 2\n\nprogram: 'small'\n", StringComparison.Ordinal).Replace("{en: Small, fr: Petit}", "\n  fr: Petit\n  en: \"Small\" # yes", StringComparison.Ordinal);
        other.ShouldNotBe(Whole);
        Read(other).Definition!.Hash().ShouldBe(Read(Whole).Definition!.Hash());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_place(string code, string good, string bad)
    {
        Whole.ShouldContain(good);
        var marked = Whole.Replace(good, bad, StringComparison.Ordinal);
        var before = marked[..marked.IndexOf('¦')];
        var (line, column) = (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'));

        var reading = Read(marked.Replace("¦", "", StringComparison.Ordinal));
        var finding = reading.Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Line, finding.Column).ShouldBe((code, line, column), finding.ToString());
        finding.Problem.ShouldNotBeEmpty();
        finding.Expected.ShouldNotBeEmpty();
        reading.Definition.ShouldBeNull();
        finding.ToString().ShouldStartWith($"small.yaml:{line}:{column}: {code}: ");
    }

    [Fact]
    public void Every_code_has_a_fixture_and_stands_in_the_golden_file()
    {
        FindingCodes.All.Except(Domain.Programs.Lint.LintCodes.All).Except(Mistakes.Select(m => m.Data.Item1)).ShouldBeEmpty();
        FindingCodes.All.Order(StringComparer.Ordinal).ShouldBe(File.ReadAllLines(Path.Combine(Repository.Root, "tests/Journey.Host.Tests/golden/finding-codes.txt")));
    }

    [Fact]
    public void All_mistakes_of_a_file_are_reported_at_once_in_its_order()
    {
        var reading = Read(Whole.Replace("version: 2", "version: two", StringComparison.Ordinal).Replace("months < 24", "monts < 24", StringComparison.Ordinal).Replace("budget: all", "budget: some", StringComparison.Ordinal));
        reading.Findings.Select(f => f.Code).ShouldBe([FindingCodes.Type, FindingCodes.GuardName, FindingCodes.UnknownBudget]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("word")]
    [InlineData("a: b\n---\nc: d")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("stages: {a: [}")]
    [InlineData("title: {en: Small\ncalendar: {zone: UTC}\n")]
    [InlineData("stages: word\ncriteria: {a: b}\nfields: [x]\nrubric: {scale: 5..1}\nvariants: {v: {stages: {x: y}}}\nfollowUps: [1, {id: a}]\nsupports: [a]\nexamples: {a: b}")]
    public void Whatever_is_in_a_file_it_is_refused_and_never_thrown(string text)
    {
        var reading = Read(text);
        reading.Definition.ShouldBeNull();
        reading.Findings.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_file_nested_without_end_is_refused() => Read(new string('[', 100_000)).Findings.ShouldHaveSingleItem().Code.ShouldBe(FindingCodes.Yaml);
}
