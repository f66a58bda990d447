using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Journey.EventStore;
using Journey.Host.Features.Events.Published;
using Journey.Host.Http;
using Journey.Host.Recording;
using Npgsql;

namespace Journey.Host.Features.Events;

/// <summary>How often a stream says that it is alive, and one that leaves much out how far it has looked.</summary>
public sealed record StreamPace(TimeSpan Heartbeat, TimeSpan Looked)
{
    public static StreamPace Ordinary { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));
}

/// <summary>
/// The log as server-sent events. Nothing is kept for a client between two entries but its position: who reads slowly holds up only
/// themselves, and is let go of by the server when they read nothing at all.
/// </summary>
public static class StreamEvents
{
    /// <summary>No entry of the log: up to where everything was looked at. Its id counts for Last-Event-ID, so that nothing is looked at twice.</summary>
    public const string SeenType = "journey.log.seen";

    /// <summary>No entry of the log: the database was restored, and the stream ends.</summary>
    public const string OtherHistoryType = "journey.log.other-history";

    private const int AtOnce = 200;

    private static readonly TimeSpan AskedAgain = TimeSpan.FromSeconds(1);

    internal static void MapStream(this RouteGroupBuilder events) => events.MapGet("/stream", Stream).WithName("streamEvents")
        .WithSummary("The log from a position on, as server-sent events.")
        .WithDescription($"id is origin/position: send it back as Last-Event-ID. event is the type, data the CloudEvent. {SeenType} comes at least every fifteen seconds and says up to where everything was looked at; {OtherHistoryType} says that positions begin anew.")
        .Produces<string>(200, "text/event-stream");

    public static JsonObject SeenSchema() => Form.Object(("position", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{1,19}$" }), ("head", new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{1,19}$" }), ("origin", Form.Ref()));

    private static async Task<IResult> Stream([AsParameters] EventQuery query, HttpContext http, Callers callers, Feed feed, Subscriptions.Subscriptions subscriptions, StreamPace pace, TimeProvider clock, IHostApplicationLifetime host, CancellationToken ct)
    {
        var reader = await query.Reader(callers.Of(http), feed, subscriptions, ct);
        var (after, origin) = (reader.After, query.Origin);
        // A browser that reconnects sends the address of the first time: what it has had since counts more.
        if (http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last])
        {
            if (last.Split('/') is not [var of, var position] || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out after))
                return Problems.Of(400, "events.last-event-id", "Last-Event-ID is the id of an event of this stream: origin/position.");
            origin = of;
        }
        var first = await reader.Look(after, AtOnce, ct);
        for (; !await reader.Holds(ct); first = await reader.Look(after, AtOnce, ct)) reader = await query.Reader(callers.Of(http), feed, subscriptions, ct);
        if (ReadEvents.OtherHistory(origin, first) is { } problem) return problem;
        ReadEvents.Tell(http, first);
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Items(reader, first, pace, clock, host.ApplicationStopping, http.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> Items(EventReader reader, Looked first, StreamPace pace, TimeProvider clock, CancellationToken stopping, CancellationToken aborted, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted, ct);
        var (origin, seen, said) = (first.Origin, first.Seen, clock.GetTimestamp());
        var quiet = reader.Filters ? pace.Looked : pace.Heartbeat;
        var told = -1L;
        for (var looked = first; looked is not null; looked = await Next(reader, looked, said, pace, clock, until.Token))
        {
            if (looked.Origin != origin || looked.Head < looked.Seen)
            {
                yield return new(new JsonObject { ["origin"] = looked.Origin, ["head"] = Text(looked.Head) }.ToJsonString(), OtherHistoryType);
                yield break;
            }
            var asked = clock.GetTimestamp();
            foreach (var entry in looked.Entries)
            {
                // Who reads slowly gets nothing that was looked up before their subscription was narrowed, paused or ended.
                if (clock.GetElapsedTime(asked) > AskedAgain)
                {
                    if (!await Holds(reader, until.Token)) yield break;
                    asked = clock.GetTimestamp();
                }
                if (until.IsCancellationRequested) yield break;
                yield return new(entry.Text, entry.Type) { EventId = $"{origin}/{entry.Position}" };
                (told, said) = (entry.Position, clock.GetTimestamp());
            }
            seen = looked.Seen;
            var since = clock.GetElapsedTime(said);
            if (told >= 0 && since < (seen > told ? quiet : pace.Heartbeat)) continue;
            yield return new(new JsonObject { ["position"] = Text(seen), ["head"] = Text(Math.Max(looked.Head, seen)), ["origin"] = origin }.ToJsonString(), SeenType) { EventId = $"{origin}/{seen}", ReconnectionInterval = TimeSpan.FromSeconds(1) };
            (told, said) = (seen, clock.GetTimestamp());
        }
    }

    // Null: the stream ends, and the client comes back, to another host perhaps.
    private static async Task<Looked?> Next(EventReader reader, Looked before, long said, StreamPace pace, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            if (before.AtHead || before.Seen >= before.Head)
            {
                var left = (reader.Filters ? pace.Looked : pace.Heartbeat) - clock.GetElapsedTime(said);
                var head = await Store.WaitForHead(reader.Operator, before.Seen, left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), ct);
                ct.ThrowIfCancellationRequested();
                // Nothing has come: many who wait ask the log nothing.
                if (head == before.Seen) return await reader.Holds(ct) ? before with { Entries = [] } : null;
            }
            var looked = await reader.Look(before.Seen, AtOnce, ct);
            return await reader.Holds(ct) ? looked : null;
        }
        catch (ProblemException) { return before with { Head = before.Seen - 1, Entries = [] }; }
        catch (Exception e) when (Passes(e)) { return null; }
    }

    private static async Task<bool> Holds(EventReader reader, CancellationToken ct)
    {
        try { return await reader.Holds(ct); }
        catch (Exception e) when (Passes(e)) { return false; }
    }

    private static bool Passes(Exception e) => e is OperationCanceledException or NpgsqlException or TimeoutException or NewerEvent or ObjectDisposedException;

    private static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);
}
