using System.Diagnostics;

namespace Journey.Tests.Start;

/// <summary>The built host as a process of its own, as people start it, on a free port and a data folder.</summary>
public sealed class HostProcess : IDisposable
{
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];

    public HostProcess(string dataFolder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "journey.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JOURNEY_DATA"] = dataFolder;
        start.Environment["Journey__PostgresSettings__fsync"] = "off"; // killing processes loses nothing by it
        start.Environment["Journey__Demonstration"] = "false";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        Process = new Process { StartInfo = start };
        Process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("Journey is at ", StringComparison.Ordinal) == true) _address.TrySetResult(new Uri(line.Data.Split(' ')[3]));
        };
        Process.ErrorDataReceived += (_, line) => { if (line.Data is not null) lock (_errors) _errors.Add(line.Data); };
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    /// <summary>What it said on standard error.</summary>
    public IReadOnlyList<string> Errors { get { lock (_errors) return [.. _errors]; } }

    public static HostProcess Up(string dataFolder, params (string, string)[] environment) => new(dataFolder, ["up", "--urls", "http://127.0.0.1:0"], environment);

    /// <summary>Where it is, once it serves.</summary>
    public async Task<Uri> Serves()
    {
        var ended = Process.WaitForExitAsync();
        var first = await Task.WhenAny(_address.Task, ended, Task.Delay(TimeSpan.FromSeconds(60)));
        first.ShouldBe(_address.Task, string.Join('\n', Errors));
        return await _address.Task;
    }

    public async Task<int> Ends()
    {
        await Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return Process.ExitCode;
    }

    /// <summary>As systemd, Docker or a kill asks it to stop.</summary>
    public async Task<int> Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        return await Ends();
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }
}
