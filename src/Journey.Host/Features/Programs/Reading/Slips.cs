using Journey.Domain.Cel;
using Journey.Domain.Programs;
using YamlDotNet.Core;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>What people who write no code most often mean where the parser only sees that something is wrong.</summary>
internal static class Slips
{
    private static readonly Dictionary<string, string> Operators = new(StringComparer.OrdinalIgnoreCase) { ["and"] = "&&", ["or"] = "||", ["not"] = "!" };

    /// <summary>For a guard; null when nothing is known.</summary>
    public static string? Hint(string guard, CelFinding finding)
    {
        if (finding.Code is not (FindingCodes.GuardSyntax or FindingCodes.GuardName) || finding.Offset >= guard.Length) return null;
        if (guard[finding.Offset] is '=') return "'equals' is written ==";
        var name = Nearest.NameAt(guard, finding.Offset);
        if (Operators.TryGetValue(name, out var sign)) return $"'{name}' is written {sign}";
        return finding.Code is FindingCodes.GuardName && guard[..finding.Offset].TrimEnd() is var before && (before.EndsWith("==", StringComparison.Ordinal) || before.EndsWith("!=", StringComparison.Ordinal) || before.EndsWith('['))
            ? $"a word to compare with stands in quotes: '{name}'" : null;
    }

    /// <summary>Where a file that is no YAML goes wrong, and what to do; the parser points to a tab's mapping and not to the tab.</summary>
    public static (int Line, int Column, string Expected) Of(YamlException wrong, string text)
    {
        const string Plain = "YAML as in programs/";
        var (line, column) = ((int)wrong.Start.Line, (int)wrong.Start.Column);
        if (wrong.Message.Contains("tab", StringComparison.Ordinal) && Tab(text) is var (tabLine, tabColumn)) return (tabLine, tabColumn, Plain + ": spaces, not tabs, before a key");
        return (line, column, Plain + (
            wrong.Message.Contains("block mapping", StringComparison.Ordinal) ? ": the keys of one mapping begin in the same column" :
            wrong.Message.Contains("',' or '}'", StringComparison.Ordinal) || wrong.Message.Contains("',' or ']'", StringComparison.Ordinal) ? ": a text with a colon, comma or bracket stands in double quotes" : ""));
    }

    private static (int, int)? Tab(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].IndexOf('\t', StringComparison.Ordinal) is >= 0 and var at && string.IsNullOrWhiteSpace(lines[i][..at])) return (i + 1, at + 1);
        return null;
    }
}
