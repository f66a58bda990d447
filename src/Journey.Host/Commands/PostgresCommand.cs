using Journey.EventStore.Embedded;

namespace Journey.Host.Commands;

/// <summary>
/// The embedded PostgreSQL alone, for psql, pg_dump and test runs: prints its connection string and stays until stopped.
/// <c>--set name=value</c> overrides a server setting.
/// </summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--set" && i + 1 < args.Length && args[++i].Split('=', 2) is [var name, var value]) overrides[name] = value;
            else rest.Add(args[i]);
        }
        var folder = Databases.Installation.FolderOf(Settings.Read([.. rest]));
        await using var postgres = await EmbeddedPostgres.Start(new EmbeddedOptions(folder) { Settings = overrides }, ct);
        Console.WriteLine(postgres.Server.ConnectionString);
        if (await Task.WhenAny(postgres.Gone, Task.Delay(Timeout.Infinite, ct)) != postgres.Gone) return 0;
        await Console.Error.WriteLineAsync(await postgres.Gone);
        return 1;
    }
}
