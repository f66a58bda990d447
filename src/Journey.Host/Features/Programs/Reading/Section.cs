using System.Globalization;
using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>
/// One mapping of the file, read key by key. A wrong value is noted and stands in as something harmless, so that reading goes on
/// and finds the rest; nothing that was noted ever leaves <see cref="ProgramFile"/>.
/// </summary>
internal sealed partial class Section
{
    private readonly Findings _findings;
    private readonly YamlTree _node;
    private readonly Dictionary<string, YamlTree> _entries = new(StringComparer.Ordinal);

    public Section(Findings findings, YamlTree node, string path, params ReadOnlySpan<string> keys)
    {
        (_findings, _node, Path) = (findings, node, path);
        if (node is not YamlTree.Map map)
        {
            findings.Add(node, FindingCodes.Type, "this is not a mapping", $"a mapping with {string.Join(", ", keys)}");
            return;
        }
        foreach (var (key, value) in map.Entries)
        {
            if (!keys.IsEmpty && !keys.Contains(key.Value)) findings.Add(key, FindingCodes.UnknownKey, $"'{key.Value}' is not known here", "one of " + string.Join(", ", keys));
            else if (!_entries.TryAdd(key.Value, value)) findings.Add(key, FindingCodes.DuplicateKey, $"'{key.Value}' is already given above", "each key once");
            findings.Places[Under(key.Value)] = value;
            findings.Lines[Under(key.Value)] = key.Line;
            findings.Marks[Under(key.Value)] = value is YamlTree.Scalar ? (value.Line, value.Column) : (key.Line, key.Column);
        }
    }

    public string Path { get; }

    public IEnumerable<KeyValuePair<string, YamlTree>> Entries => _entries;

    public string Under(string key) => Path.Length == 0 ? key : Path + "." + key;

    public YamlTree? Get(string key, bool required = false)
    {
        if (_entries.TryGetValue(key, out var value)) return value;
        if (required && _node is YamlTree.Map) _findings.Add(_node, FindingCodes.MissingKey, $"'{key}' is missing", $"a '{key}'");
        return null;
    }

    public void Wrong(string key, string code, string problem, string expected) => _findings.Add(Get(key) ?? _node, code, problem, expected);

    public string? Word(string key, bool required = false) => Get(key, required) switch
    {
        null => null,
        YamlTree.Scalar { Value.Length: > 0 } scalar => scalar.Value,
        var other => Note<string>(other, FindingCodes.Type, "this is not a word", "a single value"),
    };

    public string Id(string key) => Word(key, required: true) is { } id ? CheckId(Get(key)!, id) : "";

    public string CheckId(YamlTree at, string id) => Slug().IsMatch(id) ? id
        : Note<string>(at, FindingCodes.Id, $"'{id}' is not an id", "a letter a-z, then letters, digits or hyphens, at most 60") ?? "";

    public int? Int(string key, int from, int to, bool required = false)
    {
        if (Word(key, required) is not { } word) return null;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
        Wrong(key, FindingCodes.Type, $"'{word}' is not such a number", $"a whole number from {from} to {to}");
        return null;
    }

