using System.Globalization;

namespace Journey.EventStore.Embedded;

/// <summary>
/// The PostgreSQL that a killed host left behind. On Linux the kernel has told it to stop, elsewhere nobody has. It isn't reused: stopping
/// it and starting our own gives the settings of this version and a process that ends with this one, for a fraction of a second.
/// </summary>
internal static class Leftover
{
    private const int Probe = 0, Interrupt = 2, Quit = 3;

    /// <summary>Call it with the data folder's lock held: then a running postmaster has no host any more.</summary>
    public static async Task Stop(string cluster, TimeSpan patience, CancellationToken ct)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        if (Pid(file) is not { } pid || !Runs(pid)) return; // PostgreSQL itself clears away the file of a dead one
        if (!IsOf(pid, cluster))
        {
            // Its number went to somebody else, as in a restarted container; PostgreSQL would take that for a running postmaster.
            File.Delete(file);
            return;
        }
        _ = Postmaster.kill(pid, Interrupt);
        for (var waited = TimeSpan.Zero; Runs(pid); waited += TimeSpan.FromMilliseconds(20))
        {
            if (waited > patience) _ = Postmaster.kill(pid, Quit);
            if (waited > 2 * patience) throw new SetupException($"The PostgreSQL that an earlier host left in {cluster} (process {pid}) doesn't stop; end it by hand.");
            await Task.Delay(20, ct);
        }
    }

    private static int? Pid(string file)
    {
        if (!File.Exists(file)) return null;
        var line = File.ReadLines(file).FirstOrDefault();
        return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1 ? pid : null;
    }

    private static bool Runs(int pid)
    {
        if (Postmaster.kill(pid, Probe) != 0) return false;
        // A zombie has stopped already; where nobody reaps (a container's process 1), it stays for ever.
        var stat = $"/proc/{pid}/stat";
        try { return !File.Exists(stat) || !File.ReadAllText(stat).Split(')')[^1].StartsWith(" Z", StringComparison.Ordinal); }
        catch (IOException) { return false; } // gone between the two looks
    }

    // A postmaster works in its cluster's folder. Where there is no /proc, the number has to do.
    private static bool IsOf(int pid, string cluster)
    {
        if (!Directory.Exists("/proc/self")) return true;
        try { return Directory.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName == Real(cluster); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; } // another user's, so not ours
    }

    // /proc gives the path without links.
    private static string Real(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(real, returnFinalTarget: true)?.FullName ?? real;
        }
        return real;
    }
}
