using System.Globalization;
using System.Resources;
using System.Text;
using Journey.Domain.Programs.Lint;

namespace Journey.Host.Features.Programs;

/// <summary>What a code means, why it matters, how to mend it.</summary>
public sealed record FindingWords(string Code, string Meaning, string Why, string Mend)
{
    private static readonly ResourceManager Resources = new("Journey.Host.Resources.FindingWords", typeof(FindingWords).Assembly);

    /// <returns>Null for a code that there is not.</returns>
    public static FindingWords? Of(string code, CultureInfo language) =>
        Resources.GetString(code, language)?.Split('\n', StringSplitOptions.TrimEntries) is [var meaning, var why, var mend] ? new(code, meaning, why, mend) : null;

    /// <summary>The page docs/lint-codes.md.</summary>
    public static string Page()
    {
        var page = new StringBuilder("""
            # What lint finds

            `journey lint FILE…` and publication say the same; publication also asks whether somebody holds the roles. An error keeps a
            definition from being published, a warning does not. `journey lint --explain CODE` says this for one code (`--language fr` in French).
            This page is made by `journey lint --codes`.

            """);
        foreach (var code in FindingCodes.All.Order(StringComparer.Ordinal))
        {
            var words = Of(code, CultureInfo.InvariantCulture) ?? throw new InvalidOperationException($"FindingWords.resx says nothing of {code}.");
            page.Append(CultureInfo.InvariantCulture, $"\n## {code}{(LintCodes.SeverityOf(code) == Severity.Warning ? " (warning)" : "")}\n\n{words.Meaning} {words.Why}\n\n**Mend it:** {words.Mend}\n");
        }
        return page.ToString();
    }
}
