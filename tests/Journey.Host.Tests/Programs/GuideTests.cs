using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Host.Features.Programs;
using Journey.Tests;
using YamlDotNet.RepresentationModel;

namespace Journey.Host.Tests.Programs;

/// <summary>What the program author's guide shows, works: its program is linted and published, and each of its examples fits into it.</summary>
public sealed class GuideTests
{
    private static readonly IReadOnlyList<string> Blocks =
        [.. Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/writing-a-program.md")), @"^```yaml\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(m => m.Groups[1].Value)];

    private static string Whole => Blocks.Single(b => b.StartsWith("program:", StringComparison.Ordinal));

    public static TheoryData<string> Examples => [.. Blocks.Where(b => b != Whole)];

    [Fact]
    public async Task The_guides_program_is_clean_and_can_be_published()
    {
        var reading = ProgramFile.Read("kitchen-helper.yaml", Whole);
        Lint.Of(reading).ShouldBeEmpty();
        var op = await Postgres.NewOperator();
        (await Publish.Run(op, reading, null, null, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken)).ShouldBeOfType<Decision.Accepted>();
        (await new PublishedPrograms().Newest(op, "kitchen-helper", TestContext.Current.CancellationToken))!.Stages.Select(s => s.Kind).ShouldBe([StageKind.Intake, StageKind.Training, StageKind.Placement, StageKind.Employment]);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_example_of_the_guide_fits_into_its_program(string example)
    {
        var (whole, part) = (Parse(Whole), Parse(example));
        // What one of them speaks of, another defines: the contract, the longer fields.
        foreach (var other in Blocks.Where(b => b != Whole && b != example && Needed.Any(n => b.StartsWith(n, StringComparison.Ordinal)))) Merge(whole, Parse(other));
        Merge(whole, part);
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(whole)).Save(text, assignAnchors: false);
        Lint.Of(ProgramFile.Read("guide", text.ToString().Replace("...\n", "", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    private static readonly string[] Needed = ["fields:", "documents:"];

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    // Mappings are joined key by key; anything else takes the place of what was there.
    private static void Merge(YamlMappingNode into, YamlMappingNode from)
    {
        foreach (var (key, value) in from.Children)
        {
            if (value is YamlMappingNode more && into.Children.TryGetValue(key, out var was) && was is YamlMappingNode there) Merge(there, more);
            else into.Children[key] = value;
        }
    }
}
