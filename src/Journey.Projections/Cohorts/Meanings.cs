using System.Text.Json;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>What stages mean where that is not their id: by <c>program/version/stage</c>. Reports count by meaning, over all versions.</summary>
public sealed class Meanings(IReadOnlyDictionary<string, string> byStage)
{
    public static Meanings None { get; } = new(new Dictionary<string, string>());

    public static string Key(string program, int version, string stage) => $"{program}/{version.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{stage}";

    /// <summary>The ids that some version of the program has for a meaning, itself among them.</summary>
    public IReadOnlyList<string> StagesOf(string? program, string meaning) =>
        [.. byStage.Where(s => s.Value == meaning && (program is null || s.Key.StartsWith(program + "/", StringComparison.Ordinal))).Select(s => s.Key[(s.Key.LastIndexOf('/') + 1)..]).Append(meaning).Distinct(StringComparer.Ordinal)];

    internal Npgsql.NpgsqlParameter Parameter => new() { Value = JsonSerializer.Serialize(byStage), NpgsqlDbType = NpgsqlDbType.Jsonb };
}
