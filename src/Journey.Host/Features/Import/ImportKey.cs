using Journey.EventStore;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Import;

/// <summary>The key that an operator's imported ids come from, 32 bytes.</summary>
internal static class ImportKey
{
    /// <summary>Follows from the operator's index key, which outlasts all key rotations: with another key, everything imported would come again as somebody else.</summary>
    public static async Task<byte[]> Of(Operator op, Vault vault, CancellationToken ct) => await vault.KeyedHash(op, "import", ReadOnlyMemory<byte>.Empty, ct);
}
