using System.Reflection;
using Journey.EventStore;
using Journey.EventStore.Embedded;

namespace Journey.Host.Databases;

/// <summary>
/// What the host and its commands stand on: the server that ConnectionStrings__Journey names, else the embedded PostgreSQL; further
/// servers (<see cref="Servers"/>); the registry of operators; every schema up to date.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private Installation(EmbeddedPostgres? embedded, Operators operators, Server keyServer, string dataFolder) => (_embedded, Operators, KeyServer, DataFolder) = (embedded, operators, keyServer, dataFolder);

    public Operators Operators { get; }

    /// <summary>The server of the keys that belong to no operator.</summary>
    public Server KeyServer { get; }

    /// <summary>This machine's folder for what is not in a database, such as the root key. It exists.</summary>
    public string DataFolder { get; }

    /// <summary>Ends when the embedded PostgreSQL is gone for good, with the last thing it said.</summary>
    public Task<string> Gone => _embedded?.Gone ?? Task.Delay(Timeout.Infinite).ContinueWith(_ => "", TaskScheduler.Default);

    /// <summary>Opens it as a host does: with an embedded PostgreSQL, it is the data folder's only one.</summary>
    /// <exception cref="SetupException">See <see cref="EmbeddedPostgres.Start"/>; the default server has to answer, others need not.</exception>
    public static Task<Installation> Open(IConfiguration configuration, CancellationToken ct) => Open(configuration, beside: false, ct);

    /// <summary>Opens it for a command, which may run beside a host on the same folder.</summary>
    public static Task<Installation> Join(IConfiguration configuration, CancellationToken ct) => Open(configuration, beside: true, ct);

    /// <summary>Journey:DataFolder, or JOURNEY_DATA, or the usual place.</summary>
    public static string FolderOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Journey:DataFolder"] ?? configuration["JOURNEY_DATA"] ?? EventStore.Embedded.DataFolder.Usual(Environment.GetEnvironmentVariable));

    /// <summary>
    /// Journey:PostgresBinaries names the folder of initdb, postgres and pg_ctl where they should not be searched for;
    /// Journey:PostgresSettings:NAME is a server setting that wins over ours.
    /// </summary>
    public static EmbeddedOptions OptionsOf(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Journey:PostgresSettings").GetChildren().ToDictionary(x => x.Key, x => x.Value ?? "", StringComparer.Ordinal);
        var options = new EmbeddedOptions(FolderOf(configuration)) { Settings = settings };
        return configuration["Journey:PostgresBinaries"] is { Length: > 0 } binaries ? options with { Path = binaries, Packages = [] } : options;
    }

    public async ValueTask DisposeAsync()
    {
        await Operators.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    private static async Task<Installation> Open(IConfiguration configuration, bool beside, CancellationToken ct)
    {
        var folder = FolderOf(configuration);
        EmbeddedPostgres? embedded = null;
        Server? main = null;
        if (configuration.GetConnectionString("Journey") is { Length: > 0 } given) main = new Server(given, "ConnectionStrings__Journey");
        else if (beside) main = await EmbeddedPostgres.Running(folder, ct);
        try
        {
            if (main is null) main = (embedded = await EmbeddedPostgres.Start(OptionsOf(configuration), ct)).Server;
            else Directory.CreateDirectory(folder);
            var servers = Servers.Of(configuration, main);
            return new Installation(embedded, await Operators.Open(servers, Modules, ct: ct), servers[Operators.DefaultServer].Keys ?? servers[Operators.DefaultServer], folder);
        }
        catch
        {
            if (embedded is not null) await embedded.DisposeAsync();
            throw;
        }
    }

    /// <summary>The assemblies that ship schema files, in the order of their application.</summary>
    public static IReadOnlyList<Assembly> Modules { get; } = [typeof(Operators).Assembly, Assembly.Load("Journey.Projections"), typeof(Installation).Assembly];
}
