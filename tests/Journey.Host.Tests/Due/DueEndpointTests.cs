using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.Domain;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Tests.Due;

public sealed class DueEndpointTests
{
    [Fact]
    public async Task Open_work_is_listed_by_role_and_owner_a_page_at_a_time()
    {
        await using var host = await HostUnderTest.Start();
        await host.Publish();
        await host.Agree();
        var coach = new StaffId(DevelopmentPeople.IdOf(host.Operator.Id.Value, Roles.AdvancementCoach));
        var mine = await Owed.Person(host.Operator, new EmployerId(Guid.NewGuid()), coach, program: "aspire-manufacturing", hired: DateTimeOffset.UtcNow);
        var others = await Owed.Person(host.Operator, new EmployerId(Guid.NewGuid()), program: "aspire-manufacturing", hired: DateTimeOffset.UtcNow);
        using var director = host.Client(Roles.Director);
        // Nobody has written rows for them: the host repairs that.
        var all = await Listed(director, "/v1/due");
        for (var i = 0; i < 300 && all.Select(w => w.GetProperty("participant").GetGuid()).Distinct().Count() < 2; i++)
        {
            await Task.Delay(50);
            all = await Listed(director, "/v1/due");
        }
        all.ShouldAllBe(w => w.GetProperty("because").GetGuid() != Guid.Empty && w.GetProperty("what").GetString()!.Length > 3);

        using var client = host.Client(Roles.AdvancementCoach);
        (await Listed(client, "/v1/due?mine=true")).ShouldAllBe(w => w.GetProperty("participant").GetGuid() == mine.Value);
        var first = await client.GetFromJsonAsync<JsonElement>("/v1/due?limit=1");
        var second = await client.GetFromJsonAsync<JsonElement>($"/v1/due?limit=1&cursor={first.GetProperty("next").GetString()}");
        second.GetProperty("items")[0].ToString().ShouldNotBe(first.GetProperty("items")[0].ToString());

        (await Listed(director, "/v1/due/unowned")).ShouldAllBe(w => w.GetProperty("participant").GetGuid() == others.Value && w.GetProperty("unowned").GetBoolean());
        (await client.GetAsync("/v1/due/unowned")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var evaluator = host.Client(Roles.Evaluator);
        (await evaluator.GetAsync("/v1/due")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await director.GetAsync("/v1/due?cursor=nonsense")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<List<JsonElement>> Listed(HttpClient client, string address) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("items").EnumerateArray()];
}
