using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>Expressions of any shape over a few facts, and values for these.</summary>
internal sealed class Guesses(Random random)
{
    public static CelEnvironment Facts { get; } = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["yes"] = CelType.Bool, ["gate.open"] = CelType.Bool, ["n"] = CelType.Int, ["count"] = CelType.Int, ["word"] = CelType.String, ["born"] = CelType.Timestamp, ["wage"] = CelType.Money,
        ["scores"] = CelType.ListOf(CelType.Int), ["hours"] = CelType.MapOf(CelType.String, CelType.Int),
    }, new("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday], "ca-ns"));

    private int _variables;

    private string One(params ReadOnlySpan<string> any) => any[random.Next(any.Length)];

    public string Bool(int depth) => depth == 0 ? One("true", "false", "yes", "gate.open", "yes") : random.Next(12) switch
    {
        0 or 1 => $"{Bool(depth - 1)} && {Bool(depth - 1)}",
        2 or 3 => $"({Bool(depth - 1)} || {Bool(depth - 1)})",
        4 => "!(" + Bool(depth - 1) + ")",
        5 => $"({Bool(depth - 1)} ? {Bool(depth - 1)} : {Bool(depth - 1)})",
        6 => $"{Int(depth - 1)} {One("==", "!=", "<", "<=", ">", ">=")} {Int(depth - 1)}",
        7 => Macro(One("all", "exists", "exists_one"), depth),
        8 => $"{Int(depth - 1)} in {List(depth - 1)}",
        9 => $"{Text(depth - 1)}.{One("contains", "startsWith", "endsWith")}({Text(depth - 1)})",
        10 => $"wage * {Int(depth - 1)} {One("<", ">=")} {One("cad('100.00')", "usd('1.00')", "wage + wage")}",
        _ => One("isBusinessDay(born)", "has(hours.math)", "born < date('2000-01-01')", "'math' in hours", "hours == {'math': 1}", "word.matches('^a+')"),
    };

    public string Int(int depth) => depth == 0 ? One("0", "1", "-7", "n", "count", "9223372036854775807") : random.Next(9) switch
    {
        0 or 1 => $"({Int(depth - 1)} {One("+", "-", "*", "/", "%")} {Int(depth - 1)})",
        2 => $"size({List(depth - 1)})",
        3 => $"{List(depth - 1)}[{Int(depth - 1)}]",
        4 => One("hours.math", "hours['art']", "{'art': n}.art"),
        5 => $"size({Text(depth - 1)})",
        6 => One("yearsBetween(born, date('2024-02-29'))", "businessDaysBetween(born, addDays(born, 9))", "born.getHours('America/Halifax')"),
        7 => $"({Bool(depth - 1)} ? {Int(depth - 1)} : {Int(depth - 1)})",
        _ => "-(" + Int(depth - 1) + ")",
    };

    private string Text(int depth) => depth == 0 ? One("'a'", "''", "word", "'😀'") : random.Next(4) switch
    {
        0 => $"({Text(depth - 1)} + {Text(depth - 1)})",
        1 => $"string({Int(depth - 1)})",
        2 => Text(depth - 1) + ".upperAscii()",
        _ => Text(depth - 1) + ".split('').join('-')",
    };

    private string List(int depth) => depth == 0 ? One("scores", "[1, 2]", "[n]", "[0]") : random.Next(4) switch
    {
        0 => $"[{Int(depth - 1)}, {Int(depth - 1)}]",
        1 => $"({List(depth - 1)} + {List(depth - 1)})",
        2 => Macro("filter", depth),
        _ => $"{List(depth - 1)}.map(x{_variables}, x{_variables++} * {Int(depth - 1)})",
    };

    private string Macro(string name, int depth)
    {
        var variable = "v" + _variables++;
        return $"{List(depth - 1)}.{name}({variable}, {variable} {One(">", "==", "!=")} {Int(depth - 1)} {One("&&", "||")} {Bool(depth - 1)})";
    }

    /// <summary>A value for a fact; never unknown.</summary>
    public CelValue Value(CelType type) => type.Name switch
    {
        "bool" => CelValue.Of(random.Next(2) == 0),
        "int" => CelValue.Of((long)random.Next(-2, 5)),
        "string" => CelValue.Of(One("", "a", "aa", "b")),
        "timestamp" => CelValue.Of(new DateOnly(1990 + random.Next(30), random.Next(1, 13), random.Next(1, 29))),
        "money" => CelValue.Of(Money.Cad(random.Next(0, 200))),
        "list" => CelValue.Of([.. Enumerable.Range(0, random.Next(12)).Select(_ => CelValue.Of((long)random.Next(-2, 5)))]),
        _ => CelValue.Of(new[] { "math", "art", "music" }.Where(_ => random.Next(2) == 0).ToDictionary(k => CelValue.Of(k), _ => CelValue.Of((long)random.Next(3)))),
    };

    public Dictionary<string, CelValue> All() => Facts.Names.ToDictionary(n => n.Key, n => Value(n.Value));

    /// <summary>Some of them unknown.</summary>
    public Dictionary<string, CelValue> Some(Dictionary<string, CelValue> all) => all.ToDictionary(a => a.Key, a => random.Next(2) == 0 ? CelValue.Unknown : a.Value);
}
