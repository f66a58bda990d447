using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Journey.EventStore.Embedded;

/// <param name="Folder">See <see cref="DataFolder"/>.</param>
public sealed record EmbeddedOptions(string Folder)
{
    /// <summary>Server settings that win over ours, such as fsync=off for tests.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Folders to look for binaries in, as in PATH.</summary>
    public string? Path { get; init; } = Environment.GetEnvironmentVariable("PATH");

    /// <summary>Further folders to look in, with '*'; null for where packages usually put them.</summary>
    public IReadOnlyList<string>? Packages { get; init; }
}

/// <summary>
/// A private PostgreSQL cluster that lives as long as this object, or at most as long as this process. Only this machine reaches
/// it: through a socket, or on loopback where the folder's path is too long for one, and with a generated password either way.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Superuser = "journey";
    private const int Port = 5432, LongestSocketPath = 107; // sun_path, less its final zero
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DataFolder _folder;
    private readonly Postmaster _postmaster;

    private EmbeddedPostgres(DataFolder folder, Postmaster postmaster, string connectionString)
    {
        (_folder, _postmaster) = (folder, postmaster);
        Server = new Server(connectionString, $"the data folder {folder.Path}");
    }

    public Server Server { get; }

    /// <summary>Ends when PostgreSQL is gone although nobody stopped it, with the last thing it said. The host can't go on then.</summary>
    public Task<string> Gone => _postmaster.Gone;

    /// <summary>Starts the cluster, making it first where there is none. What a killed host left running is stopped before.</summary>
    /// <exception cref="SetupException">Another host has the folder, no fitting binaries, a folder of another version, or PostgreSQL doesn't start.</exception>
    public static async Task<EmbeddedPostgres> Start(EmbeddedOptions options, CancellationToken ct = default)
    {
        var folder = DataFolder.Take(options.Folder);
        Postmaster? postmaster = null;
        try
        {
            var account = Account.Choose();
            var binaries = Choose(folder, Binaries.Find(options.Path, options.Packages));
            await Leftover.Stop(folder.Cluster, Patience, ct);
            var password = Password(folder);
            if (!Directory.Exists(folder.Cluster)) await Initialize(folder, account, binaries, password, options.Settings.GetValueOrDefault("fsync") != "off", ct);

            Directory.CreateDirectory(folder.Run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            account.Own(folder.Run);
            var socket = Encoding.UTF8.GetByteCount($"{folder.Run}/.s.PGSQL.{Port}.lock") <= LongestSocketPath;
            var port = socket ? Port : FreePort();
            var settings = Settings(folder, socket, port).Concat(options.Settings).SelectMany(x => new[] { "-c", $"{x.Key}={x.Value}" });
            postmaster = new Postmaster(() => account.Start(binaries.Postgres, ["-D", folder.Cluster, .. settings]));
            var connection = Connection(socket ? folder.Run : "127.0.0.1", port, password);
            await Answers(postmaster, connection, folder, ct);
            return new EmbeddedPostgres(folder, postmaster, connection);
        }
        catch
        {
            if (postmaster is not null) await postmaster.Stop(Patience);
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The cluster that a host on this folder is running, for a command beside it; null where no host runs. It is that host's to stop.
    /// </summary>
    public static async Task<Server?> Running(string folder, CancellationToken ct = default)
    {
        var (pid, password) = (Path.Combine(folder, "postgres", "postmaster.pid"), Path.Combine(folder, "postgres.password"));
        if (!DataFolder.InUse(folder)) return null;
        try
        {
            // Lines 4 to 6 of the file: port, socket folder, listening address.
            var lines = await File.ReadAllLinesAsync(pid, ct);
            var host = lines[4].Length > 0 ? lines[4] : lines[5];
            var connection = Connection(host, int.Parse(lines[3], CultureInfo.InvariantCulture), await File.ReadAllTextAsync(password, ct));
            return new Server(connection, $"the data folder {folder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException or FormatException)
        {
            throw new SetupException($"A Journey host is using the data folder {folder}, but its PostgreSQL isn't up or isn't ours to enter; try again in a moment, as the same user.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _postmaster.Stop(Patience);
        _folder.Dispose();
    }

    private static string Connection(string host, int port, string password) =>
        new NpgsqlConnectionStringBuilder { Host = host, Port = port, Username = Superuser, Password = password, Database = "postgres" }.ConnectionString;

    // The newest, or for an existing cluster the one of its version: a cluster of 16 isn't 17's to open.
    internal static Binaries Choose(DataFolder folder, IReadOnlyList<Binaries> found)
    {
        if (found.Count == 0)
            throw new SetupException($"PostgreSQL {Binaries.OldestVersion} or newer isn't installed (initdb, postgres and pg_ctl of one version); install it (Debian: apt-get install postgresql) or name a server with ConnectionStrings__Journey.");
        if (!Directory.Exists(folder.Cluster)) return found[0];
        var file = Path.Combine(folder.Cluster, "PG_VERSION");
        var version = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        return found.FirstOrDefault(x => x.Version.Major.ToString(CultureInfo.InvariantCulture) == version) ?? throw new SetupException(version is null
            ? $"{folder.Cluster} is no PostgreSQL cluster; move it away or choose another data folder with JOURNEY_DATA."
            : $"{folder.Cluster} is a cluster of PostgreSQL {version}, but only {string.Join(", ", found.Select(x => x.Version.Major).Distinct())} is installed; install PostgreSQL {version}, or upgrade the folder with pg_upgrade.");
    }

    private static string Password(DataFolder folder)
    {
        if (File.Exists(folder.Password)) return File.ReadAllText(folder.Password);
        if (Directory.Exists(folder.Cluster)) throw new SetupException($"{folder.Password} is missing, without which nobody gets into the cluster beside it; put it back from the backup.");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        using (var file = new FileStream(folder.Password + ".new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            file.Write(Encoding.ASCII.GetBytes(password));
            file.Flush(flushToDisk: true);
        }
        File.Move(folder.Password + ".new", folder.Password);
        return password;
    }

    // Made under another name and moved into place when whole, so that an interrupted attempt leaves nothing to trip over.
    private static async Task Initialize(DataFolder folder, Account account, Binaries binaries, string password, bool sync, CancellationToken ct)
    {
        if (Directory.Exists(folder.HalfMade)) Directory.Delete(folder.HalfMade, recursive: true);
        Directory.CreateDirectory(folder.HalfMade, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        account.Own(folder.HalfMade);
        var passwordFile = folder.In("initdb.password");
        File.Delete(passwordFile);
        await using (var file = new FileStream(passwordFile, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            await file.WriteAsync(Encoding.ASCII.GetBytes(password), ct);
        account.Own(passwordFile);
        try
        {
            // The thread that starts a process under Account.Start must outlive it, so this doesn't await.
            var error = await Task.Factory.StartNew(() => Finish(account.Start(binaries.Initdb,
                ["-D", folder.HalfMade, "-U", Superuser, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions", .. sync ? Array.Empty<string>() : ["--no-sync"]])),
                ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (error is not null) throw new SetupException($"The cluster in {folder.Path} can't be made: {error}");
        }
        finally { File.Delete(passwordFile); }
        Directory.Move(folder.HalfMade, folder.Cluster);
    }

    private static string? Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 0) return null;
        var lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(x => x.Contains("error", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? $"initdb ended with {process.ExitCode}.";
    }

    private static Dictionary<string, string> Settings(DataFolder folder, bool socket, int port) => new(StringComparer.Ordinal)
    {
        ["listen_addresses"] = socket ? "" : "127.0.0.1",
        ["unix_socket_directories"] = socket ? folder.Run : "",
        ["unix_socket_permissions"] = "0700",
        ["port"] = port.ToString(CultureInfo.InvariantCulture),
        ["password_encryption"] = "scram-sha-256",
        ["max_connections"] = "200",
        ["shared_buffers"] = "256MB",
        ["max_wal_size"] = "2GB",
        ["jit"] = "off", // compiling takes longer than our queries do
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["logging_collector"] = "on",
        ["log_directory"] = "log",
        ["log_filename"] = "postgresql-%a.log", // a week of them
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["log_rotation_size"] = "0",
        // Neither statements nor details: both repeat what people's rows say.
        ["log_statement"] = "none",
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
    };

    private static async Task Answers(Postmaster postmaster, string connectionString, DataFolder folder, CancellationToken ct)
    {
        await using var probe = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString);
        while (!postmaster.Gone.IsCompleted)
        {
            try
            {
                await using var connection = await probe.OpenConnectionAsync(ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
            {
                throw new SetupException($"{folder.Password} isn't the password of the cluster beside it; put the right one back from the backup.", e);
            }
            // Not up yet, or replaying its log: that may take as long as it takes while the process lives.
            catch (NpgsqlException) { await Task.Delay(25, ct); }
        }
        throw new SetupException($"PostgreSQL doesn't start in {folder.Path}: {await postmaster.Gone} (its log: {folder.Log})");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
