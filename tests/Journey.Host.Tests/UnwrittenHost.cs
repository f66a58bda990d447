using Microsoft.AspNetCore.Builder;

[assembly: AssemblyFixture(typeof(Journey.Host.Tests.UnwrittenHost))]

namespace Journey.Host.Tests;

/// <summary>
/// One host for all tests that write nothing: starting one costs two seconds of a core. A test that writes starts its own, so that
/// none sees what another left. A class whose tests want endpoints of their own derives a class fixture from it.
/// </summary>
public class UnwrittenHost : IAsyncDisposable
{
    private readonly Lazy<Task<HostUnderTest>> _host;

    public UnwrittenHost() : this(null) { }

    protected UnwrittenHost(Action<WebApplication>? map) => _host = new(() => HostUnderTest.Start(map: map));

    /// <summary>It is started at the first use, and not the caller's to dispose.</summary>
    public Task<HostUnderTest> Host() => _host.Value;

    public async ValueTask DisposeAsync()
    {
        if (_host.IsValueCreated) await (await _host.Value).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
