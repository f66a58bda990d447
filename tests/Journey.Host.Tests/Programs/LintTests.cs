using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs.Lint;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Features.Programs;
using Journey.Tests;
using Finding = Journey.Host.Features.Programs.Finding;

namespace Journey.Host.Tests.Programs;

public sealed class LintTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<Finding> Found(string text, params string[] held) => Lint.Of(ProgramFile.Read("small.yaml", text), held.Length == 0 ? null : new(held.ToHashSet()));

    public static TheoryData<int> Fixtures => [.. Enumerable.Range(0, LintFixtures.All.Count)];

    [Fact]
    public void The_definition_that_the_fixtures_change_is_clean() => Found(LintFixtures.Clean).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_fixture_triggers_its_code_and_no_other_where_it_belongs(int fixture)
    {
        var (code, name, bad, _) = LintFixtures.All[fixture];
        var marked = LintFixtures.Clean.With(bad);
        var before = marked[..marked.IndexOf('¦')];
        var findings = Found(marked.Replace("¦", "", StringComparison.Ordinal));
        findings.Select(f => f.Code).Distinct().ShouldBe([code], $"{name}: {string.Join('\n', findings)}");
        (findings[0].Line, findings[0].Column).ShouldBe((before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')), $"{name}: {findings[0]}");
        findings.ShouldAllBe(f => f.Problem.Length > 0 && f.Expected.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Beside_each_fixture_stands_one_that_triggers_nothing(int fixture) =>
        Found(LintFixtures.Clean.With(LintFixtures.All[fixture].Fine)).ShouldBeEmpty(LintFixtures.All[fixture].Name);

    [Fact]
    public void Every_code_has_its_fixtures() => LintCodes.All.Except([LintCodes.RoleUnheld]).ShouldBe(LintFixtures.All.Select(f => f.Code).Distinct(), ignoreOrder: true);

    [Fact]
    public void Only_publication_knows_a_role_that_nobody_holds()
    {
        Found(LintFixtures.Clean, "caseManager", "advancementCoach", "facilitator", "director").ShouldBeEmpty();
        var finding = Found(LintFixtures.Clean, "caseManager", "advancementCoach", "director").ShouldHaveSingleItem();
        (finding.Code, finding.Severity, finding.Problem).ShouldBe((LintCodes.RoleUnheld, Severity.Warning, "nobody is facilitator here"));
    }

    [Fact]
    public async Task The_roles_that_somebody_holds_come_from_the_organizations()
    {
        var op = await Postgres.NewOperator();
        using var stop = new CancellationTokenSource();
        var sequencing = new Sequencer(op, "test").Run(stop.Token);
        var (coach, manager) = (new StaffId(Guid.NewGuid()), new StaffId(Guid.NewGuid()));
        JourneyEvent[] happened = [new StaffJoined(coach, "A coach", [StaffRole.AdvancementCoach]), new StaffJoined(manager, "A manager", [StaffRole.CaseManager, StaffRole.Director]), new StaffLeft(coach)];
        await Store.Append(op, new([new(Guid.NewGuid(), "organization", 0, [.. happened.Select(e => new EventToAppend { Id = Guid.NewGuid(), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = DateTimeOffset.UnixEpoch, RecordedAt = DateTimeOffset.UnixEpoch })])]), Ct);
        OperatorFacts facts = new(new HashSet<string>());
        for (var i = 0; i < 500 && facts.RolesHeld.Count == 0; i++, await Task.Delay(20, Ct)) facts = await OperatorFacts.Of(op, Ct);
        await stop.CancelAsync();
        await sequencing;
        facts.RolesHeld.ShouldBe(["caseManager", "director"], ignoreOrder: true);
    }

    [Fact]
    public async Task Errors_keep_a_definition_from_being_published_and_warnings_do_not()
    {
        var op = await Postgres.NewOperator();
        Task<Decision> Publish(string text) => Features.Programs.Publish.Run(op, ProgramFile.Read("small.yaml", text), null, null, DateTimeOffset.UnixEpoch, Ct);
        var wrong = LintFixtures.Clean.With(("\"mean >= 3.0\"", "\"mean > 5.0\""));
        (await Publish(wrong)).ShouldBeOfType<Decision.Refused>().ShouldSatisfyAllConditions(r => r.Code.ShouldBe("program.findings"), r => r.Message.ShouldContain("guard.unsatisfiable"));
        (await Publish(LintFixtures.Clean.With((", holidays: ca-ns", "")))).ShouldBeOfType<Decision.Accepted>();
    }

    [Fact]
    public void Examples_change_nothing_that_is_published()
    {
        var reading = ProgramFile.Read("small.yaml", LintFixtures.Clean);
        var without = ProgramFile.Read("small.yaml", LintFixtures.Clean[..LintFixtures.Clean.IndexOf("tests:", StringComparison.Ordinal)]);
        Journey.Domain.Programs.Canonical.Hash(reading.Definition!).ShouldBe(Journey.Domain.Programs.Canonical.Hash(without.Definition!));
    }

    [Theory]
    [InlineData("[applied, {answers", "[¦aplied, {answers", FindingCodes.Value)]
    [InlineData("{2026-01-12: {entered: crt}}", "{¦12 January: {entered: crt}}", FindingCodes.Type)]
    [InlineData("{+4w: graduated}", "{+4w: {graduated: ¦yes}}", FindingCodes.Type)]
    [InlineData("{2026-01-12: {entered: crt}}", "{2026-01-12: ¦entered}", FindingCodes.Type)]
    [InlineData("gates: {intake: closed}", "gates: {¦intaek: closed}", FindingCodes.UnknownStage)]
    [InlineData("gates: {intake: closed}", "gates: {intake: ¦shut}", FindingCodes.Value)]
    [InlineData("variant: both", "variant: ¦neither", FindingCodes.Value)]
    [InlineData("at: +1d", "¦when: +1d", FindingCodes.UnknownKey)]
    [InlineData("missed: [], stages: [work]", "missed: [], stages: [¦wrok]", FindingCodes.UnknownStage)]
    [InlineData("employmentStarted: 2026-03-17", "employmentStarted: ¦soon", FindingCodes.Type)]
    [InlineData("jobLost: never}", "¦jobLosst: never}", FindingCodes.UnknownMilestone)]
    [InlineData("expect: {due: [day-1]", "expect: {due: [¦day1]", FindingCodes.Value)]
    [InlineData("days: {quarter:", "days: {¦quater:", FindingCodes.Value)]
    [InlineData("{2026-01-05: [applied, {answers", "{¦0001-01-01: [applied, {answers", FindingCodes.Type)]
    public void A_mistake_in_an_example_is_named_with_its_place(string good, string bad, string code)
    {
        var marked = LintFixtures.Clean.With((good, bad));
        var before = marked[..marked.IndexOf('¦')];
        var finding = Found(marked.Replace("¦", "", StringComparison.Ordinal)).ShouldHaveSingleItem();
        (finding.Code, finding.Line, finding.Column).ShouldBe((code, before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')), finding.ToString());
    }

    [Theory]
    [InlineData("expect: {due: [day-1]", "expect: {due: []", "due is [day-1] on 2026-03-18; expected []")]
    [InlineData("criteria: {new: met}", "criteria: {new: notMet}", "criteria.new is met on 2026-03-18; expected notMet")]
    [InlineData("quarter: [2026-06-10,", "quarter: [2026-06-11,", "expected [2026-06-11, ")]
    [InlineData("gates: {intake: closed}", "gates: {intake: open}", "gates.intake is closed on 2026-01-06; expected open")]
    [InlineData("refused: admission.requirements", "refused: admission.reason", "the last step is refused as admission.requirements: ")]
    [InlineData("at: +1d", "at: +6d", "missed is [day-1] on 2026-03-23; expected []")]
    [InlineData("at: +1d", "at: 2025-03-17", "2025-03-17 is before the last step; expected a day from 2026-03-17")]
    [InlineData("at: +1d", "at: 9999-12-31", "9999-12-31 is too far away; expected ")]
    [InlineData("sector: metal", "sector: meatl", "'meatl' is no option of sector: metal, wood")]
    [InlineData("months: 10", "months: ten", "'ten' is no answer to months: a whole number")]
    public void A_failing_example_says_what_is_and_what_was_expected(string good, string bad, string says) =>
        Found(LintFixtures.Clean.With((good, bad))).ShouldContain(f => f.Code == LintCodes.ExampleFailed && f.ToString().Contains(says, StringComparison.Ordinal), string.Join('\n', Found(LintFixtures.Clean.With((good, bad)))));

    [Fact]
    public void What_contradicts_is_named_and_nothing_else()
    {
        Found(LintFixtures.Clean.With(("\"months < 24\"", "\"months < 24 && income > cad('0') && months > 23\""))).ShouldHaveSingleItem().Problem
            .ShouldBe("no facts make this criterion true: 'months < 24' and 'months > 23' contradict each other");
        Found(LintFixtures.Clean.With(("tasks.goal.done && attendance.absences < 10\"", "tasks.goal.done && stages.work.completed\""))).ShouldHaveSingleItem().Problem
            .ShouldBe("this gate never opens where it stands: 'stages.work.completed' is never true (stages.work.completed: it can only come after leaving 'crt')");
    }

    // People who write no code: each has cost somebody an hour.
    [Theory]
    [InlineData("    owner: facilitator", "¦\towner: facilitator", FindingCodes.Yaml, "spaces, not tabs")]
    [InlineData("    owner: facilitator", "     ¦owner: facilitator", FindingCodes.Yaml, "begin in the same column")]
    [InlineData("{en: Skills, fr: Métier}", "{en: Skills, ¦always, fr: Métier}", FindingCodes.UnknownKey, "quotes around a text with a comma")]
    [InlineData("{en: Skills, fr: Métier}", "{en: Skills¦: all, fr: Métier}", FindingCodes.Yaml, "in double quotes")]
    [InlineData("criteria.allMet && rubric", "criteria.allMet ¦and rubric", FindingCodes.GuardSyntax, "'and' is written &&")]
    [InlineData("rubric.passed && consent.given", "rubric.passed && consent.given ¦= true", FindingCodes.GuardSyntax, "'equals' is written ==")]
    [InlineData("attendance.absences < 10", "facts.sector == ¦wood", FindingCodes.GuardName, "stands in quotes: 'wood'")]
    [InlineData("attendance.absences < 10", "¦facts.income < cad('1.00')", FindingCodes.GuardName, "'income' is of class income, and a gate reads fields of class none only")]
    [InlineData("exit: {to: [work]}\n  work", "exit: {to: [work], when: ¦tasks.goal.done}\n  work", FindingCodes.GuardName, "'goal' is a task of 'crt', and a gate reads the tasks of its own stage")]
    [InlineData("attendance.absences < 10", "['metal'].exists(s, facts.sector == ¦'meatl')", FindingCodes.GuardOption, "one of metal, wood")]
    [InlineData("sector: {type: choice, class: none, title: {en: Sector, fr: Secteur}, options: {metal: {en: Metal, fr: Métal}, wood: {en: Wood, fr: Bois}}}", "sector: {type: text, class: ¦none, title: {en: Sector, fr: Secteur}}", FindingCodes.Value, "a text is never of class none")]
    public void What_people_write_instead_is_explained_where_it_stands(string good, string bad, string code, string says)
    {
        var marked = LintFixtures.Clean.With((good, bad));
        var before = marked[..marked.IndexOf('¦')];
        var finding = Found(marked.Replace("¦", "", StringComparison.Ordinal)).ShouldHaveSingleItem();
        (finding.Code, finding.Line, finding.Column).ShouldBe((code, before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')), finding.ToString());
        finding.ToString().ShouldContain(says);
    }

    [Fact]
    public void What_a_macro_finds_in_a_list_of_answers_is_one_of_the_options()
    {
        var several = LintFixtures.Clean.With(("sector: {type: choice,", "sector: {type: choices,"), ("\"months < 24\"", "\"months < 24 && sector.exists(s, s == 'meatl')\""), ("class: none", "class: general"));
        Found(several).ShouldHaveSingleItem().ToString().ShouldContain("guard.unknown-option: 'meatl' is not an option of 'sector'");
        Found(several.With(("'meatl'", "'metal'"))).ShouldNotContain(f => f.Code == FindingCodes.GuardOption);
    }

    [Fact]
    public void Why_a_milestone_never_comes_is_true()
    {
        Found(LintFixtures.Clean.With(("after: intake\n", "after: [intake, work]\n"))).Where(f => f.Code == LintCodes.DueAnchor).ShouldAllBe(f => f.Problem.Contains("nobody can get into", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> Run(params string[] args)
    {
        var output = new StringWriter();
        return (await LintCommand.Run(args, output, Ct), output.ToString());
    }

    private static async Task<(int Code, string Output)> Linted(string text, params string[] args)
    {
        var file = Path.Combine(Path.GetTempPath(), $"lint-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, text, Ct);
        try { return await Run([.. args, file]); }
        finally { File.Delete(file); }
    }

    [Fact]
    public async Task The_command_says_a_line_each_and_sums_up()
    {
        var (code, output) = await Linted(LintFixtures.Clean.With((", holidays: ca-ns", "")), "--gates");
        code.ShouldBe(0);
        output.ShouldContain(": warning: due.holidays: ");
        output.ShouldContain("stages.intake.exit.when: opens when criteria.allMet = true, rubric.passed = true, consent.given = true");
        output.ShouldEndWith("1 file, 0 errors, 1 warning" + Environment.NewLine);
        output.ShouldNotContain("\u001b");
        (await Linted(LintFixtures.Clean.With(("\"mean >= 3.0\"", "\"mean > 5.0\"")))).Code.ShouldBe(2);
        await Should.ThrowAsync<IOException>(() => Run("/nowhere/at-all.yaml"));
        await Should.ThrowAsync<SetupException>(() => Run("--jsn", "x.yaml"));
    }

    [Fact]
    public async Task As_json_it_says_the_same()
    {
        var (code, output) = await Linted(LintFixtures.Clean.With(("\"mean >= 3.0\"", "\"mean > 5.0\"")), "--json");
        code.ShouldBe(2);
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("errors").GetInt32().ShouldBe(1);
        var finding = json.RootElement.GetProperty("files")[0].GetProperty("findings")[0];
        (finding.GetProperty("severity").GetString(), finding.GetProperty("code").GetString()).ShouldBe(("error", "guard.unsatisfiable"));
    }

    [Fact]
    public async Task Every_code_is_explained_in_both_languages()
    {
        foreach (var code in FindingCodes.All)
        {
            var (en, fr) = (FindingWords.Of(code, CultureInfo.GetCultureInfo("en")), FindingWords.Of(code, CultureInfo.GetCultureInfo("fr")));
            en.ShouldNotBeNull($"FindingWords.resx: three lines for {code}");
            fr.ShouldNotBeNull($"FindingWords.fr.resx: three lines for {code}");
            fr.Meaning.ShouldNotBe(en.Meaning, code);
        }
        (await Run("--explain", "flow.endless", "--language", "fr")).Output.ShouldStartWith("flow.endless\n  Des étapes tournent en rond".ReplaceLineEndings());
        await Should.ThrowAsync<SetupException>(() => Run("--explain", "flow.nothing"));
    }

    [Fact]
    public void The_page_of_all_codes_is_up_to_date() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs/lint-codes.md")).ReplaceLineEndings("\n").ShouldBe(FindingWords.Page(), "journey lint --codes > docs/lint-codes.md");

    [Theory]
    [MemberData(nameof(ShippedProgramsTests.Files), MemberType = typeof(ShippedProgramsTests))]
    public void Lint_of_a_shipped_program_finds_nothing_and_takes_well_under_a_second(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        // The best of three: other tests run beside it.
        var best = Enumerable.Range(0, 3).Min(_ =>
        {
            var clock = Stopwatch.StartNew();
            Lint.Of(ProgramFile.Read(file, text)).ShouldBeEmpty();
            return clock.Elapsed;
        });
        TestContext.Current.SendDiagnosticMessage($"{file}: {best.TotalMilliseconds:0} ms");
        best.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }
}
