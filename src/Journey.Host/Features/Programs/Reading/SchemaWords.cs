using System.Reflection;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>What the schema says about each key, for whoever writes a program in an editor: <c>schema-words.txt</c> beside this file.</summary>
internal static class SchemaWords
{
    /// <summary>By path, ids as <c>*</c>; a path may leave out its beginning: <c>followUps.*.after</c> stands for a stage's, too.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Read();

    public static string? Of(string path)
    {
        for (var rest = path; ; rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (All.TryGetValue(rest, out var words)) return words;
            if (!rest.Contains('.')) return null;
        }
    }

    private static Dictionary<string, string> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var text = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(n => n.EndsWith("schema-words.txt", StringComparison.Ordinal)))!);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);
    }
}
