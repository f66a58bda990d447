using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Cohorts;

/// <summary>
/// Tells open pages that the figures have moved on; journey.js then fetches the page again and swaps the part that shows them. No figure goes
/// this way, so nothing is lost with it: a page that was cut off hears the present position first.
/// </summary>
public static class LiveFigures
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static void AddLiveFigures(this WebApplicationBuilder builder) => builder.Services.AddSingleton<FiguresSignal>();

    public static void MapLiveFigures(this WebApplication app) => app.MapGet("/live/cohorts", (HttpContext http, Callers callers, FiguresSignal signal, IHostApplicationLifetime host, CancellationToken ct) =>
        // Of the database that this browser's pages are read from, which may be a replica: they show at least what they were told of.
        TypedResults.ServerSentEvents(Moves(callers.Of(http).Operator, signal, host.ApplicationStopping, ct)))
        .RequireAuthorization(Policies.SeeCounts).Touches(Touch.Counts).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<string>> Moves(Operator op, FiguresSignal signal, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        for (var told = -1L; !ending.IsCancellationRequested;)
        {
            var position = await signal.Beyond(op, told, Heartbeat, ending.Token);
            if (ending.IsCancellationRequested) yield break;
            // The same again is a heartbeat: whoever has gone is noticed by it.
            yield return new SseItem<string>(position.ToString(CultureInfo.InvariantCulture), "position");
            told = position;
            // Eyes don't follow more than a change a second.
            await Task.Delay(TimeSpan.FromSeconds(1), ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>How far the cohorts' figures are, asked once per operator for everybody who looks at them here.</summary>
public sealed class FiguresSignal
{
    private readonly ConcurrentDictionary<OperatorId, Watch> watches = new();

    /// <summary>The position of the figures once it is another than <paramref name="told"/>, or what it is after <paramref name="patience"/>.</summary>
    public async Task<long> Beyond(Operator op, long told, TimeSpan patience, CancellationToken ct)
    {
        var watch = watches.GetOrAdd(op.Id, _ => new Watch());
        for (var since = Stopwatch.GetTimestamp(); !ct.IsCancellationRequested;)
        {
            var position = await watch.Position(op, ct);
            if (position != told || Stopwatch.GetElapsedTime(since) > patience) return position;
            await Store.WaitForHead(op, position, patience, ct);
            await Task.Delay(Watch.Fresh, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return told;
    }

    [SuppressMessage("Design", "CA1001", Justification = "One for each operator, as long as the host runs.")]
    private sealed class Watch
    {
        public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

        private readonly SemaphoreSlim one = new(1, 1);
        private long position = -1, read;

        public async Task<long> Position(Operator op, CancellationToken ct)
        {
            await one.WaitAsync(ct);
            try
            {
                if (position >= 0 && Stopwatch.GetElapsedTime(read) < Fresh) return position;
                position = await ShardLag.Served(op, Shard.Cohorts, ct);
                read = Stopwatch.GetTimestamp();
            }
            // It is away for a moment: what was known goes on being so.
            catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException) { }
            finally { one.Release(); }
            return position;
        }
    }
}
