namespace Journey.Domain.Cel;

/// <summary>CEL's functions of text, and those of its "strings" extension that need no positions (which count code points there).</summary>
internal static class Texts
{
    public static IEnumerable<Overload> Build()
    {
        CelType text = CelType.String, texts = CelType.ListOf(CelType.String);
        yield return new(".contains", [text, text], CelType.Bool, (a, b) => CelValue.Of(a.Text.Contains(b.Text, StringComparison.Ordinal)), Sizes.Both);
        yield return new(".startsWith", [text, text], CelType.Bool, (a, b) => CelValue.Of(a.Text.StartsWith(b.Text, StringComparison.Ordinal)), Sizes.Second);
        yield return new(".endsWith", [text, text], CelType.Bool, (a, b) => CelValue.Of(a.Text.EndsWith(b.Text, StringComparison.Ordinal)), Sizes.Second);
        yield return new(".matches", [text, text], CelType.Bool, null, (a, _) => 1 + a.Text.Length)
        {
            Prepare = pattern => Patterns.Compile(pattern.Text) is { } regex ? (a, _) => CelValue.Of(regex.IsMatch(a.Text)) : null,
        };
        yield return new(".lowerAscii", [text], text, (a, _) => CelValue.Of(Each(a.Text, c => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c)), Sizes.First);
        yield return new(".upperAscii", [text], text, (a, _) => CelValue.Of(Each(a.Text, c => c is >= 'a' and <= 'z' ? (char)(c & ~0x20) : c)), Sizes.First);
        yield return new(".trim", [text], text, (a, _) => CelValue.Of(a.Text.Trim()), Sizes.First);
        yield return new(".split", [text, text], texts, (a, b) => CelValue.Of(Split(a.Text, b.Text)), (a, b) => a.Text.Length / (b.Text.Length == 0 ? 1 : 8));
        yield return new(".join", [texts], text, (a, _) => CelValue.Of(string.Concat(a.List.Select(t => t.Text))), Sizes.First);
        yield return new(".join", [texts, text], text, (a, b) => CelValue.Of(string.Join(b.Text, a.List.Select(t => t.Text))), (a, b) => Sizes.First(a, b) + a.List.Count * (1L + b.Text.Length / 16));
        yield return new(".replace", [text, text, text], text, null, (a, _) => 125 + a.Text.Length / 4)
        {
            Wide = (_, a, b, c) => Grown(a.Text, b.Text, c.Text) > 2_000 + 4L * a.Text.Length ? CelValue.Error("replace() would make the text more than four times as long")
                : CelValue.Of(b.Text.Length == 0 ? c.Text + string.Concat(a.Text.EnumerateRunes().Select(r => r + c.Text)) : a.Text.Replace(b.Text, c.Text, StringComparison.Ordinal)),
        };
    }

    // Without a limit a short source could ask for gigabytes.
    private static long Grown(string text, string what, string by) =>
        what.Length == 0 ? text.Length + (text.Length + 1L) * by.Length : text.Length + text.AsSpan().Count(what) * ((long)by.Length - what.Length);

    private static string Each(string text, Func<char, char> turn) => string.Create(text.Length, (text, turn), (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = from.turn(from.text[i]);
    });

    // As the extension says: by nothing means into single characters.
    private static List<CelValue> Split(string text, string by) =>
        [.. by.Length == 0 ? text.EnumerateRunes().Select(r => CelValue.Of(r.ToString())) : text.Split(by).Select(CelValue.Of)];
}