    public decimal? Share(string key)
    {
        if (Word(key, required: true) is not { } word) return null;
        if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1) return share;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a share", "a number from 0 to 1, such as 0.9");
        return null;
    }

    public Money? Money(string key, bool required = false)
    {
        if (Word(key, required) is not { } word) return null;
        if (Amount().Match(word) is { Success: true } match) return new(decimal.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture), match.Groups["currency"].Value);
        Wrong(key, FindingCodes.Type, $"'{word}' is not an amount of money", "an amount and a currency, such as 150.00 CAD");
        return null;
    }

    public Period? Period(string key, bool required = false)
    {
        if (Word(key, required) is not { } word) return null;
        if (Domain.Programs.Period.TryParse(word, out var period)) return period;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a length of time", "a number and a unit, such as 1d, 2bd, 1w or 3mo");
        return null;
    }

    public DateOnly? Day(string key)
    {
        if (Word(key, required: true) is not { } word) return null;
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a day", "a day such as 2024-02-29");
        return null;
    }

    /// <summary>One of an enum's names, written as the file does: first letter small, <c>half-day</c> for <c>HalfDay</c>.</summary>
    public T? OneOf<T>(string key, bool required = false) where T : struct, Enum => Word(key, required) is { } word ? OneOf<T>(Get(key)!, word) : null;

    public T? OneOf<T>(YamlTree at, string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(Written(value), word, StringComparison.Ordinal)) return value;
        _findings.Add(at, FindingCodes.Value, $"'{word}' is not one of the choices", "one of " + string.Join(", ", Enum.GetValues<T>().Select(Written)));
        return null;
    }

    /// <summary>A milestone by name. That it exists is checked when the whole file is read.</summary>
    public Milestone? Milestone(string key, bool required = false) => Word(key, required) is { } word ? Milestone(Get(key)!, word) : null;

    public Milestone? Milestone(YamlTree at, string word)
    {
        var milestone = new Milestone(word);
        if (milestone.IsBuiltIn) return milestone;
        _findings.Add(at, FindingCodes.Value, $"'{word}' is not one of the choices", "one of " + string.Join(", ", Domain.Programs.Milestone.BuiltIn));
        return null;
    }

    public IReadOnlyList<Milestone> Milestones(string key) => [.. Words(key).Select(w => Milestone(w, w.Value)).OfType<Milestone>()];

    public Text Text(string key, bool required = true) => Get(key, required) is { } node ? ReadText(_findings, node, Under(key)) : new("", "");

    public Text? OptionalText(string key) => Get(key) is null ? null : Text(key);

    /// <summary>A role: one that the product knows (confidentiality.md, "Who may").</summary>
    public string? Role(string key, bool required = false)
    {
        if (Word(key, required) is not { } role) return null;
        if (!Owners.Contains(role)) Wrong(key, FindingCodes.UnknownRole, $"no role is called '{role}'", "one of " + string.Join(", ", Owners));
        return role;
    }

    /// <summary>Words in a list, or a single one without brackets.</summary>
    public IReadOnlyList<YamlTree.Scalar> Words(string key) => Get(key) switch
    {
        null => [],
        YamlTree.Scalar one => [one],
        YamlTree.List list => [.. list.Items.Select(i => i as YamlTree.Scalar ?? Note<YamlTree.Scalar>(i, FindingCodes.Type, "this is not a word", "a word")).OfType<YamlTree.Scalar>()],
        var other => Note<IReadOnlyList<YamlTree.Scalar>>(other, FindingCodes.Type, "this is not a list", "a word or a list of words") ?? [],
    };

    public IReadOnlyList<T> Values<T>(string key) where T : struct, Enum => [.. Words(key).Select(w => OneOf<T>(w, w.Value)).OfType<T>()];

    /// <summary>A mapping from ids to words for people.</summary>
    public IReadOnlyList<Choice> Choices(string key) => Named(key, (id, node, path) => new Choice(id, ReadText(_findings, node, path)));

    /// <summary>A mapping from ids to whatever <paramref name="read"/> makes of each, in the file's order.</summary>
    public IReadOnlyList<T> Named<T>(string key, Func<string, YamlTree, string, T> read)
    {
        if (Get(key) is not { } node) return [];
        var section = new Section(_findings, node, Under(key));
        return [.. section.Entries.Select(e => read(section.CheckId(e.Value, e.Key), e.Value, section.Under(e.Key)))];
    }

    /// <summary>A list of mappings that each have an <c>id</c>.</summary>
    public IReadOnlyList<T> Listed<T>(string key, Func<YamlTree, string, T> read)
    {
        if (Get(key) is not { } node) return [];
        if (node is not YamlTree.List list) return Note<IReadOnlyList<T>>(node, FindingCodes.Type, "this is not a list", "a list") ?? [];
        return [.. list.Items.Select((item, i) => read(item, Placed(item, Under(key) + "." + IdOf(item, i))))];
    }

    private string Placed(YamlTree item, string path)
    {
        _findings.Places[path] = item;
        _findings.Lines[path] = item.Line;
        _findings.Marks[path] = (item.Line, item.Column);
        return path;
    }

    private static string IdOf(YamlTree item, int index) =>
        (item as YamlTree.Map)?.Entries.FirstOrDefault(e => e.Key.Value is "id").Value is YamlTree.Scalar id ? id.Value : index.ToString(CultureInfo.InvariantCulture);

    private static Text ReadText(Findings findings, YamlTree node, string path)
    {
        if (node is YamlTree.Scalar)
        {
            findings.Add(node, FindingCodes.MissingTranslation, "this text is in one language only", "{en: …, fr: …}");
            return new("", "");
        }
        var section = new Section(findings, node, path, "en", "fr");
        foreach (var language in (string[])["en", "fr"])
            if (node is YamlTree.Map && section.Get(language) is null or YamlTree.Scalar { Value: "" }) findings.Add(node, FindingCodes.MissingTranslation, $"'{language}' is missing", "{en: …, fr: …}");
        return new((section.Get("en") as YamlTree.Scalar)?.Value.Trim() ?? "", (section.Get("fr") as YamlTree.Scalar)?.Value.Trim() ?? "");
    }

    private T? Note<T>(YamlTree at, string code, string problem, string expected) where T : class
    {
        _findings.Add(at, code, problem, expected);
        return null;
    }

    private static string Written<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return value is SessionLength ? name is nameof(SessionLength.HalfDay) ? "half-day" : "full-day" : char.ToLowerInvariant(name[0]) + name[1..];
    }

    // `service` is a machine's role: nobody's work.
    private static readonly IReadOnlyList<string> Owners = [.. Roles.All.Where(r => r is not Roles.Service)];

    [GeneratedRegex("^[a-z][a-zA-Z0-9-]{0,59}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Slug();

    [GeneratedRegex(@"^(?<amount>\d{1,12}(?:\.\d{1,2})?) (?<currency>[A-Z]{3})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Amount();
}
