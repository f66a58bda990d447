using System.Text.Json;

namespace Journey.Consumer;

/// <summary>What holds of one enrollment: its cohort, when the person graduated, when their first job began (as the feed says it: a day, a month, an instant).</summary>
public sealed record Row(Guid Enrollment, Guid? Cohort, string? Graduated, string? FirstJob);

/// <summary>A person's rows out of their entries. A pure function of all of them: so a correction needs no special case, whenever it comes.</summary>
public static class Enrollments
{
    public const string Retracted = "journey.entry.retracted", Amended = "journey.entry.amended";

    private const string Accepted = "journey.seat.accepted", Graduated = "journey.graduated", Employed = "journey.employment.started";

    /// <summary>The types that this consumer keeps; of all others it takes over only the position.</summary>
    public static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal) { Accepted, Graduated, Employed, Retracted, Amended };

    /// <param name="entries">CloudEvents of one person, in the log's order.</param>
    public static IEnumerable<Row> Of(IReadOnlyList<JsonElement> entries)
    {
        // From the end: a correction that was itself retracted later does not count, and the latest amendment that stands does.
        var retracted = new HashSet<string>(StringComparer.Ordinal);
        var amended = new Dictionary<string, JsonElement>(StringComparer.Ordinal); // by target, the amendment's data
        foreach (var entry in entries.Reverse().Where(e => !retracted.Contains(Id(e))))
        {
            if (Type(entry) == Retracted) retracted.Add(Data(entry, "target")!);
            else if (Type(entry) == Amended && entry.GetProperty("data").TryGetProperty("now", out _)) amended.TryAdd(Data(entry, "target")!, entry.GetProperty("data"));
        }
        var rows = new SortedDictionary<Guid, Row>();
        foreach (var entry in entries.Where(e => !retracted.Contains(Id(e)) && !(e.TryGetProperty("cause", out var cause) && retracted.Contains(cause.GetString()!))))
        {
            var (data, when) = (entry.GetProperty("data"), entry.GetProperty("occurred").GetString()!);
            if (amended.TryGetValue(Id(entry), out var instead))
            {
                data = instead.GetProperty("now").GetProperty("data");
                if (instead.TryGetProperty("occurred", out var other)) when = other.GetString()!;
            }
            if (!data.TryGetProperty("enrollment", out var of)) continue;
            var row = rows.GetValueOrDefault(of.GetGuid()) ?? new Row(of.GetGuid(), null, null, null);
            rows[row.Enrollment] = Type(entry) switch
            {
                Accepted => row with { Cohort = data.GetProperty("cohort").GetGuid() },
                Graduated => row with { Graduated = row.Graduated ?? when },
                Employed => row with { FirstJob = row.FirstJob ?? when },
                _ => row,
            };
        }
        return rows.Values;
    }

    public static string Id(JsonElement entry) => entry.GetProperty("id").GetString()!;

    public static string Type(JsonElement entry) => entry.GetProperty("type").GetString()!;

    private static string? Data(JsonElement entry, string name) => entry.GetProperty("data").GetProperty(name).GetString();
}
