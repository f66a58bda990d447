using System.Globalization;
using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>
/// CEL's published conformance cases (cel-spec, tests/simple/testdata), as far as the subset goes. A case we can compile must come out
/// as the specification says; a case we refuse is counted under the feature it needs, and the counts below are exact.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    // Feature → how many cases need it. A case counts under the first that it needs.
    private static readonly SortedDictionary<string, int> Outside = new(StringComparer.Ordinal)
    {
        ["bytes"] = 36,
        ["dyn()"] = 73,
        ["expressions that do not type-check, evaluated nevertheless"] = 34,
        ["lists and maps of mixed types"] = 14,
        ["messages"] = 74,
        ["nanoseconds"] = 5,
        ["types as values"] = 27,
        ["unsigned numbers"] = 164,
    };

    private static readonly SortedDictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["basic"] = "30 of 43",
        ["comparisons"] = "123 of 406",
        ["conversions"] = "51 of 109",
        ["integer_math"] = "41 of 64",
        ["lists"] = "19 of 39",
        ["logic"] = "21 of 30",
        ["macros"] = "38 of 44",
        ["string"] = "45 of 51",
        ["timestamps"] = "69 of 78",
    };

    [Fact]
    public void What_the_subset_takes_comes_out_as_the_specification_says()
    {
        var folder = Folder();
        Assert.SkipUnless(folder is not null, "../shared/data/cel is not here");
        var outside = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var file in Directory.GetFiles(folder!, "*.textproto"))
        {
            int passed = 0, all = 0;
            foreach (var test in TextProto.Read(File.ReadAllText(file)).Messages("section").SelectMany(s => s.Messages("test")))
            {
                all++;
                var result = Run(test);
                if (result is null) passed++;
                else if (Outside.ContainsKey(result)) outside[result] = outside.GetValueOrDefault(result) + 1;
                else wrong.Add($"{Path.GetFileName(file)} {test.Scalar("name")}: {test.Scalar("expr")} -> {result}");
            }
            files.Add(Path.GetFileNameWithoutExtension(file), $"{passed} of {all}");
        }
        foreach (var (name, count) in files.Select(f => (f.Key, f.Value)).Concat(outside.Select(o => (o.Key, $"{o.Value} outside")))) output.WriteLine($"{name}: {count}");
        wrong.ShouldBeEmpty();
        files.ShouldBe(Files);
        outside.ShouldBe(Outside);
    }

    // null: as specified; a listed feature: outside the subset; anything else: wrong.
    private static string? Run(TextProto test)
    {
        var source = test.Scalar("expr")!;
        var names = new Dictionary<string, CelType>(StringComparer.Ordinal);
        var values = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        foreach (var declared in test.Messages("type_env"))
        {
            if (declared.Messages("ident").SelectMany(i => i.Messages("type")).FirstOrDefault() is not { } type) return "functions of the embedding program";
            if (Type(type) is not { } known) return type.Scalar("primitive") == "BYTES" ? "bytes" : "unsigned numbers";
            names[declared.Scalar("name")!] = known;
        }
        foreach (var binding in test.Messages("bindings"))
        {
            var value = binding.Messages("value").Single().Messages("value").Single();
            if (Value(value) is not { } known) return Unrepresentable(value);
            values[binding.Scalar("key")!] = known;
        }

        if (CelExpression.Compile(source, new CelEnvironment(names), null, out var findings) is not { } expression) return Feature(test, source, findings[0]);
        var result = expression.Evaluate(name => values.GetValueOrDefault(name)).Value;
        if (test.Messages("eval_error").Any()) return result.IsError ? null : Nanoseconds(source) ?? $"{result}, not an error";
        var expected = test.Messages("value").FirstOrDefault();
        if (expected is null) return result.IsTrue ? null : $"{result}, not true";
        if (Value(expected) is not { } wanted) return $"{result}, though it needs {Unrepresentable(expected)}";
        if (wanted.Kind == result.Kind && (wanted == result || (wanted.Kind == CelKind.Double && double.IsNaN(wanted.Double) && double.IsNaN(result.Double)))) return null;
        return Nanoseconds(source) ?? $"{result}, not {wanted}";
    }

    private static string? Nanoseconds(string source) =>
        source.Contains("999999999", StringComparison.Ordinal) || source.Contains("ns'", StringComparison.Ordinal) ? "nanoseconds" : null;

    private static string Unrepresentable(TextProto expected) => expected.Fields[0].Name switch
    {
        "bytes_value" => "bytes",
        "type_value" => "types as values",
        "uint64_value" => "unsigned numbers",
        "object_value" => "messages",
        "list_value" or "map_value" => "lists and maps of mixed types",
        var other => other,
    };

    private static CelType? Type(TextProto type) => type.Fields[0] switch
    {
        ("primitive", "BOOL") => CelType.Bool,
        ("primitive", "INT64") => CelType.Int,
        ("primitive", "DOUBLE") => CelType.Double,
        ("primitive", "STRING") => CelType.String,
        ("null", _) => CelType.Null,
        ("message_type", "google.protobuf.Duration") => CelType.Duration,
        ("list_type", TextProto list) when Type(list.Messages("elem_type").Single()) is { } item => CelType.ListOf(item),
        ("map_type", TextProto map) when Type(map.Messages("key_type").Single()) is { } key && Type(map.Messages("value_type").Single()) is { } value => CelType.MapOf(key, value),
        _ => null,
    };

    private static string Feature(TextProto test, string source, CelFinding finding)
    {
        bool Has(string text) => source.Contains(text, StringComparison.Ordinal);
        bool Says(string text) => finding.Problem.Contains(text, StringComparison.Ordinal);
        if (Says("a message") || Has("TestAllTypes{") || Has("google.protobuf.")) return "messages";
        if (Says("unsigned") || Has("uint(")) return "unsigned numbers";
        if (Says("bytes") || Has("bytes(")) return "bytes";
        if (Has("type(") || source is "bool" or "int" or "uint" or "double" or "string" or "list" or "map" or "type" or "null_type" or "dyn" or "bytes") return "types as values";
        if (Has("dyn(")) return "dyn()";
        if (Says("in a list of") || Says("in a map of")) return "lists and maps of mixed types";
        if (test.Scalar("disable_check") == "true") return "expressions that do not type-check, evaluated nevertheless";
        return $"{finding.Code} at {finding.Offset}: {finding.Problem}";
    }

    private static CelValue? Value(TextProto value)
    {
        if (value.Fields.Count == 0) return null;
        var (name, content) = value.Fields[0];
        var text = content as string ?? "";
        return name switch
        {
            "bool_value" => CelValue.Of(text == "true"),
            "int64_value" => CelValue.Of(long.Parse(text, CultureInfo.InvariantCulture)),
            "double_value" => CelValue.Of(text.ToLowerInvariant() switch
            {
                "inf" or "infinity" => double.PositiveInfinity,
                "-inf" or "-infinity" => double.NegativeInfinity,
                "nan" => double.NaN,
                _ => double.Parse(text, CultureInfo.InvariantCulture),
            }),
            "string_value" => CelValue.Of(text),
            "null_value" => CelValue.Null,
            "list_value" when ((TextProto)content).Messages("values").Select(Value).ToList() is var items && items.All(i => i is not null) => CelValue.Of(items.Select(i => i!.Value).ToList()),
            "map_value" when ((TextProto)content).Messages("entries").Select(e => (Key: Value(e.Messages("key").Single()), Value: Value(e.Messages("value").Single()))).ToList() is var items
                && items.TrueForAll(i => i is { Key: not null, Value: not null }) => CelValue.Of(items.ToDictionary(i => i.Key!.Value, i => i.Value!.Value)),
            "object_value" when (TextProto)content is { Fields: [(var type, TextProto time)] } => Time(type, time),
            _ => null,
        };
    }

    private static CelValue? Time(string type, TextProto time)
    {
        var seconds = long.Parse(time.Scalar("seconds") ?? "0", CultureInfo.InvariantCulture);
        var nanos = long.Parse(time.Scalar("nanos") ?? "0", CultureInfo.InvariantCulture);
        if (type.EndsWith("Duration]", StringComparison.Ordinal)) return CelValue.Of(new TimeSpan(seconds * TimeSpan.TicksPerSecond + nanos / 100));
        return type.EndsWith("Timestamp]", StringComparison.Ordinal) ? CelValue.Of(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100)) : null;
    }

    private static string? Folder()
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (Path.Combine(at, "..", "shared", "data", "cel") is var folder && File.Exists(Path.Combine(at, "Journey.slnx"))) return Directory.Exists(folder) ? folder : null;
        return null;
    }
}
