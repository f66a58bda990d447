using Journey.Domain.Programs;
using Journey.Host.Features.Programs;

namespace Journey.Host.Tests.Programs;

public sealed class ProgramFileTests
{
    private const string Whole = """
        program: small
        version: 2
        title: {en: Small, fr: Petit}
        calendar: {zone: America/Halifax, week: Mon-Fri, holidays: ca-ns}
        fields:
          months: {type: int, class: general, title: {en: Months, fr: Mois}}
          income: {type: money, class: income, title: {en: Income, fr: Revenu}}
        criteria:
          - {id: new, title: {en: New, fr: Nouveau}, when: "months < 24", override: reason}
        stages:
          intake: {kind: intake, title: {en: Intake, fr: Accueil}, owner: caseManager, exit: {to: work, when: consent.given}}
          work:
            kind: employment
            title: {en: Work, fr: Emploi}
            after: intake
            followUps:
              - {id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d, window: 2bd, owner: advancementCoach, with: [participant]}
            returns: [{on: jobLost, to: intake, followUps: {cancel: day-1}}]
        budgets:
          all: {title: {en: All, fr: Tout}, perCohort: 100.00 CAD}
        supports:
          pass: {title: {en: Pass, fr: Carte}, budget: all, amount: 5 CAD}
        """;

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
    public void Layout_comments_quotes_and_the_order_of_keys_do_not_change_the_hash()
    {
        var other = Whole.Replace("program: small\nversion: 2\n", "# small\nversion: 2\n\nprogram: 'small'\n", StringComparison.Ordinal).Replace("{en: Small, fr: Petit}", "\n  fr: Petit\n  en: \"Small\" # yes", StringComparison.Ordinal);
        other.ShouldNotBe(Whole);
        Read(other).Definition!.Hash().ShouldBe(Read(Whole).Definition!.Hash());
    }

    // Code, what to replace, and by what; the ¦ stands where the finding must point.
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { FindingCodes.Yaml, "version: 2", "version: ¦@2" },
        { FindingCodes.Yaml, "version: 2", "version: ¦&v 2" },
        { FindingCodes.Yaml, "version: 2", "version: ¦!int 2" },
        { FindingCodes.UnknownKey, "version: 2", "version: 2\n¦verison: 3" },
        { FindingCodes.DuplicateKey, "version: 2", "version: 2\n¦version: 3" },
        { FindingCodes.MissingKey, "program: small\nversion: 2", "¦program: small" },
        { FindingCodes.MissingKey, "{id: new, title: {en: New, fr: Nouveau},", "¦{title: {en: New, fr: Nouveau}," },
        { FindingCodes.Type, "version: 2", "version: ¦two" },
        { FindingCodes.Type, "version: 2", "version: ¦0" },
        { FindingCodes.Type, "version: 2", "version: ¦[2]" },
        { FindingCodes.Type, "in: 1d", "in: ¦1 day" },
        { FindingCodes.Type, "amount: 5 CAD", "amount: ¦5.005 CAD" },
        { FindingCodes.Value, "kind: employment", "kind: ¦employed" },
        { FindingCodes.Value, "with: [participant]", "with: [participant, ¦mother]" },
        { FindingCodes.Id, "program: small", "program: ¦Small Program" },
        { FindingCodes.DuplicateId, "  - {id: new, title", "  - {id: new, title: {en: A, fr: A}, when: \"true\"}\n  - {id: ¦new, title" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}", "¦{en: Work}" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}", "¦Work" },
        { FindingCodes.MissingTranslation, "{en: Work, fr: Emploi}", "¦{en: Work, fr: ''}" },
        { FindingCodes.UnknownStage, "after: intake", "after: ¦intaek" },
        { FindingCodes.UnknownStage, "to: work,", "to: [work, ¦wrok]," },
        { FindingCodes.UnknownStage, "to: intake,", "to: ¦nowhere," },
        { FindingCodes.UnknownRole, "owner: caseManager", "owner: ¦manager" },
        { FindingCodes.UnknownCredential, "kind: employment", "kind: employment\n    credential: ¦none" },
        { FindingCodes.UnknownBudget, "budget: all", "budget: ¦some" },
        { FindingCodes.UnknownFollowUp, "cancel: day-1", "cancel: [day-1, ¦day-2]" },
        { FindingCodes.UnknownPath, "program: small", "examples: [program, ¦rubric.pass]\nprogram: small" },
        { FindingCodes.Calendar, "America/Halifax", "¦America/Halifacts" },
        { FindingCodes.Calendar, "America/Halifax", "¦Atlantic Standard Time" },
        { FindingCodes.Calendar, "ca-ns", "¦ca-xx" },
        { FindingCodes.Calendar, "Mon-Fri", "¦Monday" },
        { FindingCodes.Schedule, "{id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d", "¦{id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d, every: 1w" },
        { FindingCodes.Schedule, "{id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, in: 1d", "¦{id: day-1, title: {en: Day 1, fr: Jour 1}, after: employmentStarted, every: 1w" },
        { FindingCodes.Schedule, "in: 1d", "every: ¦0d, until: {graduated: 1mo}" },
        { FindingCodes.GuardSyntax, "months < 24", "months < ¦" },
        { FindingCodes.GuardType, "months < 24", "income ¦< 24" },
        { FindingCodes.GuardType, "months < 24", "¦months + 24" },
        { FindingCodes.GuardName, "months < 24", "¦monts < 24" },
        { FindingCodes.GuardName, "consent.given", "'rubric.passed && ¦months < 3'" },
        { FindingCodes.GuardUnsupported, "months < 24", "months < ¦now()" },
    };

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
