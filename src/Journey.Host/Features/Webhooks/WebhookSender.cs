using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Journey.Host.Features.Webhooks;

/// <summary>
/// Posts one entry once. Every attempt has a connection of its own, to an address checked at that moment; no proxy, no redirect, no cookie,
/// no trace header, and of the answer only the beginning is read.
/// </summary>
public sealed class WebhookSender(WebhookSettings settings, TimeProvider clock, Resolver? resolver = null)
{
    /// <summary>Bytes of the answer that are kept.</summary>
    public const int BodyKept = 1_024;

    private static readonly string[] HeadersKept = ["content-type", "content-length", "date", "location", "retry-after", "server"];
    private readonly Resolver resolver = resolver ?? Dns.GetHostAddressesAsync;

    /// <param name="address">As the subscription has it.</param>
    /// <param name="id">The header webhook-id.</param>
    /// <param name="body">A CloudEvent.</param>
    /// <param name="keys">Every key signs; without any nothing is sent.</param>
    public async Task<Attempt> Post(string address, Guid id, int number, string body, IReadOnlyList<ReadOnlyMemory<byte>> keys, CancellationToken ct)
    {
        var (at, timing) = (clock.GetUtcNow(), new Timing());
        var (uri, _, message) = WebhookAddress.Check(address, settings);
        if (uri is null) return new Attempt(at, number, Outcomes.Address, null, message, None, null, null, null, timing.Read());
        if (keys.Count == 0) return new Attempt(at, number, Outcomes.Unsigned, null, "The subscription has no signing secret that can be used.", None, null, null, null, timing.Read());

        using var request = Request(uri, id, at, body, keys);
        var sent = request.Headers.Concat(request.Content!.Headers).Where(h => h.Key != WebhookSignature.Signature)
            .Append(new(WebhookSignature.Signature, [string.Join(' ', keys.Select(_ => "v1,…"))])).ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(", ", h.Value), StringComparer.Ordinal);
        using var timeout = new CancellationTokenSource(settings.Timeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        using var client = new HttpMessageInvoker(Handler(new CheckedConnection(resolver, settings.Allows(uri), timing), timing));
        try
        {
            using var response = await client.SendAsync(request, both.Token);
            timing.Answered();
            var text = await Beginning(response, both.Token);
            var status = (int)response.StatusCode;
            return new Attempt(at, number, Outcome(status), status, null, sent, Some(response), text, Asked(response.Headers.RetryAfter, at), timing.Read());
        }
        // Ours, or the handler's own for connecting.
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Attempt(at, number, Outcomes.Timeout, null, $"No answer within {settings.Timeout.TotalSeconds:0} seconds.", sent, null, null, null, timing.Read());
        }
        catch (HttpRequestException e)
        {
            var (outcome, error) = Explain(e);
            return new Attempt(at, number, outcome, null, error, sent, null, null, null, timing.Read());
        }
        // Whatever else a receiver makes of the protocol is its failure, and holds up no other entry.
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new Attempt(at, number, Outcomes.Connection, null, $"The answer could not be read: {e.GetType().Name}.", sent, null, null, null, timing.Read());
        }
    }

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private static HttpRequestMessage Request(Uri uri, Guid id, DateTimeOffset at, string body, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        request.Headers.UserAgent.ParseAdd("Journey-Webhooks/1");
        request.Headers.Add(WebhookSignature.Id, id.ToString());
        request.Headers.Add(WebhookSignature.Timestamp, WebhookSignature.Seconds(at));
        request.Headers.Add(WebhookSignature.Signature, WebhookSignature.Of(id.ToString(), at, bytes, keys));
        return request;
    }

    private SocketsHttpHandler Handler(CheckedConnection connection, Timing timing) => new()
    {
        ConnectCallback = (context, ct) => connection.Open(context, ct),
        PlaintextStreamFilter = (context, _) =>
        {
            if (context.InitialRequestMessage.RequestUri!.Scheme == "https") timing.Secured();
            return ValueTask.FromResult(context.PlaintextStream);
        },
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null, ConnectTimeout = settings.Timeout,
        MaxResponseHeadersLength = 16, MaxResponseDrainSize = 0,
    };

    private static string Outcome(int status) => status switch
    {
        >= 200 and < 300 => Outcomes.Delivered,
        >= 300 and < 400 => Outcomes.Redirect,
        410 => Outcomes.Gone,
        _ => Outcomes.Status,
    };

    // The status has been said: an answer that then stops in the middle is still an answer.
    private static async Task<string?> Beginning(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[BodyKept];
        var read = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException) { }
        return read == 0 ? null : Printable(Encoding.UTF8.GetString(buffer, 0, read));
    }

    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') || char.IsSurrogate(c) ? '\uFFFD' : c));

    private static Dictionary<string, string> Some(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .Where(h => HeadersKept.Contains(h.Key.ToLowerInvariant())).ToDictionary(h => h.Key.ToLowerInvariant(), h => Printable(Short(string.Join(", ", h.Value))), StringComparer.Ordinal);

    private static string Short(string value) => value.Length <= 200 ? value : value[..200] + "…";

    private static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset now) => (header?.Delta ?? header?.Date - now) is { } asked && asked > TimeSpan.Zero ? asked : null;

    private static (string Outcome, string Error) Explain(HttpRequestException e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressRefused refused: return (Outcomes.Address, refused.Message);
                case AuthenticationException: return (Outcomes.Tls, "The certificate is not valid for this host, or there was no agreement on TLS.");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }: return (Outcomes.Name, "The host's name has no address.");
                case SocketException socket: return (Outcomes.Connection, $"No connection: {socket.SocketErrorCode}.");
                default: break;
            }
        }
        return (Outcomes.Connection, $"The answer could not be read: {e.HttpRequestError}.");
    }
}
