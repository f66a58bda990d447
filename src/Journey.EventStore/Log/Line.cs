using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>One of the two logs while one claim gives it positions, with what a round hands to the next.</summary>
/// <param name="start">The statements: what to begin with, a round, the counting.</param>
internal sealed class Line(string owner, long epoch, string start, string round, string reconcile)
{
    public const int BatchLimit = 2000;

    // The highest number in the log, and which numbers below it are still awaited. They live here and not in a table because a table
    // written every round fills with dead rows while anybody's transaction stays open. Found: what reconciliation adds to the holes.
    private long highest;
    private string holes = "{}", xids = "{}";
    private string? found;

    public long Highest => highest;

    public string Holes => holes;

    public async Task Start(NpgsqlConnection connection, long? settled, CancellationToken ct)
    {
        await using var command = settled is { } from ? connection.Command(start, P(from)) : connection.Command(start);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Take(reader);
    }

    /// <summary>How many got a position, the log's last one then, and how many seconds the one that waited longest had been stored.</summary>
    public async Task<(int Appended, long Head, double Waited)> Round(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command(round, P(owner), P(epoch), P(highest), P(holes), P(xids), P(BatchLimit),
            new() { Value = (object?)found ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Take(reader);
        return reader.GetInt32(3) is var appended and > 0 ? (appended, reader.GetInt64(4), reader.GetDouble(5)) : default;
    }

    /// <summary>Counts rows against positions, and how many were written past the store. On a connection of its own: counting a large log takes seconds, and the rounds go on meanwhile.</summary>
    public async Task<(long Foreign, string? Found)> Reconcile(NpgsqlDataSource main, CancellationToken ct)
    {
        await using var command = main.Command(reconcile, P(highest), P(holes));
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1));
    }

    /// <summary>The next round looks for these as well.</summary>
    public void LookFor(string? unsequenced) => found = unsequenced;

    private void Take(NpgsqlDataReader reader) => (highest, holes, xids, found) = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2), null);
}
