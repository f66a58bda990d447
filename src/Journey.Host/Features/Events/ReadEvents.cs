using System.Globalization;
using System.Text.Json.Nodes;
using Journey.EventStore;
using Journey.Domain.Subscriptions;
using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Events;

/// <summary>
/// The log for other systems. Without a filter every position has exactly one entry, so a subscriber proves by counting that it missed
/// nothing; with one, <c>x-log-seen</c> says up to which position everything was looked at.
/// </summary>
public static class ReadEvents
{
    public const int Most = 1_000, LongestWait = 30;

    public const string Origin = "x-log-origin", Head = "x-log-position", Seen = "x-log-seen";

    // A request that finds nothing in so many stretches of the log says how far it has come, and is asked again.
    private const int Stretches = 50;

    public static void MapEvents(this RouteGroupBuilder v1)
    {
        var events = v1.MapGroup("/events").RequireAuthorization(Policies.Subscribe).Touches(Touch.Feed).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithTags("Events");
        events.MapGet("", Read).WithName("readEvents")
            .WithSummary("The log from a position on, as a batch of CloudEvents.")
            .WithDescription("A service names the subscription that it reads through. Ask again with after = x-log-seen and origin = x-log-origin. Answers at once when there is something, else after at most wait seconds. "
                + "x-log-position is the log's last position, x-log-origin the history that positions belong to: when it changes, begin again. What has no public form is journey.withheld.")
            .Produces<IReadOnlyList<CloudEvent>>(200, "application/cloudevents-batch+json");
        events.MapGet("/{id:guid}", One).WithName("readEvent").WithSummary("One entry of the log, by its event id: what a correction names, or what was lost on the way.")
            .Produces<CloudEvent>(200, "application/cloudevents+json");
        events.MapStream();
    }

    private static async Task<IResult> Read([AsParameters] EventQuery query, int? limit, int? wait, HttpContext http, Callers callers, Feed feed, Subscriptions.Subscriptions subscriptions, TimeProvider clock, CancellationToken ct)
    {
        if (limit is < 1 or > Most || wait is < 0 or > LongestWait) return Problems.Of(400, "events.range", $"limit is 1 to {Most}, wait 0 to {LongestWait} seconds.");
        var until = clock.GetUtcNow().AddSeconds(wait ?? 0);
        while (true)
        {
            var reader = await query.Reader(callers.Of(http), feed, subscriptions, ct);
            var (looked, problem) = await Wait(reader, query.Origin, limit ?? 100, until, clock, ct);
            if (problem is not null) return problem;
            // Narrowed, paused or ended while it waited: asked once more by what holds now, or refused.
            if (!await reader.Holds(ct)) continue;
            Tell(http, looked);
            return TypedResults.Text($"[{string.Join(',', looked.Entries.Select(e => e.Text))}]", "application/cloudevents-batch+json");
        }
    }

    private static async Task<(Looked Looked, IResult? Problem)> Wait(EventReader reader, string? origin, int limit, DateTimeOffset until, TimeProvider clock, CancellationToken ct)
    {
        var looked = await reader.Look(reader.After, limit, ct);
        if (OtherHistory(origin, looked) is { } problem) return (looked, problem);
        for (var stretch = 1; looked.Entries.Count == 0; stretch++)
        {
            if (looked.AtHead || looked.Seen >= looked.Head)
            {
                var left = until - clock.GetUtcNow();
                if (left <= TimeSpan.Zero) break;
                await Store.WaitForHead(reader.Operator, looked.Seen, left, ct);
            }
            else if (stretch >= Stretches) break;
            var next = await reader.Look(looked.Seen, limit, ct);
            if (OtherHistory(looked.Origin, next) is { } restored) return (next, restored);
            looked = next;
        }
        return (looked, null);
    }

    private static async Task<IResult> One(Guid id, Guid? subscription, HttpContext http, Callers callers, Feed feed, Subscriptions.Subscriptions subscriptions, CancellationToken ct)
    {
        var op = callers.Of(http).Operator;
        var through = await EventQuery.Allowed(callers.Of(http), subscriptions, subscription, ct);
        if (await Store.ReadLogged(op, [id], ct) is not [var logged]) return Problems.Of(404, "events.unknown", "The log has no such entry yet.");
        var told = through is null ? await feed.Scoped(op, [logged], SubscriptionScope.All, ct) : await feed.Scoped(op, [logged], through, ct);
        // What is out of scope is not said to exist.
        if (!told[0].InScope || logged.Position <= through?.Earliest) return Problems.Of(404, "events.unknown", "The log has no such entry yet.");
        return TypedResults.Text(told[0].Text, "application/cloudevents+json");
    }

    internal static void Tell(HttpContext http, Looked looked)
    {
        var headers = http.Response.Headers;
        headers[Head] = Math.Max(looked.Head, looked.Seen).ToString(CultureInfo.InvariantCulture);
        headers[Seen] = looked.Seen.ToString(CultureInfo.InvariantCulture);
        headers[Origin] = looked.Origin;
    }

    internal static IResult? OtherHistory(string? expected, Looked looked) => expected is null || string.Equals(expected, looked.Origin, StringComparison.OrdinalIgnoreCase) ? null
        : Problems.Of(409, "events.other-history", $"The database was restored, and positions may have been given twice: drop what you hold from this log, and begin again at after=0 with origin={looked.Origin}.",
            new Dictionary<string, object?> { ["origin"] = looked.Origin, ["head"] = looked.Head });
}

/// <summary>One entry of the log as others see it (CloudEvents 1.0).</summary>
/// <param name="Type">Stable; <c>journey.withheld</c> for what has no public form, and then nothing but id and position.</param>
/// <param name="Position">1, 2, 3 … along the log.</param>
/// <param name="Sequence">The position so that it sorts as text.</param>
/// <param name="Logorigin">The history that positions belong to.</param>
/// <param name="Subject">Such as <c>participants/7K3M9QX2AB</c>, by the public reference.</param>
/// <param name="Partitionkey">The subject: entries of one are ordered.</param>
/// <param name="Time">When it happened, where that is known as an instant.</param>
/// <param name="Occurred">When it happened: an instant, a day, a month or <c>unknown</c>.</param>
/// <param name="Recorded">When it was written down.</param>
/// <param name="Cause">The event it follows from.</param>
/// <param name="Program">Whose enrollment or cohort it is of.</param>
/// <param name="Dataschema">Names the schema of <c>data</c>; /asyncapi/v1.json has them all.</param>
public sealed record CloudEvent(
    string Specversion, string Id, string Source, string Type, string Position, string Sequence, string Logorigin, string? Subject, string? Partitionkey, string? Time, string? Occurred, string? Recorded,
    string? Streamversion, string? Cause, string? Program, int? Programversion, string? Cohort, string? Dataschema, string? Datacontenttype, JsonObject? Data);
