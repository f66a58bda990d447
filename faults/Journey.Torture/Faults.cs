using System.Collections.Concurrent;
using Journey.EventStore;

namespace Journey.Torture;

internal enum Kind { Kill, Freeze, Terminate, Cut, SwallowAnswer, Slow, DeadWire, StopPostgres, SkewClock, StopBroker, KillBroker }

/// <param name="Target">Which host.</param>
/// <param name="Length">How long it lasts, where it lasts.</param>
/// <param name="After">Milliseconds after the one before.</param>
internal sealed record Fault(Kind Kind, int Target, TimeSpan Length, int After);

/// <summary>What goes wrong, drawn from the seed beforehand, and done to the real parts one after the other; what lasts overlaps with what follows.</summary>
internal sealed class Faults(Installation parts, Options options)
{
    // By how often. A stop of PostgreSQL costs everybody a second, and it gives up on one that dies three times within ten seconds.
    private static readonly (Kind Kind, int Weight)[] Weights =
        [(Kind.Terminate, 22), (Kind.Cut, 20), (Kind.SwallowAnswer, 20), (Kind.Kill, 12), (Kind.Freeze, 10), (Kind.Slow, 6), (Kind.DeadWire, 5), (Kind.SkewClock, 3), (Kind.StopPostgres, 3), (Kind.KillBroker, 1), (Kind.StopBroker, 1)];

    private readonly List<Task> lasting = [];
    private readonly ConcurrentDictionary<int, byte> busy = [];
    private Task broker = Task.CompletedTask;
    private DateTime postgresStopped = DateTime.MinValue;

    public Dictionary<Kind, int> Done { get; } = [];

    public int Skipped { get; private set; }

    private IEnumerable<Fault> Draw()
    {
        var (random, pace, hosts) = (new Random(options.Seed), options.Pace, parts.Hosts.Count);
        var weights = Weights.Where(w => options.Only is not { } only || only.Contains(w.Kind)).ToList();
        while (true)
        {
            var at = random.Next(weights.Sum(w => w.Weight));
            var kind = weights.First(w => (at -= w.Weight) < 0).Kind;
            var length = kind switch
            {
                Kind.Freeze => TimeSpan.FromSeconds(random.Next(4) == 0 ? 1 : random.Next(7, 12)), // mostly beyond its lease
                Kind.DeadWire => TimeSpan.FromSeconds(random.Next(2, 12)),
                Kind.Slow => TimeSpan.FromSeconds(random.Next(1, 5)),
                _ => TimeSpan.FromMilliseconds(random.Next(100, 3000)),
            };
            yield return new Fault(kind, random.Next(hosts), length, random.Next(2 * pace));
        }
    }

    /// <summary>Until so many have really been done.</summary>
    public async Task Run()
    {
        foreach (var fault in Draw())
        {
            if (Done.Values.Sum() == options.Faults) break;
            await Task.Delay(fault.After);
            if (await Do(fault)) Done[fault.Kind] = Done.GetValueOrDefault(fault.Kind) + 1;
            else Skipped++;
        }
        await Task.WhenAll(lasting);
    }

    private async Task<bool> Do(Fault fault)
    {
        var (host, wire) = (parts.Hosts[fault.Target], parts.Wires[fault.Target]);
        switch (fault.Kind)
        {
            case Kind.Terminate: return await parts.Terminate(new Random(fault.After));
            case Kind.Cut: return await Cut(fault, wire) > 0;
            case Kind.SwallowAnswer: wire.SwallowAnswers(1 + fault.After % 4); return true;
            case Kind.StopPostgres when DateTime.UtcNow - postgresStopped > TimeSpan.FromSeconds(12):
                postgresStopped = DateTime.UtcNow;
                return await parts.StopPostgres();
            case Kind.StopPostgres: return false;
            case Kind.KillBroker or Kind.StopBroker:
                if (parts.Broker is not { } again || !broker.IsCompleted) return false;
                lasting.Add(broker = again(fault.Kind == Kind.KillBroker));
                return true;
            // These take a host away for a while: one at a time each, and never the last one that stands.
            default:
                if (busy.Count >= parts.Hosts.Count - 1 || !busy.TryAdd(fault.Target, 0)) return false;
                lasting.Add(Last(fault, host, wire));
                return true;
        }
    }

    // On a slow wire what is cut off is in the middle of something.
    private async Task<int> Cut(Fault fault, Proxy wire)
    {
        if (busy.ContainsKey(fault.Target)) return wire.CutAll();
        wire.Slow(TimeSpan.FromMilliseconds(20 + fault.After % 40));
        await Task.Delay(300);
        var cut = wire.CutAll();
        wire.Slow(TimeSpan.Zero);
        return cut;
    }

    private async Task Last(Fault fault, HostControl host, Proxy wire)
    {
        await Task.Yield();
        switch (fault.Kind)
        {
            // On a slow wire it is in the middle of something when it stops, and goes on with that when it may.
            case Kind.Freeze:
                wire.Slow(TimeSpan.FromMilliseconds(20 + fault.After % 40));
                await Task.Delay(500);
                host.Stop();
                break;
            case Kind.DeadWire: wire.Die(); break;
            case Kind.Slow: wire.Slow(TimeSpan.FromMilliseconds(5 + fault.After % 40)); break;
            case Kind.SkewClock: host.Skew = TimeSpan.FromSeconds(fault.After % 240 - 120); host.Kill(); break;
            default: host.Kill(); break;
        }
        await Task.Delay(fault.Length);
        host.Continue();
        wire.Heal();
        // While it starts it does not stand either.
        await parts.Ready(host, TimeSpan.FromMinutes(5));
        busy.TryRemove(fault.Target, out _);
    }
}
