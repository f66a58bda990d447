using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Journey.Host.Tests.Browser.Chromium))]

namespace Journey.Host.Tests.Browser;

/// <summary>The system's own Chromium, started at the first use. A test that needs it where there is none is skipped, visibly.</summary>
public sealed class Chromium : IAsyncDisposable
{
    static readonly string[] _places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    readonly SemaphoreSlim _starting = new(1, 1);
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async Task<IBrowser> Browser()
    {
        var path = Environment.GetEnvironmentVariable("JOURNEY_CHROMIUM") ?? _places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "Chromium is not installed (Debian: apt-get install chromium), so nothing was checked in a browser.");
        await _starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = path,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
        finally { _starting.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}
