using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Journey.Domain;
using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>The kinds of single values that a definition has.</summary>
internal sealed partial class Section
{
    /// <param name="pattern">Its form, for the schema; the caller checks it.</param>
    public string? Word(string key, bool required = false, string? pattern = null) =>
        Read(key, required, s => s.Is(pattern is null ? new JsonObject { ["type"] = Sketch.Words(["string", "number"]) } : new() { ["type"] = "string", ["pattern"] = pattern }));

    /// <summary>One of the words that are known; the caller says what is wrong with another.</summary>
    public string? WordOf(string key, IReadOnlyList<string> known) => Read(key, required: false, s => s.OneOf(known));

    private string? Read(string key, bool required, Action<Sketch> draw) => Get(key, required) switch
    {
        null => null,
        Sketch sketch => Drawn<string>(sketch, draw),
        YamlTree.Scalar { Value.Length: > 0 } scalar => scalar.Value,
        var other => Note<string>(other, FindingCodes.Type, "this is not a word", "a single value"),
    };

    public string Id(string key) => OptionalId(key, required: true) ?? "";

    public string? OptionalId(string key, bool required = false) => Read(key, required, s => s.Is("id")) is { } id ? CheckId(Get(key)!, id) : null;

    public bool Flag(string key)
    {
        if (Read(key, required: false, s => s.Is(new JsonObject { ["type"] = "boolean" })) is not { } word) return false;
        if (word is "true" or "false") return word is "true";
        Wrong(key, FindingCodes.Type, $"'{word}' is neither yes nor no", "true or false");
        return false;
    }

    public int? Int(string key, int from, int to, bool required = false)
    {
        if (Read(key, required, s => s.Is(new JsonObject { ["type"] = "integer", ["minimum"] = from, ["maximum"] = to })) is not { } word) return null;
        if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
        Wrong(key, FindingCodes.Type, $"'{word}' is not such a number", $"a whole number from {from} to {to}");
        return null;
    }

