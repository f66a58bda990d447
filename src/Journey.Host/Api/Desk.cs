using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.EventStore.Names;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Microsoft.Net.Http.Headers;
using Npgsql;

namespace Journey.Host.Api;

/// <summary>Takes a request to the journal and its result back: seals what was written, reads If-Match and Idempotency-Key, answers.</summary>
public sealed class Desk(IHttpContextAccessor accessor, Callers callers, Vault vault, Journal journal, Warden warden)
{
    /// <summary>Token: how far the store had written when it answered.</summary>
    public const string SeqHeader = "x-seq";

    private HttpContext Http => accessor.HttpContext!;

    public Caller Caller => callers.Of(Http);

    public SignedInPerson Viewer => SignedInPerson.Of(Http.User)!;

    /// <summary>Seals what a person wrote before anything else sees it. Nothing stays nothing.</summary>
    /// <param name="subject">Whom it is about.</param>
    /// <param name="enrollment">The enrollment it belongs to; null for the person as such.</param>
    public async Task<Sealed<T>?> Seal<T>(Guid subject, Guid? enrollment, FieldClass @class, T? value, CancellationToken ct) =>
        value is null or "" ? null : await Permitted(subject, enrollment, @class, value, ct);

    /// <summary>A number or a day that may be missing.</summary>
    public async Task<Sealed<T>?> SealValue<T>(Guid subject, Guid? enrollment, FieldClass @class, T? value, CancellationToken ct) where T : struct =>
        value is { } given ? await Permitted(subject, enrollment, @class, given, ct) : null;

    // What may not be opened may not be written either: nobody collects what there is no ground for.
    private async Task<Sealed<T>> Permitted<T>(Guid subject, Guid? enrollment, FieldClass @class, T value, CancellationToken ct)
    {
        await warden.MayWrite(Http, subject, @class, ct);
        return await vault.Secret(Caller.Operator, new Subject(subject), enrollment is { } e ? Scope.Of(e) : Scope.Person, @class, value, ct);
    }

    /// <summary>Another participant whom the command touches too: the other record of a merge.</summary>
    /// <exception cref="ProblemException">Not theirs to write to; recorded.</exception>
    public Task MayWriteTo(ParticipantId other, CancellationToken ct) => warden.Person(Http, other, new TouchesAttribute(Touch.Person, Verb.Write), ct);

