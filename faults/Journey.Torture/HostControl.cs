using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Journey.Torture;

/// <summary>One host: a real process at one address, killed, stopped, continued and started again.</summary>
internal sealed class HostControl(string dll, string folder, int number, IReadOnlyDictionary<string, string> environment) : IDisposable
{
    private readonly Lock gate = new();
    private Process? process, guard;

    public int Number => number;

    public string Url { get; } = $"http://127.0.0.1:{FreePort()}";

    /// <summary>How far its clock is off, from its next start on. Only where libfaketime is installed.</summary>
    public TimeSpan Skew { get; set; }

    public bool IsAlive { get { lock (gate) return process is { HasExited: false }; } }

    public void Start()
    {
        lock (gate)
        {
            if (process is { HasExited: false }) return;
            End();
            var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet \"$0\" up --urls {Url} >>\"$1\" 2>&1", dll, Path.Combine(folder, $"host-{number}.log")]) { RedirectStandardInput = true, UseShellExecute = false };
            foreach (var (name, value) in environment) start.Environment[name] = value;
            if (Skew != TimeSpan.Zero && FakeTime is { } library)
            {
                start.Environment["LD_PRELOAD"] = library;
                start.Environment["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"{Skew.TotalSeconds:+0;-0}s");
                start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = start.Environment["DONT_FAKE_MONOTONIC"] = "1";
            }
            process = Process.Start(start)!;
            // Ends it when this program is gone: its end of the pipe closes then.
            guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat >/dev/null; kill -9 \"$0\"", process.Id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, UseShellExecute = false });
        }
    }

    public void Kill()
    {
        lock (gate)
        {
            if (process is not { HasExited: false }) return;
            Signal("CONT");
            process.Kill();
            process.WaitForExit();
        }
    }

    /// <summary>It stands still, with all that it has in its hands.</summary>
    public void Stop() { lock (gate) Signal("STOP"); }

    public void Continue() { lock (gate) Signal("CONT"); }

    public void Dispose()
    {
        Kill();
        lock (gate) End();
    }

    /// <summary>Debian's libfaketime, where it is installed.</summary>
    public static string? FakeTime { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists) : null;

    private void End()
    {
        guard?.Kill(entireProcessTree: true);
        guard?.Dispose();
        process?.Dispose();
        (process, guard) = (null, null);
    }

    private void Signal(string signal)
    {
        if (process is not { HasExited: false } alive) return;
        using var kill = Process.Start("kill", [$"-{signal}", alive.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
