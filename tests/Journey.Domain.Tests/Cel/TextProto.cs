using System.Globalization;
using System.Text;

namespace Journey.Domain.Tests.Cel;

/// <summary>Protocol buffers' text form, as far as the CEL conformance files use it: a message is a list of (field, value).</summary>
internal sealed class TextProto
{
    public List<(string Name, object Value)> Fields { get; } = [];

    public IEnumerable<TextProto> Messages(string name) => Fields.Where(f => f.Name == name).Select(f => f.Value).OfType<TextProto>();

    public string? Scalar(string name) => Fields.FirstOrDefault(f => f.Name == name).Value as string;

    public static TextProto Read(string text)
    {
        var at = 0;
        return Message(text, ref at, '\0');
    }

    private static TextProto Message(string text, ref int at, char end)
    {
        var message = new TextProto();
        while (true)
        {
            Skip(text, ref at);
            if (at == text.Length || text[at] == end)
            {
                at++;
                return message;
            }
            var name = Word(text, ref at);
            Skip(text, ref at);
            if (text[at] == ':') at++;
            Skip(text, ref at);
            if (text[at] == '[')
            {
                for (at++; ; at++)
                {
                    Skip(text, ref at);
                    if (text[at] == ']') break;
                    message.Fields.Add((name, Value(text, ref at)));
                    Skip(text, ref at);
                    if (text[at] == ']') break;
                }
                at++;
            }
            else message.Fields.Add((name, Value(text, ref at)));
        }
    }

    private static object Value(string text, ref int at)
    {
        if (text[at] is '{' or '<')
        {
            var end = text[at++] == '{' ? '}' : '>';
            return Message(text, ref at, end);
        }
        if (text[at] is not ('"' or '\'')) return Word(text, ref at);
        var bytes = new List<byte>();
        while (at < text.Length && text[at] is '"' or '\'')
        {
            ReadString(text, ref at, bytes);
            Skip(text, ref at);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static void ReadString(string text, ref int at, List<byte> into)
    {
        var mark = text[at++];
        for (; text[at] != mark; at++)
        {
            if (text[at] != '\\')
            {
                var start = at;
                while (text[at + 1] != mark && text[at + 1] != '\\') at++;
                into.AddRange(Encoding.UTF8.GetBytes(text[start..(at + 1)]));
                continue;
            }
            var c = text[++at];
            const string Plain = "abfnrtv\\'\"?", Meaning = "\a\b\f\n\r\t\v\\'\"?";
            if (Plain.IndexOf(c) is >= 0 and var i) into.Add((byte)Meaning[i]);
            else if (c is 'x') { into.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)); at += 2; }
            else if (c is 'u') { into.AddRange(Encoding.UTF8.GetBytes(new Rune(int.Parse(text.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())); at += 4; }
            else if (c is 'U') { into.AddRange(Encoding.UTF8.GetBytes(new Rune(int.Parse(text.AsSpan(at + 1, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())); at += 8; }
            else { into.Add(Convert.ToByte(text.Substring(at, 3), 8)); at += 2; }
        }
        at++;
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        if (text[at] == '[') at = text.IndexOf(']', at) + 1;
        else while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (':' or '{' or '}' or '<' or '>' or ',' or ';' or ']')) at++;
        return at > start ? text[start..at] : throw new FormatException($"at {at}: {text.AsSpan(at, Math.Min(30, text.Length - at))}");
    }

    private static void Skip(string text, ref int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ',' or ';' or '#'))
        {
            if (text[at] == '#') while (at < text.Length && text[at] != '\n') at++;
            else at++;
        }
    }
}