    /// <summary>What a person is found by from now on; null where no name is given. A name that is left out stays.</summary>
    public async Task<Func<IEnumerable<NpgsqlBatchCommand>>?> Index(Guid subject, string? given, string? family, CancellationToken ct)
    {
        var tokens = new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.Ordinal);
        if (!string.IsNullOrEmpty(given)) tokens["given"] = await vault.NameTokens(Caller.Operator, given, ct);
        if (!string.IsNullOrEmpty(family)) tokens["family"] = await vault.NameTokens(Caller.Operator, family, ct);
        return tokens.Count == 0 ? null : () => [NameIndex.Replace(subject, tokens)];
    }

    public Task<IResult> Run(ParticipantId participant, CommandBody body, Func<Situation, Decision> decide, CancellationToken ct, object? answer = null) =>
        Run(participant, body, (s, _) => ValueTask.FromResult(decide(s)), ct, answer);

    /// <param name="answer">What the answer carries besides version and events, such as a new id. Without personal values.</param>
    /// <param name="rows">Rows of an index that go with the events.</param>
    /// <param name="then">Done after the events are there; what it gives is told in this one answer and not kept for a repetition: a secret.</param>
    public async Task<IResult> Run(ParticipantId? participant, CommandBody body, Func<Situation, CancellationToken, ValueTask<Decision>> decide, CancellationToken ct, object? answer = null, Func<IEnumerable<NpgsqlBatchCommand>>? rows = null, Func<Task<string?>>? then = null)
    {
        var command = new Command { Participant = participant, Occurred = body.Occurred?.Occurred, Decide = async (s, stop) => InPlainWords(await decide(s, stop)), Answer = answer, Rows = rows };
        if (!TryIfMatch(out var version)) return Problems.Of(400, "if-match.invalid", "If-Match carries the version of an earlier answer's ETag, such as \"7\".");
        try
        {
            var result = await journal.Execute(Caller, command with { IfVersion = version, Key = await Key(ct) }, ct);
            if (result is CommandResult.Done done && then is not null && await then() is { } secret) result = done with { Answer = Once(done.Answer, secret) };
            return result is CommandResult.Repeated repeated ? await Again(repeated.Answer, ct) : Answer(result, version is not null);
        }
        catch (CommandKeyReused)
        {
            return Problems.Of(422, "idempotency.reused", "This Idempotency-Key came with another body before. Use a new key for a new request.");
        }
    }

    /// <summary>The answer that the request got before, if it is a repetition. Asked before anything is sealed or opened.</summary>
    public async Task<IResult?> Earlier(CancellationToken ct) =>
        await Key(ct) is { } key && await Store.FindCommand(Caller.Operator, key, ct) is { } earlier ? await Again(earlier.Answer, ct) : null;

    private async Task<IResult> Again(string? answer, CancellationToken ct)
    {
        Http.Response.Headers["Idempotency-Replayed"] = "true";
        // Whoever lost the first answer has not got its number either.
        if (answer is not null && JsonNode.Parse(answer)?["events"] is JsonArray { Count: > 0 } events
            && await Store.ReadEvents(Caller.Operator, [.. events.Select(e => e!.GetValue<Guid>())], ct) is { Count: > 0 } written)
            Http.Response.Headers[SeqHeader] = written.Max(e => e.Seq).ToString(CultureInfo.InvariantCulture);
        return Text(answer ?? "{}");
    }

    private string Once(string answer, string secret)
    {
        var told = JsonNode.Parse(answer)!.AsObject();
        told["secret"] = secret;
        Http.Response.Headers.CacheControl = "no-store";
        return told.ToJsonString(Body.Options);
    }

    private static Decision InPlainWords(Decision decision) => decision is Decision.Accepted accepted && PlainWords.Wordy(accepted.Events) is { } field
        ? Decide.Refuse("text.not-a-code", $"'{field}' takes a short code without spaces, since it is kept in the clear. What is said in words belongs into a note.")
        : decision;

    private IResult Answer(CommandResult result, bool conditional)
    {
        switch (result)
        {
            case CommandResult.Done done:
                Http.Response.Headers.ETag = Tag(done.Version);
                Http.Response.Headers[SeqHeader] = done.Seq.ToString(CultureInfo.InvariantCulture);
                return Text(done.Answer);
            case CommandResult.Unchanged unchanged:
                Http.Response.Headers.ETag = Tag(unchanged.Version);
                return Text(unchanged.Answer);
            case CommandResult.Refused refused:
                return Problems.Of(Unknown(refused.Code) ? 404 : refused.Code is "text.not-a-code" ? 400 : 409, refused.Code, refused.Message);
            case CommandResult.Conflict conflict when conditional:
                return Problems.Of(412, "precondition.failed", $"The current version is {conflict.Actual}: read again and decide again.");
            default:
                return Problems.Of(409, "conflict", "Too many others changed the same thing at once. Nothing was kept; try again.");
        }
    }

    // Byte for byte what a repetition will get.
    private static IResult Text(string json) => TypedResults.Text(json, "application/json", Encoding.UTF8);

    private static bool Unknown(string code) => code.EndsWith(".unknown", StringComparison.Ordinal) || code is "correction.unknown-entry";

    private bool TryIfMatch(out long? version)
    {
        version = null;
        var given = Http.Request.Headers.IfMatch.ToString();
        if (given.Length == 0 || given == "*") return true;
        if (!EntityTagHeaderValue.TryParse(given, out var tag) || tag.IsWeak || !long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)) return false;
        version = parsed;
        return true;
    }

    private async Task<CommandKey?> Key(CancellationToken ct)
    {
        var key = Http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0) return null;
        if (key.Length > 255) throw new ProblemException(400, "idempotency.too-long", "An Idempotency-Key has at most 255 characters.");
        using var body = new MemoryStream();
        // What cannot have a body (a DELETE without one) is not kept readable again either.
        if (Http.Request.Body.CanSeek)
        {
            Http.Request.Body.Position = 0;
            await Http.Request.Body.CopyToAsync(body, ct);
        }
        var mac = await vault.KeyedHash(Caller.Operator, "idempotency", body.ToArray(), ct);
        return new CommandKey(SignedInPerson.Of(Http.User)!.User.ToString(), $"{Http.Request.Method} {Http.Request.Path}", key, mac);
    }

    public static string Tag(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}

/// <summary>What a command answers.</summary>
/// <param name="Version">The stream's version now: the ETag.</param>
/// <param name="Changed">False: it was so already.</param>
/// <param name="Events">Ids of the events written.</param>
/// <param name="Created">Ids of what came to be.</param>
public sealed record CommandAnswer(long Version, bool Changed, IReadOnlyList<Guid> Events, object? Created);
