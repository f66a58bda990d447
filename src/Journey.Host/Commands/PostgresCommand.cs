using Journey.EventStore.Embedded;

namespace Journey.Host.Commands;

/// <summary>The embedded PostgreSQL alone, for psql, pg_dump and test runs: prints its connection string and stays until stopped.</summary>
internal static class PostgresCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        await using var postgres = await EmbeddedPostgres.Start(Databases.Installation.OptionsOf(Settings.Read(args)), ct);
        Console.WriteLine(postgres.Server.ConnectionString);
        if (await Task.WhenAny(postgres.Gone, Task.Delay(Timeout.Infinite, ct)) != postgres.Gone) return 0;
        await Console.Error.WriteLineAsync(await postgres.Gone);
        return 1;
    }
}
