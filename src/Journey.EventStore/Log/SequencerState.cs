using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>Who gives an operator's log its positions now.</summary>
/// <param name="Owner">The host that last held the lease; null before the first.</param>
/// <param name="Held">The lease runs.</param>
/// <param name="Position">The newest position; 0 for an empty log.</param>
/// <param name="Ahead">How far the newest event's number lies beyond the newest sequenced one's; numbers have holes, so at most so many events wait.</param>
public sealed record SequencerState(string? Owner, bool Held, long Epoch, long Position, DateTimeOffset? SequencedAt, long Ahead)
{
    private static readonly string ReadSql = Load("Log.sequencer_state");

    public static async Task<SequencerState> Read(Operator op, CancellationToken ct = default)
    {
        await using var command = op.Main.Command(ReadSql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.IsDBNull(0) ? null : reader.GetString(0), reader.GetBoolean(1), reader.GetInt64(2), reader.GetInt64(3),
            reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? 0 : Math.Max(0, reader.GetInt64(5)));
    }
}
