namespace Journey.Host.Features.Programs.Reading;

/// <summary>Which of the known names somebody may have meant: a finding shows these, not all hundred.</summary>
internal static class Nearest
{
    private const int Shown = 5;

    /// <summary>What a finding about an unknown <paramref name="name"/> expects, nearest first.</summary>
    public static string Expected(string name, IEnumerable<string> known)
    {
        var all = known.Where(k => k.Length > 0).OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).ToList();
        if (all.Count == 0) return "none, since the file defines none";
        var shown = all.Take(Shown).ToList();
        return all.Count <= Shown ? "one of " + string.Join(", ", shown) : $"such as {string.Join(", ", shown)} ({all.Count} in all)";
    }

    /// <summary>The dotted name that stands at <paramref name="offset"/> of a guard.</summary>
    public static string NameAt(string source, int offset)
    {
        var end = offset;
        while (end < source.Length && (char.IsAsciiLetterOrDigit(source[end]) || source[end] is '_' or '.')) end++;
        return source[offset..end];
    }

    /// <summary>What stands there when it looks like an id with a hyphen, which CEL reads as minus; else null.</summary>
    public static string? HyphenatedAt(string source, int offset)
    {
        static bool OfId(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
        int start = Math.Min(offset, source.Length), end = start;
        while (start > 0 && OfId(source[start - 1])) start--;
        while (end < source.Length && OfId(source[end])) end++;
        var word = source[start..end];
        var hyphen = word.IndexOf('-', StringComparison.Ordinal);
        return hyphen > 0 && hyphen < word.Length - 1 && char.IsAsciiLetter(word[0]) ? word : null;
    }

    // Levenshtein's, by single characters; what goes on with the same beginning counts as near (tasks.goal → tasks.goal.done).
    private static int Distance(string a, string b)
    {
        if (a.Length > 0 && b.StartsWith(a, StringComparison.Ordinal)) return 0;
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], cost);
            }
        }
        return row[b.Length];
    }
}
