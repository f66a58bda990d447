using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Tests.Start;

namespace Journey.Tests.Telemetry;

public sealed class TelemetryTests : IDisposable
{
    private const string Canary = "Zéphyrine-Canari", InAddress = "canari-dans-l-adresse";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_collector_sees_requests_appends_statements_and_lags_and_no_name_anywhere()
    {
        await using var collector = await Collector.Start();
        using (var add = new HostProcess(_folder.In("data"), ["operator", "add", "ops", "Operations"])) (await add.Ends()).ShouldBe(0);
        using var host = HostProcess.Up(_folder.In("data"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"), ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Authorization", "Debug")); // so that a request has something to say
        using var client = new HttpClient { BaseAddress = await host.Serves() };
        client.DefaultRequestHeaders.Authorization = new("Bearer", "dev:ops:caseManager");
        client.DefaultRequestHeaders.Add("X-Correlation-Id", "correlated-7");
        client.DefaultRequestHeaders.UserAgent.ParseAdd("agent/1.0 (canari-dans-l-agent)");

        (await client.PostAsJsonAsync($"/v1/participants?for={InAddress}", new { givenName = Canary, familyName = Canary })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsJsonAsync("/v1/participants", new { givenName = Canary, misspelt = Canary })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync($"/v1/participants/{InAddress}?name={InAddress}")).IsSuccessStatusCode.ShouldBeFalse();
        for (var tries = 0; tries < 300 && !collector.Text("metrics").Contains("journey.shard.behind", StringComparison.Ordinal); tries++) await Task.Delay(100); // looked up every few seconds
        (await host.Terminate()).ShouldBe(0); // what is still waiting is sent on the way out

        var (traces, metrics) = (collector.Text("traces"), collector.Text("metrics"));
        foreach (var name in new[] { "Microsoft.AspNetCore", "POST /v1/participants", "http.route", "journey.append", "journey.outcome", "appended", "Npgsql", "service.name", "service.version" }) traces.ShouldContain(name);
        foreach (var name in new[]
        {
            "http.server.request.duration", "db.client.", "journey.append.duration", "journey.append.events", "journey.sequencer.lag",
            "journey.sequencer.backlog", "journey.sequencer.backlog.age", "journey.shard.behind", "journey.shard.behind.age", "service.name",
        }) metrics.ShouldContain(name);

        var log = host.Errors;
        log.ShouldNotBeEmpty();
        var lines = log.Select(line => JsonDocument.Parse(line).RootElement).ToList(); // nothing but objects
        lines.ShouldAllBe(line => line.GetProperty("Timestamp").GetString()!.EndsWith('Z'));
        lines.ShouldContain(line => line.GetProperty("Scopes").ToString().Contains("correlated-7"));

        foreach (var text in new[] { traces, metrics, string.Join('\n', log) })
        {
            foreach (var personal in new[] { Canary, "phyrine-Canari", InAddress, "canari-dans-l-agent" }) text.ShouldNotContain(personal, Case.Insensitive);
        }
    }
}
