using System.Collections.Concurrent;
using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>What this host last saw of signing a log.</summary>
/// <param name="Problem">Why nothing is signed; null: it is.</param>
/// <param name="Witnesses">By name, what the witness last said: null when it cosigned.</param>
public sealed record LogStanding(string? Problem, IReadOnlyDictionary<string, string?> Witnesses);

/// <summary>Of every operator's logs, for pages and checks. Only the host that signs knows what witnesses say.</summary>
public sealed class Standings
{
    private static readonly LogStanding Fine = new(null, new Dictionary<string, string?>());
    private readonly ConcurrentDictionary<(OperatorId, ProofLog), LogStanding> known = new();

    public LogStanding Of(OperatorId op, ProofLog log) => known.GetValueOrDefault((op, log), Fine);

    internal void Set(OperatorId op, ProofLog log, string? problem) => known.AddOrUpdate((op, log), _ => Fine with { Problem = problem }, (_, s) => s with { Problem = problem });

    internal void Set(OperatorId op, ProofLog log, IReadOnlyDictionary<string, string?> witnesses) => known.AddOrUpdate((op, log), _ => Fine with { Witnesses = witnesses }, (_, s) => s with { Witnesses = witnesses });
}
