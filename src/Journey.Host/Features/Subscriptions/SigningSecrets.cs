using System.Globalization;
using System.Security.Cryptography;
using Journey.Domain;
using Journey.EventStore;
using Journey.EventStore.Keys;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Subscriptions;

/// <summary>One secret of a webhook, unwrapped. It prints as its id.</summary>
/// <param name="Key">The bytes that sign.</param>
/// <param name="Until">From then on it signs no more; null: the current one.</param>
public sealed record SigningSecret(Guid Id, ReadOnlyMemory<byte> Key, DateTimeOffset? Until)
{
    /// <summary>As Standard Webhooks writes it: <c>whsec_</c> and base64. Told once, to whoever asked for it.</summary>
    public string Text() => "whsec_" + Convert.ToBase64String(Key.Span);

    public override string ToString() => Id.ToString();
}

/// <summary>
/// Webhooks' signing secrets (Standard Webhooks 1.0.0): 32 random bytes, wrapped under the operator's key, in the key database and nowhere
/// else. There is the current one, and at most one that was rotated out and signs on for a while.
/// </summary>
public sealed class SigningSecrets(Vault vault)
{
    private const int Length = 32;

    /// <summary>Those that sign now, the newest first. None: the subscription never had one, or has ended; nothing may be sent unsigned.</summary>
    /// <exception cref="CryptographicException">One was changed in its database, or belongs to another subscription.</exception>
    public async Task<IReadOnlyList<SigningSecret>> Of(Operator op, SubscriptionId subscription, DateTimeOffset now, CancellationToken ct)
    {
        var secrets = new List<SigningSecret>();
        foreach (var row in await SigningSecretRows.Of(op.Keys, subscription.Value, now, ct))
        {
            var bound = await vault.Unwrap(op, row.OperatorKey, row.Wrapped, ct);
            if (bound is null || bound.Length <= 16 || new Guid(bound.AsSpan(0, 16), bigEndian: true) != subscription.Value)
                throw new CryptographicException(string.Create(CultureInfo.InvariantCulture, $"The signing secret {row.Id} does not unwrap as one of subscription {subscription}."));
            secrets.Add(new(row.Id, bound.AsMemory(16), row.Until));
        }
        return secrets;
    }

    /// <summary>A new one. The one before signs until <paramref name="oldUntil"/>; older ones end now.</summary>
    public async Task<SigningSecret> Rotate(Operator op, SubscriptionId subscription, Guid id, DateTimeOffset now, DateTimeOffset oldUntil, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        // The subscription is wrapped with it: a row that somebody moved to another subscription is noticed.
        var (under, wrapped) = await vault.Wrap(op, [.. subscription.Value.ToByteArray(bigEndian: true), .. key], ct);
        await SigningSecretRows.Add(op.Keys, new(id, subscription.Value, under, wrapped, null), now, oldUntil, ct);
        return new(id, key, null);
    }

    /// <summary>None signs any more.</summary>
    public Task Forget(Operator op, SubscriptionId subscription, CancellationToken ct) => SigningSecretRows.Remove(op.Keys, subscription.Value, ct);
}
