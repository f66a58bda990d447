using Journey.EventStore;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Health;

public static class HealthFeature
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddSingleton<Readiness>();

    /// <summary>For an orchestrator, without sign-in: `live` while the process can answer at all, `ready` while requests may be sent here.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" })).AllowAnonymous();
        app.MapGet("/health/ready", async (Readiness readiness, CancellationToken ct) =>
        {
            var report = await readiness.Look(ct);
            return TypedResults.Json(report, statusCode: report.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).AllowAnonymous();
    }
}

/// <param name="Status">`ready`, `not-ready` or `stopping`. One operator that can't be served leaves the host ready for the others.</param>
/// <param name="Away">Ids of the operators that something is wrong with.</param>
public sealed record ReadinessReport(string Status, IReadOnlyList<string> Away, IReadOnlyList<DatabaseCheck> Checks);

/// <summary>Whether requests may be sent to this host: its databases, its root key, and that it isn't on its way out.</summary>
public sealed class Readiness(Operators operators, IServiceProvider services, IHostApplicationLifetime lifetime) : IDisposable
{
    // Anybody may ask, as often as they like; the databases are asked once a second at most.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim looking = new(1, 1);
    private volatile bool leaving;
    private (long At, ReadinessReport Report)? last;

    /// <summary>From now on it is not ready, though it still answers.</summary>
    public void Leave() => leaving = true;

    public async Task<ReadinessReport> Look(CancellationToken ct)
    {
        if (IsLeaving) return new("stopping", [], []);
        await looking.WaitAsync(ct);
        try
        {
            if (last is { } known && TimeProvider.System.GetElapsedTime(known.At) < Fresh) return IsLeaving ? new("stopping", [], []) : known.Report;
            IReadOnlyList<DatabaseCheck> checks =
            [
                new("root key", services.GetService<RootKey>() is null ? "not loaded" : null),
                .. await operators.Check(ct),
            ];
            var unwell = checks.Where(x => x.Problem is not null).Select(x => x.Operator).OfType<OperatorId>().Distinct().ToList();
            var served = operators.All.Count(o => !unwell.Contains(o.Id));
            // The registry only tells of further operators: without it those that are known are served.
            var ready = checks[0].Problem is null && (served > 0 || checks.All(x => x.Problem is null));
            var report = new ReadinessReport(ready ? "ready" : "not-ready", [.. unwell.Select(o => o.Value)], checks);
            last = (TimeProvider.System.GetTimestamp(), report);
            return IsLeaving ? new("stopping", [], []) : report;
        }
        finally { looking.Release(); }
    }

    public void Dispose() => looking.Dispose();

    private bool IsLeaving => leaving || lifetime.ApplicationStopping.IsCancellationRequested;
}
