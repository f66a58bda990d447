using System.Globalization;
using System.Text.Json;

namespace Journey.Torture;

/// <summary>A subscriber that asks for batches, on whichever host answers, and goes on from where it was.</summary>
internal static class Pulling
{
    public static async Task Run(IReadOnlyList<HostControl> hosts, string operatorId, Sink sink, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", $"dev:{operatorId}:feedReader");
        for (var after = 0L; !stop.IsCancellationRequested;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{hosts[random.Next(hosts.Count)].Url}/v1/events?after={after}&limit=500&wait=2"), stop);
                if (!answer.IsSuccessStatusCode) { await Task.Delay(100, stop); continue; }
                using var batch = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
                foreach (var entry in batch.RootElement.EnumerateArray()) sink.Take(entry);
                after = long.Parse(answer.Headers.GetValues("x-log-seen").Single(), CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }
}
