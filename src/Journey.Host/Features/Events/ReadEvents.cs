using System.Globalization;
using System.Text.Json.Nodes;
using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
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

    public static void MapEvents(this RouteGroupBuilder v1) => v1.MapGet("/events", Read).RequireAuthorization(Policies.Subscribe).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithTags("Events").WithName("readEvents")
        .WithSummary("The log from a position on, as a batch of CloudEvents.")
        .WithDescription("Ask again with after = x-log-seen. Answers at once when there is something, else after at most wait seconds. "
            + "x-log-position is the log's last position, x-log-origin the history that positions belong to: when it changes, begin again. What has no public form is journey.withheld.")
        .Produces<IReadOnlyList<CloudEvent>>(200, "application/cloudevents-batch+json");

    private static async Task<IResult> Read(long? after, int? limit, string? types, int? wait, HttpContext http, Callers callers, Feed feed, TimeProvider clock, CancellationToken ct)
    {
        var op = callers.Of(http).Operator;
        if (after is < 0 || limit is < 1 or > Most || wait is < 0 or > LongestWait) return Problems.Of(400, "events.range", $"after is 0 or more, limit 1 to {Most}, wait 0 to {LongestWait} seconds.");
        var wanted = types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (wanted?.FirstOrDefault(t => t != PublicEvents.Withheld && PublicEvents.OfType(t) is null) is not null) return Problems.Of(400, "events.type", $"Types are: {string.Join(", ", PublicEvents.All.Select(e => e.Type).Append(PublicEvents.Withheld))}.");
        // Entries without a public form have many names, unknown ones too: they are told apart after reading.
        string[]? wire = wanted is null || wanted.Contains(PublicEvents.Withheld) ? null : [.. wanted.Select(t => PublicEvents.OfType(t)!.Wire)];

        var (seen, size) = (after ?? 0, limit ?? 100);
        var head = await Store.Head(op, ct);
        if (seen > head) return Problems.Of(409, "events.beyond-log", $"The log ends at {head}: these positions belong to another history. Compare {Origin}, and begin again.");
        var until = clock.GetUtcNow().AddSeconds(wait ?? 0);
        IReadOnlyList<LoggedEvent> page;
        while (true)
        {
            page = await Store.ReadLog(op, seen, size, wire, ct);
            // What was the head before reading has been looked at, unless the page was full.
            seen = page.Count == size || wire is null ? page.Count > 0 ? page[^1].Position : seen : Math.Max(head, page.Count > 0 ? page[^1].Position : 0);
            page = wanted is null ? page : [.. page.Where(e => wanted.Contains(PublicEvents.OfWire(e.Event.Type)?.Type ?? PublicEvents.Withheld))];
            var left = until - clock.GetUtcNow();
            if (page.Count > 0 || left <= TimeSpan.Zero) break;
            if (seen >= head) head = Math.Max(head, await Store.WaitForHead(op, seen, left, ct));
        }

        var batch = await feed.Public(op, page, ct);
        var headers = http.Response.Headers;
        headers[Head] = Math.Max(head, seen).ToString(CultureInfo.InvariantCulture);
        headers[Seen] = seen.ToString(CultureInfo.InvariantCulture);
        headers[Origin] = await Store.LogOrigin(op, ct);
        return TypedResults.Text(new JsonArray([.. batch]).ToJsonString(), "application/cloudevents-batch+json");
    }
}

/// <summary>One entry of the log as others see it (CloudEvents 1.0).</summary>
/// <param name="Type">Stable; <c>journey.withheld</c> for what has no public form, and then nothing but id and position.</param>
/// <param name="Subject">Such as <c>participants/7K3M9QX2AB</c>, by the public reference.</param>
/// <param name="Time">When it happened, where that is known as an instant.</param>
/// <param name="Occurred">When it happened: an instant, a day, a month or <c>unknown</c>.</param>
/// <param name="Recorded">When it was written down.</param>
/// <param name="Position">1, 2, 3 … along the log.</param>
/// <param name="Cause">The event it follows from.</param>
public sealed record CloudEvent(string Specversion, string Id, string Source, string Type, string? Subject, string? Time, string? Occurred, string? Recorded, string? Streamversion, string Position, string? Cause, string? Datacontenttype, JsonObject? Data);
