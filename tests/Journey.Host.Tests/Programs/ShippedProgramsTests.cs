using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Cel;
using Journey.Domain.Programs;
using Journey.Host.Commands;
using Journey.Host.Features.Programs;

namespace Journey.Host.Tests.Programs;

public sealed class ShippedProgramsTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Repository.Root, "programs"), "*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Repository.Root, f))];

    private static ProgramReading Read(string file) => ProgramFile.Read(file, File.ReadAllText(Path.Combine(Repository.Root, file)));

    private static ProgramDefinition Manufacturing => Read("programs/aspire-atlantic/manufacturing.yaml").Definition!;

    [Theory]
    [MemberData(nameof(Files))]
    public void A_shipped_program_lints_clean_and_its_examples_pass(string file)
    {
        var watch = Stopwatch.StartNew();
        var reading = Read(file);
        Lint.Of(reading).ShouldBeEmpty();
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {watch.ElapsedMilliseconds} ms");
        // Imports are told what happened; workforce programs say how they behave.
        if (Workforce(file)) reading.Source.ShouldContain("\ntests:\n");
    }

    private static bool Workforce(string file) => Publish.Workforce.Contains(file.Split(Path.DirectorySeparatorChar)[1]);

    /// <summary>The source documents, by the keys that the files cite them with.</summary>
    private static readonly string[] Sources = ["AA", "CL", "DW", "LBS", "CP"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_program_cites_known_documents_and_says_at_its_head_which(string file)
    {
        if (!Workforce(file)) return;
        var lines = Read(file).Source.Split('\n');
        var head = string.Join('\n', lines.TakeWhile(l => l.StartsWith('#')));
        // A citation: a key, and where in the document. `AA "Sector Norms"`, `CL Step 9`, `DW 2b`, `AA: …`.
        var cited = lines.SelectMany(l => Regex.Matches(l, @"#.*").Select(m => m.Value)).SelectMany(c => Regex.Matches(c, @"\b([A-Z]{2,3})(?= \""| Step| Appendix| Goal| figure| \d|: )").Select(m => m.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        cited.ShouldNotBeEmpty();
        cited.ShouldBeSubsetOf(Sources);
        cited.ShouldAllBe(key => Regex.IsMatch(head, $@"\b{key}\b"));
    }

    /// <summary>Words that are the same in both languages.</summary>
    private static readonly string[] Alike = ["Module", "Motivation", "Participation", "Transport", "Plan"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_text_is_in_English_and_in_French(string file)
    {
        using var written = JsonDocument.Parse(Canonical.Write(Read(file).Definition!));
        foreach (var (en, fr) in Texts(written.RootElement))
        {
            if (!Alike.Contains(en)) fr.ShouldNotBe(en);
            fr.ShouldNotContain('\''); // the apostrophe of French print is ’
        }
    }

    private static IEnumerable<(string En, string Fr)> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("en", out var en) => [(en.GetString()!, element.GetProperty("fr").GetString()!)],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_commented_ours_is_an_example_setting_and_nothing_else_is(string file)
    {
        var reading = Read(file);
        var commented = reading.Source.Split('\n').Index().Where(l => Regex.IsMatch(l.Item, @"\S.*# ours\b")).Select(l => l.Index + 1);
        reading.Definition!.Examples.Select(path => reading.Lines[path]).Order().ShouldBe(commented);
    }

    [Theory]
    [InlineData("sequential", "intake>crt crt>ost ost>placement", "crt", 4)]
    [InlineData("interleaved", "intake>crt,ost crt>placement ost>placement", "crt,ost", 8)]
    public void A_cohort_chooses_its_calendar(string variant, string order, string first, int weeks)
    {
        var stages = Manufacturing.StagesIn(variant);
        string.Join(" ", stages.Where(s => s.Kind is StageKind.Intake or StageKind.Training).Select(s => $"{s.Id}>{string.Join(",", s.Exit!.To)}")).ShouldBe(order);
        stages.Single(s => s.Id == "intake").Exit!.To.ShouldBe(first.Split(','));
        stages.Single(s => s.Id == "intake").Exit!.When!.Reads.ShouldContain("criteria.allMet");
        stages.Where(s => s.Kind == StageKind.Training).ShouldAllBe(s => s.Sessions!.Weeks == weeks);
    }

    public static TheoryData<string, string, long?, decimal?, decimal?, bool?, bool?> Applicants => new()
    {
        { "no program and 23 months of experience", "experience", 23, null, null, null, true },
        { "no program and two years", "experience", 24, null, null, null, null },
        { "nothing said", "experience", null, null, null, null, null },
        { "$31,999.99 a year", "income", null, 31_999.99m, null, null, true },
        { "$32,000, a wage of $15.50, no hardship", "income", null, 32_000m, 15.50m, false, false },
        { "$32,000, a wage of $15.49", "income", null, 32_000m, 15.49m, null, true },
        { "$50,000, wage unknown, hardship reported", "income", null, 50_000m, null, true, true },
        { "$50,000, wage unknown, no hardship", "income", null, 50_000m, null, false, null },
    };

    [Theory]
    [MemberData(nameof(Applicants))]
    public void Criteria_decide_as_AspireAtlantic_states_them(string who, string criterion, long? months, decimal? income, decimal? wage, bool? hardship, bool? met)
    {
        var facts = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        if (months is { } m) facts["canadianExperienceMonths"] = CelValue.Of(m);
        if (income is { } i) facts["annualIncome"] = CelValue.Of(Money.Cad(i));
        if (wage is { } w) facts["hourlyWage"] = CelValue.Of(Money.Cad(w));
        if (hardship is { } h) facts["hardshipSelfReported"] = CelValue.Of(h);
        Manufacturing.Criterion(criterion)!.When.Evaluate(name => facts.GetValueOrDefault(name), new DateOnly(2025, 6, 1)).Verdict.ShouldBe(met, who);
    }

    [Fact]
    public void No_criterion_reads_a_record_or_a_group() =>
        Manufacturing.Criteria.SelectMany(c => c.Reads).ShouldNotContain(f => f == "unpardonedRecord" || f == "underrepresentedGroups");

    [Fact]
    public void The_stipend_comes_weekly_and_stops_at_exit_or_graduation() =>
        Manufacturing.Support("stipend")!.Recurs!.Stop.ShouldBe([Milestone.Graduated, Milestone.Exited]);

    [Fact]
    public async Task Lint_ends_with_0_for_a_clean_file_and_2_for_findings()
    {
        var output = new StringWriter();
        (await LintCommand.Run([Path.Combine(Repository.Root, "programs/open-university/modules.yaml")], output, TestContext.Current.CancellationToken)).ShouldBe(0);
        var broken = Path.GetTempFileName();
        await File.WriteAllTextAsync(broken, "program: x\nversion: none\n", TestContext.Current.CancellationToken);
        (await LintCommand.Run([broken], output, TestContext.Current.CancellationToken)).ShouldBe(2);
        File.Delete(broken);
        output.ToString().ShouldContain($"{broken}:2:10: program.type: ");
    }
}
