using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Journey.Host.Features.Telemetry;

/// <summary>Begins a trace for a request and for work of ours; not for a bare statement, since sequencers and shards look up to 200 times a second.</summary>
internal sealed class RequestsAndWork : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind == ActivityKind.Client ? SamplingDecision.Drop : SamplingDecision.RecordAndSample);
}

/// <summary>
/// Keeps from a span only tags that cannot hold what somebody typed: a path holds ids, but one that no route knows may hold anything;
/// a query may hold a name; an error's message or a stack trace may repeat a value.
/// </summary>
internal sealed class WithoutPersonalTags : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "url.scheme", "server.address", "server.port", "network.protocol.version", "error.type",
        "aspnetcore.diagnostics.exception.result", "db.system.name", "db.system", "db.namespace", "db.name", "db.query.text", "db.statement", "db.operation.name",
        "db.response.status_code", "db.npgsql.prepared", "otel.status_code",
    };

    public override void OnEnd(Activity data)
    {
        foreach (var tag in data.TagObjects.Select(t => t.Key).ToArray())
        {
            if (!Kept.Contains(tag) && !tag.StartsWith("journey.", StringComparison.Ordinal)) data.SetTag(tag, null);
        }
        if (data.StatusDescription is not null) data.SetStatus(data.Status);
        // An exception's event holds its message and can't be changed any more. What failed still shows: in the span around it.
        if (data.Source.Name == "Npgsql" && data.Events.Any(e => e.Name == "exception")) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
