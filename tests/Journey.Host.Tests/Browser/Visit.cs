using System.Text.Json;
using Microsoft.Playwright;

namespace Journey.Host.Tests.Browser;

public sealed record Look(int Width = 1280, bool Dark = false, string Language = "en-CA", bool Script = true)
{
    public static readonly Look Desktop = new();
    public static readonly Look Phone = new(Width: 390);
    public string Name => $"{(Width < 600 ? "phone" : "desktop")}-{(Dark ? "dark" : "light")}-{Language[..2]}";
}

/// <summary>
/// A page in Chromium that remembers what should not have happened: errors in the console (violations of the content security
/// policy are among them), scripts that threw, requests to another host, answers of 400 and above.
/// </summary>
public sealed class Visit : IAsyncDisposable
{
    static readonly Lazy<string> _axe = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js")));
    readonly List<string> _wrongs = [];
    readonly Look _look;

    Visit(IPage page, Look look) => (Page, _look) = (page, look);

    public IPage Page { get; }

    public static async Task<Visit> Start(Chromium chromium, HostUnderTest host, Look look)
    {
        var context = await (await chromium.Browser()).NewContextAsync(new()
        {
            BaseURL = host.Address.ToString(),
            ViewportSize = new() { Width = look.Width, Height = look.Width < 600 ? 844 : 900 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = look.Language,
            JavaScriptEnabled = look.Script,
            IsMobile = look.Width < 600,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var visit = new Visit(await context.NewPageAsync(), look);
        visit.Page.Console += (_, m) => { if (m.Type is "error" or "warning") visit._wrongs.Add($"console: {m.Text}"); };
        visit.Page.PageError += (_, e) => visit._wrongs.Add($"script: {e}");
        visit.Page.Request += (_, r) => { if (new Uri(r.Url).Scheme is "http" or "https" && new Uri(r.Url).Authority != host.Address.Authority) visit._wrongs.Add($"request to another host: {r.Url}"); };
        visit.Page.Response += (_, r) => { if (r.Status >= 400) visit._wrongs.Add($"{r.Status}: {r.Url}"); };
        return visit;
    }

    /// <summary>Signs in as the role through the page, as a person would, and is then at <paramref name="path"/>.</summary>
    public async Task SignIn(string role, string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator($"button[value={role}]").First.ClickAsync();
        await Page.WaitForURLAsync(url => new Uri(url).PathAndQuery == path);
        // The address is there before the page's script is, and what is done in between goes unheard.
        if (_look.Script) await Page.EvaluateAsync("() => new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))");
    }

    /// <summary>Under artifacts/screens, for people to look at.</summary>
    public async Task Screenshot(string name)
    {
        var folder = Path.Combine(Repository.Root, "artifacts", "screens");
        Directory.CreateDirectory(folder);
        // Hiding the caret or stopping animations would make Playwright add a style, which the policy forbids.
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{_look.Name}.png"), FullPage = true, Caret = ScreenshotCaret.Initial, Animations = ScreenshotAnimations.Allow });
    }

    /// <summary>Nothing went wrong on the way, nothing needs sideways scrolling, and axe finds nothing against WCAG 2.2 AA.</summary>
    public async Task ShouldBeSound()
    {
        _wrongs.ShouldBeEmpty();
        if (!_look.Script) return;
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, "the page is wider than the screen");
        await Page.EvaluateAsync(_axe.Value);
        var found = await Page.EvaluateAsync<JsonElement>("() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
        found.GetProperty("violations").EnumerateArray()
            .Select(v => $"{v.GetProperty("id")}: {v.GetProperty("help")}: {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(5).Select(n => $"{n.GetProperty("html")} {n.GetProperty("failureSummary")}"))}")
            .ShouldBeEmpty();
        _wrongs.ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
