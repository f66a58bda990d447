using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Journey.EventStore.Embedded;
using Journey.Host.Confidential;
using Journey.Host.Tests;
using Journey.Tests.Start;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Journey.Tests.Health;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ready_says_what_is_wrong_and_nothing_of_it_is_secret()
    {
        await using var host = await HostUnderTest.Start(builder => builder.Services.RemoveAll<RootKey>());
        var answer = await host.Client().GetAsync("/health/ready");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var checks = await Checks(answer);
        checks["root key"].ShouldBe("not loaded");
        checks["registry"].ShouldBeNull();
        checks[$"{host.Operator.Id} keys"].ShouldBeNull();
        (await host.Client().GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await using (var change = host.Operator.Main.CreateCommand("delete from journey.schema_change where (module, number) = (select module, max(number) from journey.schema_change where module = 'Journey.EventStore' group by module)")) await change.ExecuteNonQueryAsync();
        await using (var change = host.Operator.Keys.CreateCommand("drop table journey.schema_change")) await change.ExecuteNonQueryAsync();
        await Task.Delay(1100); // a look lasts a second
        checks = await Checks(await host.Client().GetAsync("/health/ready"));
        checks[$"{host.Operator.Id} main"].ShouldBe("1 schema files are not applied");
        checks[$"{host.Operator.Id} keys"].ShouldBe("answers with SQLSTATE 42P01");
    }

    [Fact, Trait("Category", "Faults")]
    public async Task A_host_asked_to_stop_is_not_ready_finishes_what_it_began_and_lets_go_of_the_log()
    {
        var data = _folder.In("data");
        using (var add = new HostProcess(data, ["operator", "add", "ops", "Operations"])) (await add.Ends()).ShouldBe(0);
        using (var host = HostProcess.Up(data, ("Journey__DrainSeconds", "1")))
        {
            var address = await host.Serves();
            using var client = new HttpClient { BaseAddress = address };
            HttpResponseMessage ready;
            while (!(ready = await client.GetAsync("/health/ready")).IsSuccessStatusCode) await Task.Delay(100); // the sequencer's lease may take a moment
            (await Checks(ready)).Keys.ShouldBe(["root key", "registry", "ops main", "ops keys", "ops sequencer"], ignoreOrder: true);

            const string Body = """{"givenName":"Avery","familyName":"Invented"}""";
            using var slow = new TcpClient();
            await slow.ConnectAsync(address.Host, address.Port);
            await using var stream = slow.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/participants HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer dev:ops:caseManager\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..10]}"));
            await Task.Delay(300);

            var ended = host.Terminate();
            HttpResponseMessage? last = null;
            try { while (true) { last = await client.GetAsync("/health/ready"); await Task.Delay(50); } }
            catch (HttpRequestException) { } // no new connection is taken any more
            last!.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await last.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString().ShouldBe("stopping");
            ended.IsCompleted.ShouldBeFalse();

            await stream.WriteAsync(Encoding.ASCII.GetBytes(Body[10..]));
            var answered = await new StreamReader(stream).ReadLineAsync();
            (await ended).ShouldBe(0);
            answered.ShouldBe("HTTP/1.1 200 OK", string.Join('\n', host.Errors));
        }

        await using var postgres = await EmbeddedPostgres.Start(new EmbeddedOptions(data));
        await using var main = postgres.Server.Database("journey_ops", 1);
        await using var kept = main.CreateCommand("select (select count(*) from journey.event), (select owner is null and epoch > 0 from journey.sequencer)");
        await using var row = await kept.ExecuteReaderAsync();
        await row.ReadAsync();
        row.GetInt64(0).ShouldBe(1);
        row.GetBoolean(1).ShouldBeTrue();
    }

    private static async Task<Dictionary<string, string?>> Checks(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").EnumerateArray()
            .ToDictionary(x => x.GetProperty("name").GetString()!, x => x.TryGetProperty("problem", out var p) ? p.GetString() : null);
}
