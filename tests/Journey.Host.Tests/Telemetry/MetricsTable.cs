using System.Text.RegularExpressions;

namespace Journey.Host.Tests.Telemetry;

/// <summary>docs/metrics.md, as a reader has it.</summary>
internal static partial class MetricsTable
{
    internal sealed record Metric(string Name, string Kind, string Unit, string Tags, string Meaning)
    {
        public bool IsOurs => Name.StartsWith("journey.", StringComparison.Ordinal);

        /// <summary>Its names in Prometheus, by the rules at the head of the page.</summary>
        public IEnumerable<string> Prometheus()
        {
            var name = Name.Replace('.', '_') + (Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
            return Kind switch { "counter" => [name + "_total"], "histogram" => [name + "_bucket", name + "_sum", name + "_count"], _ => [name] };
        }
    }

    public static IReadOnlyList<Metric> All { get; } = [.. File.ReadAllLines(Path.Combine(Repository.Root, "docs", "metrics.md")).Select(line => Row().Match(line)).Where(m => m.Success)
        .Select(m => new Metric(m.Groups["name"].Value, m.Groups["kind"].Value, m.Groups["unit"].Value, m.Groups["tags"].Value, m.Groups["meaning"].Value))];

    /// <summary>Every Prometheus name that a dashboard or an alert may ask for.</summary>
    public static IReadOnlySet<string> Prometheus { get; } = All.SelectMany(m => m.Prometheus()).ToHashSet();

    /// <summary>The metrics that a query names: what is no label, and stands in no quotes.</summary>
    public static IEnumerable<string> In(string query) => Named().Matches(Quoted().Replace(query, "")).Select(m => m.Value).Where(n => !Labels.Contains(n)).Distinct();

    private static readonly HashSet<string> Labels =
    [
        .. All.Where(m => m.IsOurs).SelectMany(m => m.Tags.Split(", ")).Select(t => $"journey_{t}"),
        "http_route", "http_request_method", "http_response_status_code", "db_client_connection_state", "db_client_connection_pool_name",
    ];

    [GeneratedRegex(@"^\| `(?<name>[a-z_.]+)` \| (?<kind>counter|gauge|histogram) \| (?<unit>\w+) \| ((?<tags>[a-z, ]+) \| (own|each) \| )?(?<meaning>.+) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<![\w$])(journey|http|db)_\w+", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"""[^""]*""")]
    private static partial Regex Quoted();
}
