using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;
using Journey.EventStore.Keys;
using Journey.EventStore.Proof;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Proof;

/// <summary>The keys that sign a log's checkpoints: an Ed25519 and a P-256 key per operator and log, wrapped under the operator's key, made at the first signature.</summary>
internal sealed class LogKeys(Vault vault)
{
    /// <summary>The Ed25519 key first. Dispose of them after use.</summary>
    /// <param name="origin">The name that they sign under.</param>
    /// <exception cref="CryptographicException">One was changed in its database, or is another log's.</exception>
    public async Task<IReadOnlyList<NoteSigner>> Of(Operator op, ProofLog log, string origin, CancellationToken ct)
    {
        var rows = await LogKeyRows.Of(op.Keys, log.Name(), ct);
        foreach (var algorithm in new[] { "ed25519", "p256" }.Except(rows.Select(r => r.Algorithm)))
        {
            var (under, wrapped) = await vault.Wrap(op, [.. Bound(log), .. New(algorithm)], ct);
            await LogKeyRows.Add(op.Keys, new(log.Name(), algorithm, under, wrapped), ct);
        }
        if (rows.Count < 2) rows = await LogKeyRows.Of(op.Keys, log.Name(), ct);

        var signers = new List<NoteSigner>();
        foreach (var row in rows.OrderBy(r => r.Algorithm, StringComparer.Ordinal))
        {
            var key = await vault.Unwrap(op, row.OperatorKey, row.Wrapped, ct);
            if (key is null || !key.AsSpan().StartsWith(Bound(log))) throw new CryptographicException($"The {row.Algorithm} key of the log of {log.Name()} does not unwrap as one.");
            var secret = key.AsSpan(Bound(log).Length);
            signers.Add(row.Algorithm == "ed25519" ? NoteSigner.OfEd25519(origin, secret) : NoteSigner.OfP256(origin, secret));
            CryptographicOperations.ZeroMemory(key);
        }
        return signers;
    }

    // The log is wrapped with it: a row that somebody moved to another log is noticed.
    private static byte[] Bound(ProofLog log) => Encoding.UTF8.GetBytes(log.Name() + "\0");

    private static byte[] New(string algorithm)
    {
        if (algorithm == "ed25519") return RandomNumberGenerator.GetBytes(32);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}
