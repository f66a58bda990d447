using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Journey.Torture;

/// <summary>A subscriber that is told: server-sent events, taken up again by Last-Event-ID on whichever host answers.</summary>
internal static class Streaming
{
    public static async Task Run(IReadOnlyList<HostControl> hosts, string operatorId, Sink sink, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        using var http = new HttpClient();
        string? last = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{hosts[random.Next(hosts.Count)].Url}/v1/events/stream");
                request.Headers.Authorization = new("Bearer", $"dev:{operatorId}:feedReader");
                if (last is not null) request.Headers.Add("Last-Event-ID", last);
                using var impatient = CancellationTokenSource.CreateLinkedTokenSource(stop);
                impatient.CancelAfter(TimeSpan.FromSeconds(20));
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, impatient.Token);
                if (!answer.IsSuccessStatusCode) { await Task.Delay(100, stop); continue; }
                var parser = SseParser.Create(await answer.Content.ReadAsStreamAsync(impatient.Token));
                // Silence for twenty seconds, heartbeats included, is a host that stands still.
                await foreach (var item in parser.EnumerateAsync(impatient.Token))
                {
                    impatient.CancelAfter(TimeSpan.FromSeconds(20));
                    if (parser.LastEventId.Length > 0) last = parser.LastEventId;
                    if (item.EventType == "journey.log.seen" || item.Data.Length == 0) continue;
                    using var entry = JsonDocument.Parse(item.Data);
                    sink.Take(entry.RootElement);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }
}