    public decimal? Share(string key)
    {
        if (Read(key, required: true, s => s.Is(new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 })) is not { } word) return null;
        if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1) return share;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a share", "a number from 0 to 1, such as 0.9");
        return null;
    }

    /// <summary>How much something counts beside others: above 0, at most 100; 1 when nobody says.</summary>
    public decimal Weight(string key)
    {
        if (Read(key, required: false, s => s.Is(new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 100 })) is not { } word) return 1;
        if (decimal.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 100) return weight;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a weight", "a number above 0, at most 100, such as 2");
        return 1;
    }

    public Money? Money(string key, bool required = false)
    {
        if (Read(key, required, s => s.Is("money")) is not { } word) return null;
        if (Amount().Match(word) is { Success: true } match) return Of(match, "amount");
        Wrong(key, FindingCodes.Type, $"'{word}' is not an amount of money", "an amount and a currency, such as 150.00 CAD");
        return null;
    }

    /// <summary>A range of money, both ends included; one amount is a range of itself.</summary>
    public (Money From, Money To)? MoneyRange(string key)
    {
        if (Word(key, pattern: AmountRange().ToString()) is not { } word) return null;
        if (AmountRange().Match(word) is { Success: true } match && Of(match, "from") is var from && (match.Groups["to"].Success ? Of(match, "to") : from) is var to && from.Amount <= to.Amount) return (from, to);
        Wrong(key, FindingCodes.Type, $"'{word}' is not a range of money", "two amounts, the lower first, and a currency, such as 17.00..20.00 CAD");
        return null;
    }

    private static Money Of(Match match, string amount) => new(decimal.Parse(match.Groups[amount].Value, CultureInfo.InvariantCulture), match.Groups["currency"].Value);

    public Period? Period(string key, bool required = false)
    {
        if (Read(key, required, s => s.Is("period")) is not { } word) return null;
        if (Domain.Programs.Period.TryParse(word, out var period)) return period;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a length of time", "a number and a unit, such as 1d, 2bd, 1w or 3mo");
        return null;
    }

    /// <summary>Occupations by the National Occupational Classification.</summary>
    public IReadOnlyList<string> NocCodes(string key)
    {
        var codes = Words(key, s => s.Is(new JsonObject { ["type"] = Sketch.Words(["string", "integer"]), ["pattern"] = "^[0-9]{4,5}$", ["minimum"] = 0, ["maximum"] = 99_999 }));
        // Five digits since the classification of 2021, four before.
        foreach (var code in codes.Where(c => c.Value.Length is not (4 or 5) || !c.Value.All(char.IsAsciiDigit))) _findings.Add(code, FindingCodes.Type, $"'{code.Value}' is not an occupation's code", "four or five digits, such as 14400");
        return [.. codes.Select(c => c.Value)];
    }

    public DateOnly? Day(string key)
    {
        if (Word(key, required: true, pattern: @"^\d{4}-\d{2}-\d{2}$") is not { } word) return null;
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong(key, FindingCodes.Type, $"'{word}' is not a day", "a day such as 2024-02-29");
        return null;
    }

    /// <summary>One of an enum's names, written as the file does: first letter small, <c>half-day</c> for <c>HalfDay</c>.</summary>
    public T? OneOf<T>(string key, bool required = false) where T : struct, Enum =>
        Read(key, required, s => s.OneOf(Enum.GetValues<T>().Select(Written))) is { } word ? OneOf<T>(Get(key)!, word) : null;

    public T? OneOf<T>(YamlTree at, string word) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(Written(value), word, StringComparison.Ordinal)) return value;
        _findings.Add(at, FindingCodes.Value, $"'{word}' is not one of the choices", "one of " + string.Join(", ", Enum.GetValues<T>().Select(Written)));
        return null;
    }

    /// <summary>A milestone by name. That it exists is checked when the whole file is read.</summary>
    public Milestone? Milestone(string key, bool required = false) => Read(key, required, s => s.Is("milestone")) is { } word ? Milestone(Get(key)!, word) : null;

    public Milestone Milestone(YamlTree at, string word)
    {
        var milestone = new Milestone(word);
        _findings.Milestones.Add((at, milestone));
        return milestone;
    }

    public IReadOnlyList<Milestone> Milestones(string key) => [.. Words(key, s => s.Is("milestone")).Select(w => Milestone(w, w.Value))];

    /// <summary>One milestone and a length after it, such as <c>{graduated: +18mo}</c>.</summary>
    public (Milestone Milestone, Period Plus)? MilestonePlus(string key)
    {
        if (Get(key) is Sketch sketch)
            return Drawn<(Milestone, Period)>(sketch, s => s.Is(new JsonObject { ["type"] = "object", ["propertyNames"] = Kind("milestone"), ["additionalProperties"] = Kind("period"), ["minProperties"] = 1, ["maxProperties"] = 1 }));
        if (Sub(key) is not { } ends) return null;
        if (ends.Entries.ToList() is not [var (name, _)])
        {
            if (Get(key) is YamlTree.Map) Wrong(key, FindingCodes.Schedule, "this is not an end", "one milestone and a length, such as {graduated: +18mo}");
            return null;
        }
        return ends.Period(name.Value) is { } plus ? (Milestone(name, name.Value), plus) : null;
    }

    public Text Text(string key, bool required = true) => Get(key, required) is { } node ? ReadText(_findings, node, Under(key)) : new("", "");

    public Text? OptionalText(string key) => Get(key) is null ? null : Text(key, required: false);

    /// <summary>A role: one that the product knows (confidentiality.md, "Who may").</summary>
    public string? Role(string key, bool required = false)
    {
        if (Read(key, required, s => s.Is("role")) is not { } role) return null;
        if (!Owners.Contains(role)) Wrong(key, FindingCodes.UnknownRole, $"no role is called '{role}'", "one of " + string.Join(", ", Owners));
        return role;
    }

    /// <summary>A condition over <paramref name="names"/>; null with its findings when it is wrong.</summary>
    public Guard? Guard(string key, CelEnvironment names, bool required = false) =>
        Get(key, required) is var node && node is Sketch sketch ? Drawn<Guard>(sketch, s => s.Is("condition")) : _findings.Guard(node, names);

    /// <summary>Words in a list, or a single one without brackets.</summary>
    public IReadOnlyList<YamlTree.Scalar> Words(string key, Action<Sketch>? draw = null) => Get(key) switch
    {
        null => [],
        Sketch sketch => Drawn<IReadOnlyList<YamlTree.Scalar>>(sketch, s => s.OneOrMore(draw ?? (w => w.Is(new JsonObject { ["type"] = "string" })))) ?? [],
        YamlTree.Scalar one => [one],
        YamlTree.List list => [.. list.Items.Select(i => i as YamlTree.Scalar ?? Note<YamlTree.Scalar>(i, FindingCodes.Type, "this is not a word", "a word")).OfType<YamlTree.Scalar>()],
        var other => Note<IReadOnlyList<YamlTree.Scalar>>(other, FindingCodes.Type, "this is not a list", "a word or a list of words") ?? [],
    };

    /// <summary>Ids of other things, each once.</summary>
    public IReadOnlyList<string> Ids(string key)
    {
        var ids = new List<string>();
        foreach (var word in Words(key, s => s.Is("id")))
            if (ids.Contains(word.Value)) _findings.Add(word, FindingCodes.DuplicateId, $"'{word.Value}' is listed twice", "each of them once");
            else ids.Add(word.Value);
        return ids;
    }

    public IReadOnlyList<T> Values<T>(string key) where T : struct, Enum => [.. Words(key, s => s.OneOf(Enum.GetValues<T>().Select(Written))).Select(w => OneOf<T>(w, w.Value)).OfType<T>()];

    /// <summary>A mapping from ids of other things to one of an enum's names each.</summary>
    public IReadOnlyDictionary<string, T> Each<T>(string key) where T : struct, Enum
    {
        if (Get(key) is Sketch sketch) sketch.Named(null).OneOf(Enum.GetValues<T>().Select(Written));
        return Get(key) is null or Sketch || Sub(key) is not { } section ? new Dictionary<string, T>() : section.Entries.ToDictionary(e => e.Key.Value, e => section.OneOf<T>(e.Key.Value) ?? default, StringComparer.Ordinal);
    }

    private static Text ReadText(Findings findings, YamlTree node, string path)
    {
        if (node is Sketch sketch) sketch.Is("text");
        if (node is YamlTree.Scalar) findings.Add(node, FindingCodes.MissingTranslation, "this text is in one language only", "{en: …, fr: …}");
        if (node is Sketch or YamlTree.Scalar) return new("", "");
        var section = new Section(findings, node, path, "en", "fr");
        foreach (var language in (string[])["en", "fr"])
            if (node is YamlTree.Map && section.Get(language) is null or YamlTree.Scalar { Value: "" }) findings.Add(node, FindingCodes.MissingTranslation, $"'{language}' is missing", "{en: …, fr: …}");
        return new((section.Get("en") as YamlTree.Scalar)?.Value.Trim() ?? "", (section.Get("fr") as YamlTree.Scalar)?.Value.Trim() ?? "");
    }

    private static T? Drawn<T>(Sketch sketch, Action<Sketch> draw)
    {
        draw(sketch);
        return default;
    }

    private static string Written<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return value is SessionLength ? name is nameof(SessionLength.HalfDay) ? "half-day" : "full-day" : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
