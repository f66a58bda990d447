using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Journey.Host.Features.Webhooks;

/// <summary>Signatures by the Standard Webhooks specification 1.0.0, scheme <c>v1</c>: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class WebhookSignature
{
    public const string Id = "webhook-id", Timestamp = "webhook-timestamp", Signature = "webhook-signature";

    /// <summary>The header's value: one signature for each key, so that a receiver may know either while a secret is exchanged.</summary>
    /// <param name="at">Of this attempt; sent in whole seconds. A receiver refuses one that is more than five minutes off.</param>
    public static string Of(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{Seconds(at)}."), .. body];
        return string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key.Span, signed))));
    }

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
