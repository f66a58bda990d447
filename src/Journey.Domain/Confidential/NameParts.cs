using System.Globalization;
using System.Text;

namespace Journey.Domain.Confidential;

/// <summary>
/// What a name is found by: its parts without accents or case, and their first letters. « Zoé-Anne O'Neil » is found by
/// <c>zoe</c>, <c>anne</c>, <c>oneil</c>, and by <c>on</c>.
/// </summary>
public static class NameParts
{
    /// <summary>Prefixes are two letters or more, up to this many; a longer name is narrowed by its whole part.</summary>
    public const int LongestPrefix = 8;

    /// <summary>The terms of one name, each once.</summary>
    public static IReadOnlyCollection<string> Of(string name)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Split(name))
        {
            terms.Add(Whole(part));
            var letters = new StringInfo(part);
            for (var length = 2; length <= Math.Min(LongestPrefix, letters.LengthInTextElements); length++)
                terms.Add(Prefix(letters.SubstringByTextElements(0, length)));
        }
        return terms;
    }

    /// <summary>The terms that a person must all have to be found by <paramref name="typed"/>: each word as the beginning of a part.</summary>
    public static IReadOnlyCollection<string> Sought(string typed)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Split(typed))
        {
            var letters = new StringInfo(part);
            var length = letters.LengthInTextElements;
            terms.Add(length is >= 2 and <= LongestPrefix ? Prefix(part) : Whole(part));
        }
        return terms;
    }

    private static string Whole(string part) => "=" + part;

    private static string Prefix(string letters) => "^" + letters;

    private static string[] Split(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || c is '\'' or '’' or 'ʼ') continue;
            plain.Append(char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? char.ToLowerInvariant(c) : ' ');
        }
        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
