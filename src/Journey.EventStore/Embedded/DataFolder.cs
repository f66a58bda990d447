using System.Globalization;

namespace Journey.EventStore.Embedded;

/// <summary>
/// Where a host without a server of its own keeps everything: postgres/ is the cluster, postgres.password its superuser's password,
/// run/ its socket. Whoever holds the lock is the folder's only host; the kernel lets go of it when that host ends, however it ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }
    public string Cluster => In("postgres");
    public string HalfMade => In("postgres.new");
    public string Password => In("postgres.password");
    public string Run => In("run");
    public string Log => System.IO.Path.Combine(Cluster, "log");

    /// <summary>/var/lib/journey as root, else $XDG_DATA_HOME/journey, which by default is ~/.local/share/journey.</summary>
    public static string Usual(Func<string, string?> environment)
    {
        if (Account.Root) return "/var/lib/journey";
        // The XDG specification has relative paths ignored.
        var data = environment("XDG_DATA_HOME") is { } given && System.IO.Path.IsPathRooted(given) ? given
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return System.IO.Path.Combine(data, "journey");
    }

    /// <exception cref="SetupException">Another host has it, or it can't be made.</exception>
    public static DataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            // Others may pass through but not look: PostgreSQL's account must reach its own folder in it.
            Directory.CreateDirectory(path, Passable);
            File.SetUnixFileMode(path, Passable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The data folder {path} can't be made or opened ({e.GetType().Name}); choose another one with JOURNEY_DATA.", e);
        }
        var pid = System.IO.Path.Combine(path, "host.pid");
        try
        {
            var held = Lock(System.IO.Path.Combine(path, "lock"), attempts: 5);
            File.WriteAllText(pid, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolder(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SetupException($"The data folder {path} belongs to another user; choose another one with JOURNEY_DATA.", e);
        }
        catch (IOException e)
        {
            var who = File.Exists(pid) ? $" (process {File.ReadAllText(pid)})" : "";
            throw new SetupException($"Another Journey host{who} is using the data folder {path}; stop it, or choose another folder with JOURNEY_DATA.", e);
        }
    }

    /// <summary>Whether some host holds the folder at this moment.</summary>
    public static bool InUse(string path)
    {
        var file = System.IO.Path.Combine(path, "lock");
        if (!File.Exists(file)) return false;
        try
        {
            using var probe = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException) { return true; }
        catch (UnauthorizedAccessException) { return true; }
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _lock.Dispose();

    // FileShare.None is an exclusive flock. A command's look (InUse) can hold it off for a moment.
    private static FileStream Lock(string file, int attempts)
    {
        while (true)
        {
            try { return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
            catch (IOException) when (--attempts > 0) { Thread.Sleep(40); }
        }
    }

    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
