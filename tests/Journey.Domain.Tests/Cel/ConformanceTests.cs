using System.Globalization;
using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>
/// CEL's published conformance cases (cel-spec, tests/simple/testdata), as far as the subset goes. A case we can compile must come out
/// as the specification says; a case we refuse is counted under the feature it needs, and no feature may be missing from the list below.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string[] Outside =
    [
        "unsigned numbers", "bytes", "maps and messages", "dynamic typing", "types as values", "null", "a function or macro of the next part", "time zones in date functions",
        "lists and maps of mixed types", "nanoseconds",
    ];

    [Fact]
    public void What_the_subset_takes_comes_out_as_the_specification_says()
    {
        var folder = Folder();
        Assert.SkipUnless(folder is not null, "../shared/data/cel is not here");
        var outside = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        int passed = 0, all = 0;
        foreach (var file in Directory.GetFiles(folder!, "*.textproto").Order(StringComparer.Ordinal))
        {
            var proto = TextProto.Read(File.ReadAllText(file));
            foreach (var test in proto.Messages("section").SelectMany(s => s.Messages("test")))
            {
                all++;
                var result = Run(test);
                if (result is null) passed++;
                else if (Outside.Contains(result)) outside[result] = outside.GetValueOrDefault(result) + 1;
                else wrong.Add($"{Path.GetFileName(file)} {test.Scalar("name")}: {test.Scalar("expr")} -> {result}");
            }
        }
        output.WriteLine($"{passed} of {all} cases are in the subset and pass; outside: {string.Join(", ", outside.Select(o => $"{o.Key} {o.Value}"))}");
        wrong.ShouldBeEmpty();
        passed.ShouldBe(423);
        outside.Keys.ShouldBeSubsetOf(Outside);
    }

    // null: as specified; a listed feature: outside the subset; anything else: wrong.
    private static string? Run(TextProto test)
    {
        var source = test.Scalar("expr")!;
        var names = new Dictionary<string, CelType>(StringComparer.Ordinal);
        var values = new Dictionary<string, CelValue>(StringComparer.Ordinal);
        foreach (var declared in test.Messages("type_env"))
        {
            if (declared.Messages("ident").SelectMany(i => i.Messages("type")).FirstOrDefault()?.Scalar("primitive") is not { } primitive) return "dynamic typing";
            if (primitive is not ("BOOL" or "INT64" or "DOUBLE" or "STRING")) return primitive == "BYTES" ? "bytes" : "unsigned numbers";
            names[declared.Scalar("name")!] = primitive switch { "BOOL" => CelType.Bool, "INT64" => CelType.Int, "DOUBLE" => CelType.Double, _ => CelType.String };
        }
        foreach (var binding in test.Messages("bindings"))
        {
            var value = binding.Messages("value").Single().Messages("value").Single();
            if (Value(value) is not { } known) return value.Fields[0].Name is "map_value" or "object_value" ? "maps and messages" : "bytes";
            values[binding.Scalar("key")!] = known;
        }

        if (CelExpression.Compile(source, new CelEnvironment(names), null, out var findings) is not { } expression) return Feature(test, source, findings[0]);
        var result = expression.Evaluate(name => values.GetValueOrDefault(name)).Value;
        if (test.Messages("eval_error").Any()) return result.IsError ? null : Nanoseconds(source) ?? $"{result}, not an error";
        var expected = test.Messages("value").FirstOrDefault();
        if (expected is null) return result.IsTrue ? null : $"{result}, not true";
        if (Value(expected) is not { } wanted) return Unrepresentable(expected);
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
        _ => "maps and messages",
    };

    private static string Feature(TextProto test, string source, CelFinding finding)
    {
        if (finding.Problem.Contains("bytes", StringComparison.Ordinal)) return "bytes";
        if (finding.Problem.Contains("unsigned", StringComparison.Ordinal) || source.Contains("uint(", StringComparison.Ordinal)) return "unsigned numbers";
        if (finding.Problem.Contains("map or message", StringComparison.Ordinal) || finding.Problem.Contains("a field of", StringComparison.Ordinal)) return "maps and messages";
        if (source.Contains("type(", StringComparison.Ordinal) || source is "bool" or "int" or "uint" or "double" or "string" or "list" or "map" or "type") return "types as values";
        if (source.Contains("dyn(", StringComparison.Ordinal) || test.Scalar("disable_check") == "true") return "dynamic typing";
        if (finding.Problem.Contains("in a list of", StringComparison.Ordinal) || finding.Problem.Contains("in a map of", StringComparison.Ordinal)) return "lists and maps of mixed types";
        if (source.Contains("null", StringComparison.Ordinal)) return "null";
        if (finding.Code == "guard.unsupported") return "a function or macro of the next part";
        if (source.Contains(".get", StringComparison.Ordinal)) return "time zones in date functions";
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
