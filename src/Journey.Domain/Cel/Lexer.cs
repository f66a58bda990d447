using System.Globalization;
using System.Text;

namespace Journey.Domain.Cel;

internal enum TokenKind { Name, Int, Double, String, Sign, End }

/// <param name="Text">A string's is its value, escapes resolved.</param>
/// <param name="End">The first offset after it.</param>
internal readonly record struct Token(TokenKind Kind, int At, string Text, int End);

/// <summary>Cuts CEL source into tokens (language definition, "Syntax").</summary>
internal static class Lexer
{
    private static readonly string[] Signs = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    public static IReadOnlyList<Token> Read(string source)
    {
        var tokens = new List<Token>();
        for (var at = 0; ;)
        {
            while (at < source.Length && (source[at] is ' ' or '\t' or '\n' or '\r' or '\f' || source.AsSpan(at).StartsWith("//")))
            {
                if (source[at] == '/') while (at < source.Length && source[at] != '\n') at++;
                else at++;
            }
            if (at == source.Length)
            {
                tokens.Add(new(TokenKind.End, at, "", at));
                return tokens;
            }
            tokens.Add(Next(source, ref at));
        }
    }

    private static Token Next(string source, ref int at)
    {
        var start = at;
        var c = source[at];
        if (StringPrefix(source, at) is { } prefix) return ReadString(source, ref at, prefix);
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_')) at++;
            return new(TokenKind.Name, start, source[start..at], at);
        }
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]))) return ReadNumber(source, ref at);
        foreach (var sign in Signs)
        {
            if (!source.AsSpan(at).StartsWith(sign)) continue;
            at += sign.Length;
            return new(TokenKind.Sign, start, sign, at);
        }
        throw CelException.Syntax(at, $"unexpected character '{c}'", "a name, a number, a string or an operator");
    }

    // The letters before a quotation mark: r for raw, b for bytes; null when no string starts here.
    private static string? StringPrefix(string source, int at)
    {
        var end = at;
        while (end < source.Length && end < at + 2 && source[end] is 'r' or 'R' or 'b' or 'B') end++;
        return end < source.Length && source[end] is '\'' or '"' ? source[at..end].ToLowerInvariant() : null;
    }

    private static Token ReadString(string source, ref int at, string prefix)
    {
        var start = at;
        if (prefix.Contains('b')) throw CelException.Unsupported(at, "a bytes literal");
        var raw = prefix.Contains('r');
        at += prefix.Length;
        var mark = source[at].ToString();
        if (source.AsSpan(at).StartsWith(mark + mark + mark)) mark = mark + mark + mark;
        at += mark.Length;
        var text = new StringBuilder();
        while (true)
        {
            if (at >= source.Length || (mark.Length == 1 && source[at] is '\n' or '\r')) throw CelException.Syntax(start, "a string without its end", $"a closing {mark}");
            if (source.AsSpan(at).StartsWith(mark)) break;
            if (source[at] == '\\' && !raw) text.Append(Escape(source, ref at));
            else text.Append(source[at++]);
        }
        at += mark.Length;
        return new(TokenKind.String, start, text.ToString(), at);
    }

    private static string Escape(string source, ref int at)
    {
        var start = at++;
        var c = at < source.Length ? source[at++] : '\0';
        const string Plain = "abfnrtv\\?\"'`", Meaning = "\a\b\f\n\r\t\v\\?\"'`";
        if (Plain.IndexOf(c, StringComparison.Ordinal) is >= 0 and var known) return Meaning[known].ToString();
        var (length, radix) = c switch { 'x' or 'X' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '3' => (3, 8), _ => (0, 0) };
        if (radix == 8) at--;
        var code = 0;
        for (var i = 0; i < length; i++, at++)
        {
            var digit = at < source.Length && char.IsAsciiHexDigit(source[at]) ? Convert.ToInt32(source[at].ToString(), 16) : radix;
            if (digit >= radix) { length = 0; break; }
            code = code * radix + digit;
        }
        return length > 0 && Rune.IsValid(code) ? new Rune(code).ToString() : throw CelException.Syntax(start, "an unknown escape in a string", @"one of \n \t \\ \' \"" \xHH \uHHHH");
    }

    private static Token ReadNumber(string source, ref int at)
    {
        var start = at;
        var hex = source.AsSpan(at).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isDouble = false;
        if (hex)
        {
            at += 2;
            while (at < source.Length && char.IsAsciiHexDigit(source[at])) at++;
        }
        else
        {
            Digits(source, ref at);
            if (at + 1 < source.Length && source[at] == '.' && char.IsAsciiDigit(source[at + 1]))
            {
                isDouble = true;
                at++;
                Digits(source, ref at);
            }
            if (at < source.Length && source[at] is 'e' or 'E')
            {
                isDouble = true;
                at++;
                if (at < source.Length && source[at] is '+' or '-') at++;
                Digits(source, ref at);
            }
        }
        if (at < source.Length && source[at] is 'u' or 'U') throw CelException.Unsupported(start, "an unsigned number");
        if (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_')) throw CelException.Syntax(at, "a letter in a number", "digits");
        return new(isDouble ? TokenKind.Double : TokenKind.Int, start, source[start..at], at);
    }

    private static void Digits(string source, ref int at)
    {
        while (at < source.Length && char.IsAsciiDigit(source[at])) at++;
    }

    /// <param name="negative">Whether a minus stands before it: the smallest int has no positive counterpart.</param>
    public static long ParseInt(Token token, bool negative)
    {
        var hex = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var ok = hex
            ? ulong.TryParse(token.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            : ulong.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out size);
        if (!ok || size > (ulong)long.MaxValue + (negative ? 1UL : 0UL)) throw CelException.Syntax(token.At, $"{token.Text} does not fit a 64-bit int", "a smaller number");
        return negative ? unchecked(-(long)size) : (long)size;
    }

    public static double ParseDouble(Token token) => double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        ? value : throw CelException.Syntax(token.At, $"{token.Text} is not a number", "a number");
}
