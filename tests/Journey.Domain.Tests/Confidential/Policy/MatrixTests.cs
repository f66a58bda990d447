using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential.Policy;

/// <summary>The whole policy, cell by cell, against a file that somebody has read; and the page of documentation that is made from it.</summary>
public sealed class MatrixTests
{
    private static string Golden => Path.Combine(Here(), "..", "..", "golden", "access-matrix.txt");

    private static string Page => Path.Combine(Here(), "..", "..", "..", "..", "docs", "access-matrix.md");

    [Fact]
    public void Every_cell_is_as_somebody_has_read_it()
    {
        (Matrix.Cells, Matrix.Decisions).ShouldBe((22_680, 725_760));
        Matrix.Text().ShouldBe(File.ReadAllText(Golden), $"if that is meant: write this to golden/access-matrix.txt\n{Matrix.Text()}");
    }

    [Fact]
    public void Facts_in_the_clear_are_seen_and_sealed_ones_opened()
    {
        foreach (var role in Matrix.Roles)
            foreach (var relationship in Matrix.Relationships)
                foreach (var purpose in Purposes.All)
                    foreach (var part in Matrix.Parts)
                    {
                        Matrix.Cell(role, relationship, purpose, Verb.Open, FieldClass.None, part).ShouldNotBe('*');
                        foreach (var @class in Matrix.Classes.Except([FieldClass.None])) "RLPF".ShouldContain(Matrix.Cell(role, relationship, purpose, Verb.See, @class, part).ToString());
                    }
    }

    [Fact]
    public void The_page_of_documentation_says_what_the_policy_does() =>
        Written().ShouldBe(File.Exists(Page) ? File.ReadAllText(Page) : "", $"docs/access-matrix.md is stale; it is:\n{Written()}");

    [Fact]
    public void A_role_is_granted_something_or_is_said_to_have_nothing() =>
        Grants.All.Select(g => g.Role).Distinct().Concat(Grants.Without.Keys).Order().ShouldBe(Matrix.Roles);

    private static string Written()
    {
        var page = new StringBuilder();
        void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
        page.Append("""
            # Who may see and do what

            Made from `src/Journey.Domain/Confidential/Policy/Grants.cs`, the one place where it is said; a test fails when this page is stale.

            Permit = role ∧ live relationship ∧ declared purpose ∧ field rule ∧ a ground for the class. What no line grants is denied, with the first
            reason that fails: `role`, `relationship`, `purpose`, `field`, `basis`. Everything is decided on the day that is now, with the state of the primary: what is
            withdrawn, ended or expired ends with the next request, on every host, whatever an old sign-in says. Fields that are not permitted are absent.

            | role | relationship | purpose | part | may | classes | grounds | fields |
            | --- | --- | --- | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var g in Grants.All)
            Line($"| {Word(g.Role)} | {Word(g.Relationship)} | {g.Purpose} | {Word(g.Part)} | {string.Join(", ", g.Verbs.Select(Word))} | {(g.Classes.Length == Matrix.Classes.Length - 1 ? "all" : g.Classes.Length == 0 ? "none" : string.Join(", ", g.Classes.Select(c => c.Name())))} | {(g.Bases.Length == 0 ? "—" : string.Join(", ", g.Bases.Select(Word)))} | {Word(g.Fields)} |");
        Line($"");
        foreach (var g in Grants.All) Line($"- **{Word(g.Role)}**, {Word(g.Relationship)}: {g.Says}");
        foreach (var (role, says) in Grants.Without.OrderBy(w => w.Key)) Line($"- **{Word(role)}**: {says}");
        page.Append("""

            A relationship with the participants of another organization needs an agreement in force between the two, for the purpose; a class of values needs one
            that names the class. Writing something of a class needs what opening it needs. That a consent is withdrawn must itself be seen, so facts in the clear
            (stages, dates, attendance) need the relationship and no consent.

            ## The matrix


            """.ReplaceLineEndings("\n"));
        Line($"{Matrix.Roles.Length} roles × {Matrix.Relationships.Length} relationships × {Purposes.All.Count} purposes × {Matrix.Classes.Length} classes × {Matrix.Verbs.Length} verbs = {Matrix.Cells:N0} cells, each for {Matrix.Parts.Length} parts and on {Matrix.Bases.Length} grounds: {Matrix.Decisions:N0} decisions.");
        Line($"");
        Line($"```");
        page.Append(Matrix.Legend.ReplaceLineEndings("\n")).Append("\n\n").Append(Matrix.Text());
        Line($"```");
        return page.ToString();
    }

    private static string Word<T>(T value) where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
