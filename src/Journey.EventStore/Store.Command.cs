using System.Security.Cryptography;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

public static partial class Store
{
    /// <summary>Whether a command was carried out before: asked before deciding, since what is true now may be what it brought about.</summary>
    /// <exception cref="CommandKeyReused">The command's key came with another body before.</exception>
    public static async Task<EarlierCommand?> FindCommand(Operator op, CommandKey key, CancellationToken ct = default)
    {
        await using var read = op.Primary.Command(ReadCommandSql, P(key.Client), P(key.Route), P(key.Key));
        await using var reader = await read.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(0), key.BodyMac)
            ? new EarlierCommand(await reader.IsDBNullAsync(1, ct) ? null : reader.GetString(1))
            : throw new CommandKeyReused();
    }
}

/// <param name="Answer">The first answer, byte for byte.</param>
public sealed record EarlierCommand(string? Answer);
