using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.EventStore.Embedded;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Tests;
using Journey.Tests.Start;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Browser;

public sealed class NobodyNoticesTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// Somebody looks at a cohort's dashboard while its people come in, and the host that serves the page is killed (SIGKILL). The other one
    /// takes over the page, the log and the read models. Frames of what the browser showed are kept under artifacts/screens/killed.
    /// </summary>
    [Fact, Trait("Category", "Faults")]
    public async Task A_host_is_killed_in_front_of_the_dashboard_and_nobody_notices()
    {
        await using var postgres = await EmbeddedPostgres.Start(Postgres.Unsafe(folder.In("cluster")));
        await using var operators = await Operators.Open(postgres.Server, postgres.Server, Installation.Modules);
        var op = await operators.Create(new OperatorId("alpha"), "Alpha");
        await Publish.Shipped(op, "aspire-atlantic", DateTimeOffset.UtcNow.AddDays(-400), default);
        HostProcess Up() => HostProcess.Up(folder.In("data"), ("ConnectionStrings__Journey", postgres.Server.ConnectionString));
        using var first = Up();
        using var second = Up();
        await using var balancer = new Balancer(await first.Serves(), await second.Serves());
        var cohort = new CohortId(Guid.CreateVersion7());
        await Written(op, cohort.Value, "cohort", new CohortOpened(cohort, "Dartmouth", "aspire-manufacturing", 1, null, null, Today.AddDays(-5), Today.AddDays(60), 60, null));
        await Joins(op, cohort);

        await using var context = await (await chromium.Browser()).NewContextAsync(new() { BaseURL = balancer.Address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 }, Locale = "en-CA", ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        var wrongs = new List<string>();
        page.PageError += (_, e) => wrongs.Add(e);
        page.Response += (_, r) => { if (r.Status >= 400) wrongs.Add($"{r.Status} {r.Url}"); };
        await page.GotoAsync($"/cohorts/{cohort}");
        await page.Locator("button[value=director]").First.ClickAsync();
        await page.WaitForURLAsync(url => url.Contains(cohort.ToString(), StringComparison.Ordinal));
        await Shows(page, 1);
        // Whatever the reader would see for a moment: the page without its figures, or a smaller figure than before.
        await page.EvaluateAsync("""
            () => {
              window.seen = [];
              const look = () => { const f = document.querySelector("[data-live] dd")?.textContent.trim() ?? "nothing"; if (f !== window.seen.at(-1)) window.seen.push(f); };
              look();
              new MutationObserver(look).observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
            }
            """);

        for (var n = 1; n <= 3; n++) await Joins(op, cohort);
        await Shows(page, 4);
        await Keep(page, "1-before");
        first.Process.Kill();
        var dead = System.Diagnostics.Stopwatch.StartNew();
        for (var n = 4; n <= 8; n++) await Joins(op, cohort);
        await Keep(page, "2-killed");
        await Shows(page, 9);
        TestContext.Current.SendDiagnosticMessage($"The page showed what came after the kill within {dead.Elapsed.TotalSeconds:0.0} s.");
        await Keep(page, "3-after");

        var seen = await page.EvaluateAsync<string[]>("() => window.seen");
        seen.Select(int.Parse).ShouldBe(seen.Select(int.Parse).Order(), "figures only ever went on");
        wrongs.ShouldBeEmpty();
        balancer.Taken[1].ShouldBeGreaterThan(0, "the other host served the page");
        await page.ReloadAsync();
        await Shows(page, 9);
    }

    private static async Task Shows(IPage page, int people) =>
        await page.WaitForFunctionAsync("n => document.querySelector('[data-live] dd')?.textContent.trim() === n", people.ToString(System.Globalization.CultureInfo.InvariantCulture), new() { Timeout = 40_000 });

    private static Task Joins(Operator op, CohortId cohort)
    {
        var (person, enrollment) = (Guid.CreateVersion7(), new EnrollmentId(Guid.CreateVersion7()));
        return Written(op, person, "participant", new ParticipantRegistered(new(person), person.ToString("N")[..10]), new EnrollmentOpened(enrollment, "aspire-manufacturing", 1, "America/Halifax"),
            new StageEntered(enrollment, "intake"), new OfferAccepted(enrollment, cohort, Today));
    }

    private static Task Written(Operator op, Guid stream, string type, params IEnumerable<JourneyEvent> events) => Store.Append(op, new([new(stream, type, 0,
        [.. events.Select(e => new EventToAppend { Id = Guid.CreateVersion7(), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = DateTimeOffset.UtcNow, RecordedAt = DateTimeOffset.UtcNow })])]));

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private static Task Keep(IPage page, string name)
    {
        var path = Path.Combine(Repository.Root, "artifacts", "screens", "killed");
        Directory.CreateDirectory(path);
        return page.ScreenshotAsync(new() { Path = Path.Combine(path, $"{name}.png"), Caret = ScreenshotCaret.Initial, Animations = ScreenshotAnimations.Allow });
    }
}
