using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>Why something that follows the log is behind, or will be.</summary>
/// <param name="Kind">One of <see cref="Watchdog.Kinds"/>.</param>
/// <param name="Shard">With its version, such as <c>cohorts v1</c>; null: the operator as a whole.</param>
/// <param name="Count">Streams parked, events waiting, sessions held up: what the kind is about.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Detail">An error's kind, an owner. Never a value.</param>
/// <param name="Pid">The database session at fault, with what it calls itself and its state.</param>
public sealed record Cause(string Kind, string? Shard = null, long? Count = null, double? Seconds = null, string? Detail = null, int? Pid = null, string? Application = null, string? State = null);

/// <param name="Lag">From when on a lag is told.</param>
/// <param name="Query">From when on a query of ours is slow.</param>
/// <param name="Transaction">From when on a transaction is long though it holds nothing up yet.</param>
/// <param name="Still">From when on a host that has something to take, keeps its lease and takes nothing is told.</param>
public sealed record WatchdogLimits(TimeSpan Lag, TimeSpan Query, TimeSpan Transaction, TimeSpan Still)
{
    public static WatchdogLimits Usual { get; } = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
}

/// <summary>What an operator's log and its followers look like, and why any of them is behind.</summary>
public sealed record Watch(IReadOnlyList<Cause> Causes, SequencerState? Sequencer, IReadOnlyList<ServingHost> Hosts, IReadOnlyList<ShardLag> Shards);

/// <summary>Names the cause of any lag.</summary>
public static class Watchdog
{
    private static readonly string ActivitySql = Sql.Load("Shards.activity");

    /// <summary>Stable codes.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["database-away", "no-host", "sequencer-unclaimed", "sequencer-silent", "sequencer-behind", "no-owner", "owner-silent", "standing-still", "failing", "parked", "log-went-back", "long-transaction", "slow-query", "catching-up"];

    /// <summary>Looks at everything; a database that does not answer is a cause too, and then the only one.</summary>
    public static async Task<Watch> Look(Operator op, WatchdogLimits? limits = null, CancellationToken ct = default)
    {
        limits ??= WatchdogLimits.Usual;
        try
        {
            var (sequencer, backlog) = (await SequencerState.Read(op, ct), await Store.Backlog(op, ct));
            var hosts = await ServingHost.Read(op, ct);
            var shards = await ShardLag.Read(op, ct);
            var sessions = await Query.Rows<Session>(op, ActivitySql, [Query.P<double>(limits.Query.TotalSeconds, NpgsqlDbType.Double), Query.P<double>(limits.Transaction.TotalSeconds, NpgsqlDbType.Double)], ct);
            List<Cause> causes = [.. OfSessions(sessions), .. OfSequencer(sequencer, backlog, limits)];
            if (!hosts.Any(h => h.Lives)) causes.Add(new("no-host"));
            var (hosted, held) = (hosts.Any(h => h.Lives), causes.Exists(c => c.Pid is not null));
            causes.AddRange(shards.Where(s => s.Followed).SelectMany(s => OfShard(s, limits, hosted, held)));
            return new Watch([.. causes.OrderBy(c => Kinds.ToList().IndexOf(c.Kind))], sequencer, hosts, shards);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new Watch([new("database-away", Detail: Fault.Kind(e))], null, [], []);
        }
    }

    private static IEnumerable<Cause> OfSequencer(SequencerState sequencer, (long Events, TimeSpan Age) backlog, WatchdogLimits limits)
    {
        if (!sequencer.Held) yield return new(sequencer.Owner is null ? "sequencer-unclaimed" : "sequencer-silent", Count: backlog.Events, Seconds: backlog.Age.TotalSeconds, Detail: sequencer.Owner);
        else if (backlog.Age > limits.Lag) yield return new("sequencer-behind", Count: backlog.Events, Seconds: backlog.Age.TotalSeconds, Detail: sequencer.Owner);
    }

    private static IEnumerable<Cause> OfShard(ShardLag lag, WatchdogLimits limits, bool hosted, bool held)
    {
        var (name, before) = ($"{lag.Shard} v{lag.Version}", 0);
        if (lag.Parked.Count > 0) yield return new("parked", name, lag.Parked.Count, lag.ParkedFor, lag.Parked[0].Error);
        if (lag.Position > lag.Head)
        {
            yield return new("log-went-back", name, lag.Position - lag.Head);
            before++;
        }
        if (lag.Status == "failing")
        {
            yield return new("failing", name, lag.Events, lag.Seconds, lag.Error);
            before++;
        }
        if (lag.Seconds < limits.Lag.TotalSeconds) yield break;
        if (lag.Status == "unclaimed")
        {
            if (lag.Owner is not null) yield return new("owner-silent", name, lag.Events, lag.SilentFor, lag.Owner);
            else if (hosted) yield return new("no-owner", name, lag.Events, lag.Seconds);
        }
        // Its lease goes on, so no other host takes it over: it waits for something, or hangs.
        else if (lag.Status == "running" && lag.StillFor >= limits.Still.TotalSeconds) yield return new("standing-still", name, lag.Events, lag.StillFor, lag.Owner);
        else if (before == 0 && !held) yield return new("catching-up", name, lag.Events, lag.Seconds, lag.Owner);
    }

    // A session that waits is not at fault: the one that it waits for is.
    private static IEnumerable<Cause> OfSessions(IEnumerable<Session> sessions)
    {
        foreach (var s in sessions.Where(s => !s.Waits))
        {
            if (s.Blocks == 0 && s.Ours && s.Query is { } age) yield return new("slow-query", Seconds: age, Pid: s.Pid, Application: s.Application, State: s.State);
            else yield return new("long-transaction", null, s.Blocks, s.Transaction, null, s.Pid, s.Application, s.State);
        }
    }

    private sealed record Session(int Pid, string? Application, string? State, bool Ours, double? Transaction, double? Query, bool? Waiting, int Blocks)
    {
        public bool Waits => Waiting == true;
    }
}
