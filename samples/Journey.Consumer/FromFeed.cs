using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Journey.Consumer;

/// <summary>Asks for the log over HTTP, waiting for news.</summary>
public sealed class FromFeed(Uri journey, string token, Guid subscription) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = journey, Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    // docs: pull
    /// <summary>One question, and what it brings.</summary>
    public async Task Pull(Outcomes outcomes, CancellationToken ct)
    {
        var (origin, position) = await outcomes.Open(ct);
        using var answer = await client.GetAsync(new Uri($"/v1/events?subscription={subscription}&after={position}&limit=500&wait=20", UriKind.Relative), ct);
        if (answer.StatusCode == HttpStatusCode.Conflict) // the log ends before our position: a restore
        {
            await outcomes.BeginAgain("", ct);
            return;
        }
        answer.EnsureSuccessStatusCode();
        var now = answer.Headers.GetValues("x-log-origin").Single();
        if (origin.Length > 0 && now != origin)
        {
            await outcomes.BeginAgain(now, ct);
            return;
        }
        var batch = JsonElement.Parse(await answer.Content.ReadAsStringAsync(ct)).EnumerateArray();
        // Of a subscription to everything, every position has an entry: what comes follows the one before it.
        await outcomes.Take(now, [.. batch.Select(e => (At: Position(e), Entry: e)).Select(e => new Incoming(e.At - 1, e.At, e.Entry))], ct);
    }
    // docs: end

    /// <summary>Tells what was deleted here. Done twice it says nothing new.</summary>
    public async Task Acknowledge(Outcomes outcomes, CancellationToken ct)
    {
        foreach (var deletion in await outcomes.Owed(ct))
        {
            using var answer = await client.PostAsync(new Uri($"/v1/subscriptions/{subscription}/deletions/{deletion}", UriKind.Relative), new StringContent("{}", Encoding.UTF8, "application/json"), ct);
            var said = await answer.Content.ReadAsStringAsync(ct);
            // Unknown: it came before our subscription began, and nobody waits for our word.
            if (answer.IsSuccessStatusCode || (answer.StatusCode == HttpStatusCode.NotFound && said.Contains("deletion.unknown", StringComparison.Ordinal))) await outcomes.Acknowledged(deletion, ct);
            else Console.Error.WriteLine($"The deletion {deletion} is not acknowledged: {said}");
        }
    }

    public void Dispose() => client.Dispose();

    private static long Position(JsonElement entry) => long.Parse(entry.GetProperty("position").GetString()!, CultureInfo.InvariantCulture);
}
