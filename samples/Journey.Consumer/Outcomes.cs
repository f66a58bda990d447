using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Npgsql;

namespace Journey.Consumer;

/// <summary>An entry as it came.</summary>
/// <param name="After">Between this position and <paramref name="Position"/> there was nothing for us.</param>
public sealed record Incoming(long After, long Position, JsonElement Entry);

/// <summary>An entry is missing: nothing is taken over until it comes.</summary>
public sealed class GapException(long have, long after) : Exception($"We have everything up to {have}, and what came follows {after}.");

/// <summary>This consumer's tables. What it reads takes effect once, though it may come any number of times.</summary>
public sealed class Outcomes(NpgsqlDataSource database)
{
    /// <summary>Makes what is missing, and says where we are.</summary>
    public async Task<(string Origin, long Position)> Open(CancellationToken ct)
    {
        using var schema = new StreamReader(typeof(Outcomes).Assembly.GetManifestResourceStream("Journey.Consumer.schema.sql")!);
        await using (var make = database.CreateCommand(await schema.ReadToEndAsync(ct))) await make.ExecuteNonQueryAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        return await Where(connection, ct);
    }

    /// <summary>The log is another one than before (a restore): what we have may never have happened.</summary>
    public async Task BeginAgain(string origin, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await Do(connection, "truncate outcomes.entry, outcomes.enrollment, outcomes.refused, outcomes.owed", ct);
        await Do(connection, "update outcomes.feed set origin = $1, position = 0", ct, origin);
        await transaction.CommitAsync(ct);
    }

    // docs: take
    /// <summary>Takes over what follows what we have, in one transaction with the position. Repeats are let go.</summary>
    /// <returns>The position that we have now.</returns>
    /// <exception cref="GapException">Something is missing before one of them; nothing was taken over.</exception>
    public async Task<long> Take(string origin, IReadOnlyList<Incoming> page, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (known, position) = await Where(connection, ct); // locks the row: a second consumer waits here, and then has only repeats
        if (known.Length > 0 && known != origin) throw new InvalidOperationException("Another log than before: begin again.");
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (after, at, entry) in page)
        {
            if (at <= position) continue;
            if (after > position) throw new GapException(position, after);
            if (await Apply(connection, at, entry, ct) is { } subject) touched.Add(subject);
            position = at;
        }
        foreach (var subject in touched) await Refold(connection, subject, ct);
        await Do(connection, "update outcomes.feed set origin = $1, position = $2", ct, origin, position);
        await transaction.CommitAsync(ct);
        return position;
    }
    // docs: end

    /// <summary>Deletions that the publisher has not been told of.</summary>
    public Task<List<Guid>> Owed(CancellationToken ct) => List(database.CreateCommand("select event from outcomes.owed"), r => r.GetGuid(0), ct);

    public async Task Acknowledged(Guid deletion, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await Do(connection, "delete from outcomes.owed where event = $1", ct, deletion);
    }

    // Whose rows have to be made again; null: nobody's.
    private static async Task<string?> Apply(NpgsqlConnection connection, long position, JsonElement entry, CancellationToken ct)
    {
        var type = Enrollments.Type(entry);
        if (!entry.TryGetProperty("subject", out var said) || said.GetString() is not { } subject) return null;
        // docs: delete
        if (type is "journey.consent.withdrawn" or "journey.participant.erased")
        {
            await Do(connection, "delete from outcomes.entry where subject = $1", ct, subject);
            await Do(connection, "insert into outcomes.refused values ($1) on conflict do nothing", ct, subject);
            await Do(connection, "insert into outcomes.owed values ($1) on conflict do nothing", ct, Guid.Parse(Enrollments.Id(entry)));
            return subject;
        }
        // docs: end
        if (type == "journey.consent.given") await Do(connection, "delete from outcomes.refused where subject = $1", ct, subject);
        if (!Enrollments.Types.Contains(type)) return null;
        await Do(connection, "insert into outcomes.entry select $1, $2, $3, $4::jsonb where not exists (select from outcomes.refused where subject = $3)", ct,
            position, Guid.Parse(Enrollments.Id(entry)), subject, entry.GetRawText());
        return subject;
    }

    private static async Task Refold(NpgsqlConnection connection, string subject, CancellationToken ct)
    {
        var read = new NpgsqlCommand("select entry::text from outcomes.entry where subject = $1 order by position", connection) { Parameters = { new() { Value = subject } } };
        var entries = await List(read, r => JsonElement.Parse(r.GetString(0)), ct);
        await Do(connection, "delete from outcomes.enrollment where subject = $1", ct, subject);
        foreach (var (enrollment, cohort, graduated, job) in Enrollments.Of(entries))
            await Do(connection, "insert into outcomes.enrollment values ($1, $2, $3, $4, $5)", ct, enrollment, subject, (object?)cohort ?? DBNull.Value, (object?)graduated ?? DBNull.Value, (object?)job ?? DBNull.Value);
    }

    private static async Task<(string, long)> Where(NpgsqlConnection connection, CancellationToken ct) =>
        (await List(new NpgsqlCommand("select origin, position from outcomes.feed for update", connection), r => (r.GetString(0), r.GetInt64(1)), ct))[0];

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a literal.")]
    private static async Task Do(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<T>> List<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using (command)
        {
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) rows.Add(row(reader));
            return rows;
        }
    }
}
