using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Journey.EventStore;
using Journey.Tests;

namespace Journey.Host.Tests.Hosts;

[Trait("Category", "Faults")]
public sealed class OutageTests(ITestOutputHelper output)
{
    [Fact]
    public async Task One_operators_server_stands_still_or_is_stopped_and_the_other_operator_notices_nothing()
    {
        await using var one = await Cluster.New();
        await using var two = await Cluster.New();
        var servers = new Dictionary<string, Server> { ["default"] = one.Server, ["second"] = two.Server };
        await using var site = await Site.Start(servers, null, ("near", "default"), ("far", "second"));
        using var near = new People(site, "near");
        using var far = new People(site, "far");
        (await far.Register()).ShouldBe(HttpStatusCode.OK);
        var slowest = await Works(near, TimeSpan.FromSeconds(2));
        output.WriteLine($"near undisturbed: {slowest}");

        // Silent: nothing is refused, and nothing is answered.
        two.Freeze();
        var waiting = Enumerable.Range(0, 5).Select(_ => far.Timed()).ToList();
        output.WriteLine($"near while far is silent: {await Works(near, TimeSpan.FromSeconds(8))}");
        foreach (var (status, took, after) in await Task.WhenAll(waiting))
        {
            status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            after.ShouldBeTrue();
            took.ShouldBeLessThan(TimeSpan.FromSeconds(20)); // some five on an idle machine, where a statement's own time would be thirty
            output.WriteLine($"far was told after {took.TotalSeconds:0.0} s");
        }
        (await far.Problem()).ShouldBe("operator.away");
        (await Ready(site)).ShouldBe((HttpStatusCode.OK, "far"));
        two.Thaw();
        await Back(far, output);

        // Stopped in the middle, and a second host starts meanwhile.
        await two.StopImmediately();
        (await far.Problem()).ShouldBe("operator.away");
        output.WriteLine($"near while far is stopped: {await Works(near, TimeSpan.FromSeconds(3))}");
        await using var late = await Site.Start(servers, site.Root);
        using var nearLate = new People(late, "near");
        using var farLate = new People(late, "far");
        (await nearLate.Register()).ShouldBe(HttpStatusCode.OK);
        (await farLate.Problem()).ShouldBe("operator.away");
        (await Ready(late)).ShouldBe((HttpStatusCode.OK, "far"));

        await two.Start();
        await Back(far, output);
        await Back(farLate, output);
        await Until(async () => await Ready(late) == (HttpStatusCode.OK, ""), "ready again");

        // All away: then the host is out of rotation, and says so.
        await one.StopImmediately();
        await two.StopImmediately();
        await Until(async () => (await Ready(site)).Status == HttpStatusCode.ServiceUnavailable, "not ready without any operator");
    }

    // Commands, lists, read models and due work of an operator whose own server is well; gives the slowest answer.
    private static async Task<string> Works(People people, TimeSpan during)
    {
        var (began, slowest, count) = (Stopwatch.StartNew(), TimeSpan.Zero, 0);
        while (began.Elapsed < during)
        {
            var watch = Stopwatch.StartNew();
            (await people.Register()).ShouldBe(HttpStatusCode.OK);
            (await people.Get("/v1/participants?limit=1")).ShouldBe(HttpStatusCode.OK);
            (await people.Get("/v1/due")).ShouldBe(HttpStatusCode.OK);
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;
            count++;
        }
        await CaughtUp(people);
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        return $"{count} rounds, the slowest {slowest.TotalMilliseconds:0} ms";
    }

    private static async Task Back(People people, ITestOutputHelper output)
    {
        var watch = Stopwatch.StartNew();
        await Until(async () => await people.Register() == HttpStatusCode.OK, "the operator is back");
        await CaughtUp(people);
        output.WriteLine($"{people.Operator} is back and caught up after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    // Everything acknowledged has a position, and every read model has taken it.
    private static Task CaughtUp(People people) => Until(async () =>
    {
        if (people.Operators.Find(new OperatorId(people.Operator)) is not { } op) return false;
        var head = await Store.Head(op);
        return head >= people.Registered && (await Projections.ShardLag.Read(op)).All(l => l.Events == 0);
    }, "the log and its read models are caught up");

    private static async Task Until(Func<Task<bool>> so, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await so())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(40), what);
            await Task.Delay(100);
        }
    }

    private static async Task<(HttpStatusCode Status, string Away)> Ready(Site site)
    {
        using var client = new HttpClient { BaseAddress = site.Address };
        var answer = await client.GetAsync("/health/ready");
        return (answer.StatusCode, string.Join(' ', (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("away").EnumerateArray().Select(a => a.GetString())));
    }

    private sealed class People(Site site, string op) : IDisposable
    {
        private readonly HttpClient client = site.Client(op, "caseManager");

        public string Operator => op;

        public Operators Operators => site.Operators;

        public int Registered { get; private set; }

        public async Task<HttpStatusCode> Register()
        {
            var answer = await client.PostAsJsonAsync("/v1/participants", new { givenName = "Ada", familyName = "Invented" });
            if (answer.IsSuccessStatusCode) Registered++;
            return answer.StatusCode;
        }

        public async Task<HttpStatusCode> Get(string address) => (await client.GetAsync(address)).StatusCode;

        public async Task<(HttpStatusCode Status, TimeSpan Took, bool RetryAfter)> Timed()
        {
            var watch = Stopwatch.StartNew();
            var answer = await client.GetAsync("/v1/participants?limit=1");
            return (answer.StatusCode, watch.Elapsed, answer.Headers.RetryAfter is not null);
        }

        public async Task<string?> Problem()
        {
            var answer = await client.PostAsJsonAsync("/v1/participants", new { givenName = "Ada", familyName = "Invented" });
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
        }

        public void Dispose() => client.Dispose();
    }
}
