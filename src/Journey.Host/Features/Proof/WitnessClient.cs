using System.Globalization;
using System.Net;
using System.Text;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>What a witness answered.</summary>
/// <param name="Line">Its cosignature, verified; null: it gave none.</param>
/// <param name="Knows">The size that it says it knows of the log.</param>
/// <param name="Problem">Why there is no cosignature.</param>
internal sealed record WitnessAnswer(string? Line, long? Knows, string? Problem);

/// <summary>One witness, as c2sp.org/tlog-witness has it.</summary>
internal sealed class WitnessClient(WitnessAddress address) : IDisposable
{
    private const int Longest = 64 * 1024;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = Longest };
    private readonly Uri url = new($"{address.Url.AbsoluteUri.TrimEnd('/')}/add-checkpoint");

    public NoteKey Key => address.Key;

    /// <summary>The size that it last said it knows, by origin. It may know more: it then says so.</summary>
    public Dictionary<string, long> Known { get; } = new(StringComparer.Ordinal);

    public async Task<WitnessAnswer> Add(long old, IReadOnlyList<byte[]> proof, Note checkpoint, CancellationToken ct)
    {
        var body = string.Concat(string.Create(CultureInfo.InvariantCulture, $"old {old}\n"), string.Concat(proof.Select(p => Convert.ToBase64String(p) + "\n")), "\n", checkpoint.ToString());
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "text/plain");
            using var answer = await http.PostAsync(url, content, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Cosigned(text, checkpoint),
                HttpStatusCode.Conflict when Checkpoint.TrySize(text.TrimEnd('\n'), out var knows) => new(null, knows, "it knows another size or root of this log"),
                HttpStatusCode.UnprocessableEntity => new(null, null, "it says that the log does not continue what it has seen"),
                HttpStatusCode.NotFound => new(null, null, "it does not know this log"),
                HttpStatusCode.Forbidden => new(null, null, "it does not trust this log's key"),
                var status => new(null, null, string.Create(CultureInfo.InvariantCulture, $"it answered {(int)status}")),
            };
        }
        catch (Exception e) when (e is HttpRequestException || e is OperationCanceledException && !ct.IsCancellationRequested) { return new(null, null, "it does not answer"); }
    }

    public void Dispose() => http.Dispose();

    private WitnessAnswer Cosigned(string lines, Note checkpoint)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(16))
        {
            try
            {
                var note = checkpoint with { Signatures = [Note.SignatureOf(line)] };
                if (note.SignedBy([Key]).Count == 1) return new(note.Signatures[0].Line, null, null);
            }
            catch (FormatException) { }
        }
        return new(null, null, "its signature is not one of the key that is configured");
    }
}
