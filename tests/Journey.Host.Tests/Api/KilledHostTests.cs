using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Journey.Tests;
using Journey.Tests.Start;

namespace Journey.Host.Tests.Api;

public sealed class KilledHostTests : IDisposable
{
    private const int Workers = 6, Each = 60;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>SIGKILL of a real host, with its own PostgreSQL, under load: clients repeat what was not answered, under the same key.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task A_killed_host_loses_nothing_that_it_acknowledged_and_doubles_nothing()
    {
        var data = _folder.In("data");
        var url = $"http://127.0.0.1:{FreePort()}";
        HostProcess Up() => new(data, ["up", "--urls", url]);
        var host = Up();
        try
        {
            await host.Serves();
            using (var added = new HostProcess(data, ["operator", "add", "alpha", "Alpha"])) (await added.Ends()).ShouldBe(0);
            using var client = Client(url, "caseManager");
            while ((await client.PostAsJsonAsync("/v1/participants", new { givenName = "First" })).StatusCode != HttpStatusCode.OK) await Task.Delay(100);

            var acknowledged = new ConcurrentDictionary<string, string>();
            var unanswered = 0;
            var load = Enumerable.Range(0, Workers).Select(async worker =>
            {
                for (var n = 0; n < Each; n++)
                {
                    for (var key = $"{worker}-{n}"; !acknowledged.ContainsKey(key);)
                    {
                        try
                        {
                            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/participants") { Content = JsonContent.Create(new { givenName = key }) };
                            request.Headers.Add("Idempotency-Key", key);
                            using var answer = await client.SendAsync(request);
                            if (answer.StatusCode == HttpStatusCode.OK) acknowledged[key] = await answer.Content.ReadAsStringAsync();
                            else await Task.Delay(50);
                        }
                        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
                        {
                            Interlocked.Increment(ref unanswered);
                            await Task.Delay(50);
                        }
                    }
                }
            }).ToList();
            while (acknowledged.Count < Workers * Each / 3) await Task.Delay(5);
            host.Process.Kill();
            host.Process.WaitForExit();
            host.Dispose();
            acknowledged.Count.ShouldBeLessThan(Workers * Each, "the host was killed under load");
            host = Up();
            await host.Serves();
            await Task.WhenAll(load);
            unanswered.ShouldBeGreaterThan(0);

            using var service = Client(url, "feedReader");
            var registered = new List<string>();
            for (var seen = "0"; registered.Count < Workers * Each + 1;)
            {
                using var answer = await service.GetAsync($"/v1/events?after={seen}&limit=1000&wait=5&types=journey.participant.registered");
                var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetString()!).ToList();
                if (page.Count == 0) break;
                registered.AddRange(page);
                seen = answer.Headers.GetValues("x-log-seen").Single();
            }
            registered.Count.ShouldBe(Workers * Each + 1);
            foreach (var answer in acknowledged.Values) registered.ShouldContain(JsonDocument.Parse(answer).RootElement.GetProperty("events")[0].GetString());
        }
        finally { host.Dispose(); }
    }

    private static HttpClient Client(string url, string role)
    {
        var client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(15) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", $"dev:alpha:{role}");
        return client;
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
