using System.Text.Json;

namespace Journey.Host.Features.Webhooks;

/// <summary>What one attempt came to; stable names, in the delivery log and in metrics.</summary>
public static class Outcomes
{
    /// <summary>Answered 2xx.</summary>
    public const string Delivered = "delivered";

    /// <summary>Another status; <see cref="Redirect"/> is 3xx, <see cref="Gone"/> 410.</summary>
    public const string Status = "status";

    public const string Redirect = "redirect";
    public const string Gone = "gone";
    public const string Timeout = "timeout";

    /// <summary>The host's name has no address.</summary>
    public const string Name = "name";

    /// <summary>Its address is not on the open internet, or the subscription's address is none that may be posted to.</summary>
    public const string Address = "address";

    /// <summary>No connection, or it broke.</summary>
    public const string Connection = "connection";

    /// <summary>The certificate is not valid for that host, or there was no agreement on TLS.</summary>
    public const string Tls = "tls";

    /// <summary>The signing secret is missing or cannot be read: nothing is sent unsigned.</summary>
    public const string Unsigned = "unsigned";

    public static IReadOnlyList<string> All { get; } = [Delivered, Status, Redirect, Gone, Timeout, Name, Address, Connection, Tls, Unsigned];
}

/// <summary>One post of one entry, and how it was answered.</summary>
/// <param name="Number">1, 2, 3 … since the entry was last sent back.</param>
/// <param name="Outcome">See <see cref="Outcomes"/>.</param>
/// <param name="Error">In a sentence, without anything of the body.</param>
/// <param name="Request">The headers sent; signatures are left out.</param>
/// <param name="Response">Some of the headers received.</param>
/// <param name="Body">The first bytes of the answer, as text.</param>
/// <param name="RetryAfter">What the receiver asked for.</param>
public sealed record Attempt(
    DateTimeOffset At, int Number, string Outcome, int? Status, string? Error, IReadOnlyDictionary<string, string> Request, IReadOnlyDictionary<string, string>? Response, string? Body, TimeSpan? RetryAfter, Timings Timings)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public bool Succeeded => Outcome == Outcomes.Delivered;

    /// <summary>The receiver asks for less, of everything and not of this entry.</summary>
    public bool AsksForLess => Status is 429 or 503 && RetryAfter is not null;
}
