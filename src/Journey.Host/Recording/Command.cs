using Journey.Domain;
using Journey.EventStore;
using Npgsql;

namespace Journey.Host.Recording;

/// <summary>One command: whom it concerns, when it was true, and the rule that decides.</summary>
public sealed record Command
{
    /// <summary>The participant it concerns; null for one about a cohort, an organization or an employer only.</summary>
    public ParticipantId? Participant { get; init; }

    /// <summary>When it happened; null for now. The rule decides on the state true then, as known now.</summary>
    public Occurred? Occurred { get; init; }

    /// <summary>The rule. Called again after somebody else was first, so it must only read and decide.</summary>
    public required Func<Situation, CancellationToken, ValueTask<Decision>> Decide { get; init; }

    /// <summary>The version of the participant's (else the first) stream that the caller saw (If-Match); null: decide again after a conflict.</summary>
    public long? IfVersion { get; init; }

    /// <summary>Makes the request repeatable (Idempotency-Key).</summary>
    public CommandKey? Key { get; init; }

    /// <summary>What came to be, for the answer that is kept under <see cref="Key"/>. Without personal values.</summary>
    public object? Answer { get; init; }

    /// <summary>Rows of the store's own indexes that go with the events, made anew for every attempt.</summary>
    public Func<IEnumerable<NpgsqlBatchCommand>>? Rows { get; init; }

    /// <summary>The event that this command follows from.</summary>
    public Guid? Causation { get; init; }

    /// <summary>Times are taken from here instead of the clock: an invented past. Never set for a request.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>What a command came to.</summary>
public abstract record CommandResult
{
    private CommandResult() { }

    /// <param name="Seq">Token for "has the log got there".</param>
    /// <param name="Version">Of the participant's (else the first) stream, for the next If-Match.</param>
    /// <param name="Answer">JSON, as kept under the command's key.</param>
    public sealed record Done(long Seq, long Version, IReadOnlyList<Guid> Events, string Answer) : CommandResult;

    /// <summary>It was so already.</summary>
    public sealed record Unchanged(long Version, string Answer) : CommandResult;

    /// <summary>The same request was carried out before: its first answer, byte for byte.</summary>
    public sealed record Repeated(string? Answer) : CommandResult;

    public sealed record Refused(string Code, string Message) : CommandResult;

    /// <summary>The caller's version was not the current one, or too many others were first.</summary>
    public sealed record Conflict(long Actual) : CommandResult;
}
