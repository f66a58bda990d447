using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Journey.Host.Features.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP. Everything else is set by OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_PROTOCOL,
/// _HEADERS, OTEL_SERVICE_NAME, OTEL_METRIC_EXPORT_INTERVAL …).
/// </summary>
internal sealed class Exporting(IConfiguration configuration) : IHostedService, IDisposable
{
    // The owners of leases begin with it.
    private static readonly string Instance = $"{Environment.MachineName}/{Environment.ProcessId}";

    private OpenTelemetrySdk? sdk;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        sdk = OpenTelemetrySdk.Create(otel =>
        {
            otel.Services.AddSingleton(configuration);
            otel.ConfigureResource(r => r.AddService("journey", serviceVersion: typeof(Exporting).Assembly.GetName().Version!.ToString(3), serviceInstanceId: Instance).AddEnvironmentVariableDetector());
            otel.WithTracing(t => t
                .AddSource("Microsoft.AspNetCore", "Npgsql", EventStore.Telemetry.Name, "Journey.*")
                .SetSampler(new ParentBasedSampler(new RequestsAndWork()))
                .AddProcessor(new WithoutPersonalTags())
                .AddOtlpExporter());
            otel.WithMetrics(m => m
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime", "Journey.*")
                .AddOtlpExporter());
        });
        return Task.CompletedTask;
    }

    // Sends what is still waiting.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        sdk?.Dispose();
        sdk = null;
        return Task.CompletedTask;
    }

    public void Dispose() => sdk?.Dispose();
}
