using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Journey.EventStore.Embedded;

/// <summary>
/// Keeps PostgreSQL's main process running until told to stop: starts it, and starts it again should it die. All of that happens on
/// one thread of its own, because the process is told to end when the thread that started it does (<see cref="Account.Start"/>).
/// </summary>
internal sealed class Postmaster
{
    private const int Interrupt = 2, Quit = 3;
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private readonly Func<ProcessStartInfo> _start;
    private readonly TaskCompletionSource<string> _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Queue<string> _said = new();
    private Process? _process;
    private bool _stopping;

    public Postmaster(Func<ProcessStartInfo> start)
    {
        _start = start;
        new Thread(Run) { IsBackground = true, Name = "postmaster" }.Start();
    }

    /// <summary>Ends when PostgreSQL has stopped for good, with the last thing it said: on request, or after it failed three times in a row.</summary>
    public Task<string> Gone => _gone.Task;

    /// <summary>A fast stop; after <paramref name="patience"/> an immediate one, which costs the next start a recovery but no data.</summary>
    public async Task Stop(TimeSpan patience)
    {
        lock (_gate)
        {
            _stopping = true;
            Signal(Interrupt);
        }
        if (await Task.WhenAny(Gone, Task.Delay(patience)) == Gone) return;
        lock (_gate) Signal(Quit);
        await Gone;
    }

    private void Run()
    {
        var failures = 0;
        var last = "";
        try
        {
            while (failures < 3)
            {
                var watch = Stopwatch.StartNew();
                using var process = new Process { StartInfo = _start(), EnableRaisingEvents = false };
                process.OutputDataReceived += (_, line) => Hear(line.Data);
                process.ErrorDataReceived += (_, line) => Hear(line.Data);
                lock (_gate)
                {
                    if (_stopping) break;
                    process.Start();
                    _process = process;
                }
                process.StandardInput.Close();
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                process.WaitForExit();
                lock (_gate)
                {
                    _process = null;
                    if (_stopping) break;
                }
                failures = watch.Elapsed < Healthy ? failures + 1 : 1;
                // Backends of a killed postmaster notice within moments; until they have gone, the next one refuses to start.
                Thread.Sleep(failures * 500);
            }
            lock (_said) last = _said.LastOrDefault(x => x.Contains("FATAL", StringComparison.Ordinal)) ?? _said.LastOrDefault() ?? "it said nothing";
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception) { last = e.Message; }
        _gone.SetResult(last);
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > 20) _said.Dequeue();
        }
    }

    private void Signal(int signal)
    {
        // Within the gate, and not reaped before we say so: the number is still this process's.
        if (_process is { HasExited: false } process) _ = kill(process.Id, signal);
    }

    [DllImport("libc", SetLastError = true)]
    internal static extern int kill(int pid, int signal);
}
