using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Journey.Host.Http;

/// <summary>Says what of a request does not fit, where, and what was expected. Names of fields only: what was sent may be about somebody.</summary>
public static partial class BadRequests
{
    public static ProblemException Explain(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException json => new(400, null, Body(json, Parameter().Match(bad.Message).Groups[1].Value)),
        _ when Parameter().Match(bad.Message) is { Success: true } found => new(bad.StatusCode, null, $"The parameter {found.Groups[2].Value} is missing or does not read: expected {Expected(found.Groups[1].Value)}."),
        _ => new(bad.StatusCode, null, bad.StatusCode == 400 ? "The body is missing, incomplete or no JSON." : null),
    };

    /// <summary>A constructor's parameter that takes no null is a field that must be there.</summary>
    public static void RequireWhatIsNotNullable(JsonTypeInfo type)
    {
        if (type.Type.Assembly != typeof(BadRequests).Assembly) return;
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false }) property.IsRequired = true;
        }
    }

    /// <summary>One sentence about a body that does not read. It quotes no value.</summary>
    /// <param name="root">Name of the type that was read.</param>
    public static string Body(JsonException json, string root)
    {
        var at = json.Path is { Length: > 0 } path ? path : "$";
        var said = json.Message;
        if (Unmapped().Match(said) is { Success: true } unmapped)
            return $"There is no field '{Short(unmapped.Groups[1].Value)}' at {at}. {Fields(unmapped.Groups[2].Value)}Remove it, or spell it as documented in /openapi/v1.json.";
        if (Missing().Match(said) is { Success: true } missing) return $"At {at} these fields are missing: {missing.Groups[1].Value}. Add them.";
        if (said.Contains("could not be converted to", StringComparison.Ordinal)) return $"The value at {at} does not fit: expected {(Member(root, at) is { } member ? Expected(member) : "something else")}.";
        if (said.Contains("null", StringComparison.Ordinal) && said.Contains("allow", StringComparison.Ordinal)) return $"The value at {at} is null and may not be: {(NotNull().Match(said) is { Success: true } n ? $"give '{n.Groups[1].Value}' a value." : "give a value.")}";
        if (said.StartsWith("Expected an instant", StringComparison.Ordinal)) return $"The value at {at} does not fit: e{said.Split(" Path:")[0][1..]}";
        return $"The body is no JSON from {at} on (line {json.LineNumber + 1}).";
    }

    // By the path, since the serializer names now the value's type, now the object's that holds it.
    private static string? Member(string root, string path)
    {
        var steps = path.Split('.')[1..];
        foreach (var candidate in typeof(BadRequests).Assembly.GetTypes().Where(t => t.Name == root))
        {
            Type? at = candidate;
            foreach (var step in steps) at = at?.GetProperties().FirstOrDefault(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == step)?.PropertyType;
            if (at is not null && steps.Length > 0) return (System.Nullable.GetUnderlyingType(at) ?? at).FullName;
        }
        return null;
    }

    private static string Fields(string type) => Find(type) is { } found
        ? $"It takes: {string.Join(", ", found.GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal))}. "
        : "";

    private static string Expected(string type)
    {
        if (Nullable().Match(type) is { Success: true } nullable) type = nullable.Groups[1].Value;
        var name = type.TrimEnd('?').Split('.', '+')[^1];
        return name switch
        {
            "Guid" => "an id (a UUID)",
            "DateOnly" => "a day such as 2026-03-04",
            "DateTimeOffset" => "an instant with its offset",
            "When" => "an instant with its offset, a day, a month or \"unknown\"",
            "KnownOn" => "an instant with its offset, or a day",
            "Decimal" or "decimal" or "Double" => "a number",
            "Int32" or "Int64" or "int" or "long" => "a whole number",
            "Boolean" or "bool" => "true or false",
            "String" or "string" => "a text",
            _ when Find(type) is { IsEnum: true } names => "one of " + string.Join(", ", Enum.GetNames(names)),
            _ when type.EndsWith("[]", StringComparison.Ordinal) => "a list",
            _ => "an object or value as documented in /openapi/v1.json",
        };
    }

    private static Type? Find(string name) => typeof(BadRequests).Assembly.GetType(name) ?? typeof(Domain.JourneyEvent).Assembly.GetType(name)
        ?? typeof(Domain.JourneyEvent).Assembly.GetTypes().FirstOrDefault(t => t.IsEnum && t.Name == name);

    private static string Short(string field) => field.Length <= 60 ? field : field[..60] + "…";

    [GeneratedRegex("parameter \"(\\S+) (\\w+)\"")]
    private static partial Regex Parameter();

    [GeneratedRegex("property '([^']+)' could not be mapped to any .NET member contained in type '([^']+)'")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.+?)\\.(?: Path|$)")]
    private static partial Regex Missing();

    [GeneratedRegex("parameter '([^']+)'|property (?:or field )?'([^']+)'")]
    private static partial Regex NotNull();

    [GeneratedRegex(@"^System\.Nullable`1\[(.+)\]$")]
    private static partial Regex Nullable();
}
