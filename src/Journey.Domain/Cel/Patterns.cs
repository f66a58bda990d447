using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Journey.Domain.Cel;

/// <summary>
/// Patterns of <c>matches()</c>: the part of RE2's syntax that means the same here, in linear time. Characters are code points and
/// classes are ASCII, as in RE2; flags, named groups, <c>\b</c>, <c>\p</c> and <c>[[:alpha:]]</c> are refused.
/// </summary>
internal sealed class Patterns
{
    private const int Longest = 200, MostRepeats = 100;
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]", Halves = @"\uD800-\uDFFF";

    private readonly string _text;
    private readonly StringBuilder _out = new();
    private int _at, _repeats = 1;

    private Patterns(string text) => _text = text;

    /// <returns>Null where the pattern is wrong or goes beyond the part.</returns>
    public static Regex? Compile(string pattern)
    {
        if (pattern.Length > Longest) return null;
        var reading = new Patterns(pattern);
        try
        {
            while (reading._at < pattern.Length)
                if (!reading.Next()) return null;
            return new(reading._out.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private bool Next()
    {
        var c = _text[_at++];
        switch (c)
        {
            case '.': _out.Append("(?:" + Pair + "|[^\\n" + Halves + "])"); return true;
            case '$': _out.Append("\\z"); return true; // .NET's $ would also stand before a last line feed
            case '^' or ')' or '|' or '*' or '+' or '?': _out.Append(c); return true;
            case '(':
                if (Rest.StartsWith("?:")) _at += 2;
                _out.Append("(?:");
                return !Rest.StartsWith('?');
            case '{': return Repeat();
            case '[': return Class();
            case '\\' when _at < _text.Length:
                var escaped = _text[_at++];
                if (Set(escaped) is { } set) _out.Append('[' + set + ']');
                else if (Set(char.ToLowerInvariant(escaped)) is { } not) Without(not);
                else if (Escaped(escaped) is { } plain) Append(plain);
                else return false;
                return true;
            case '\\': return false;
            default:
                if (!char.IsHighSurrogate(c)) Append(c);
                else if (_at < _text.Length) _out.Append(CultureInfo.InvariantCulture, $"(?:\\u{(int)c:X4}\\u{(int)_text[_at++]:X4})");
                return true;
        }
    }

    private ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    private void Append(char c) => _out.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");

    private void Without(string set) => _out.Append("(?:" + Pair + "|[^" + set + Halves + "])");

    private static string? Set(char letter) => letter switch { 'd' => "0-9", 'w' => "0-9A-Za-z_", 's' => @"\t\n\f\r\u0020", _ => null };

    private static char? Escaped(char c) => c switch
    {
        'n' => '\n', 't' => '\t', 'r' => '\r', 'f' => '\f', 'v' => '\v', 'a' => '\a',
        _ => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) ? c : null,
    };

    // {2}, {2,} and {2,5}. All repeats of a pattern together are bounded: nested ones multiply.
    private bool Repeat()
    {
        var end = Rest.IndexOf('}');
        if (end < 1) return false;
        foreach (var part in Rest[..end].ToString().Split(','))
        {
            if (part.Length == 0) continue;
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostRepeats) return false;
            _repeats *= Math.Max(1, count);
            if (_repeats > MostRepeats) return false;
        }
        _out.Append('{').Append(Rest[..(end + 1)]);
        _at += end + 1;
        return true;
    }

    private bool Class()
    {
        var not = Rest.StartsWith('^');
        if (not) _at++;
        var set = new StringBuilder();
        char? from = null; // what a hyphen would make a range of
        for (var first = true; ; first = false)
        {
            if (_at >= _text.Length || Rest.StartsWith("[:")) return false;
            var c = _text[_at++];
            if (c == ']' && !first) break;
            if (char.IsSurrogate(c)) return false;
            if (c == '-' && from is { } low && _at < _text.Length && _text[_at] != ']')
            {
                var high = _text[_at++];
                if (high is '\\' or '[' || char.IsSurrogate(high) || high < low) return false;
                set.Append(CultureInfo.InvariantCulture, $"-\\u{(int)high:X4}");
                from = null;
                continue;
            }
            from = c;
            if (c == '\\')
            {
                if (_at >= _text.Length) return false;
                var escaped = _text[_at++];
                from = Set(escaped) is null ? Escaped(escaped) : null;
                if (Set(escaped) is { } known) set.Append(known);
                else if (from is null) return false;
            }
            if (from is { } plain) set.Append(CultureInfo.InvariantCulture, $"\\u{(int)plain:X4}");
        }
        if (not) Without(set.ToString());
        else _out.Append('[').Append(set).Append(']');
        return true;
    }
}
