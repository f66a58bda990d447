using System.Diagnostics;
using Journey.EventStore;

namespace Journey.Torture;

/// <summary>How a run went.</summary>
/// <param name="Folder">Where the cluster and the hosts' logs are.</param>
/// <param name="Violations">What did not hold; none of a sound build.</param>
internal sealed record Report(Options Options, string Folder, IReadOnlyDictionary<string, int> Faults, int Skipped, int Acknowledged, int Repeated, int Refused, long Events, IReadOnlyDictionary<string, string> Sinks, IReadOnlyList<string> Violations, TimeSpan Took, TimeSpan Rest);

/// <summary>
/// Real hosts on a real PostgreSQL, people at work on them, and everything that can go wrong going wrong from a seeded schedule; then rest,
/// and every promise about the log, the read models and the subscribers is checked.
/// </summary>
internal static class Torture
{
    internal const string Program = "lbs-learner-plan";

    /// <exception cref="SetupException">The parts don't come up.</exception>
    public static async Task<Report> Run(Options options, TextWriter says)
    {
        var watch = Stopwatch.StartNew();
        var folder = options.Data ?? Path.Combine(Path.GetTempPath(), $"journey-torture-{Environment.ProcessId}");
        await using var parts = await Installation.Start(folder);
        var op = parts.Operator;
        Sink pull = new("pull"), stream = new("stream"), webhook = new("webhook"), rabbit = new("rabbitmq");
        Sink[] sinks = [pull, stream, webhook, rabbit];
        await using var broker = await Tests.RabbitMq.Start();
        await using var receiver = await Receiving.Start(webhook, options.Seed);
        parts.Broker = async kill =>
        {
            await (kill ? broker.Kill() : broker.Stop());
            // On a machine with much else to do it may not come up in time; that is no fault of ours to report.
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await broker.Again();
                    return;
                }
                catch (InvalidOperationException) when (tries < 5) { await broker.Kill(); }
            }
        };
        parts.StartHosts(options.Hosts, options.Host ?? Path.Combine(AppContext.BaseDirectory, "journey.dll"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Journey__RabbitMq__Uri"] = broker.Uri.ToString(), ["Journey__Webhooks__AllowedOrigins__0"] = new Uri(receiver.Address).GetLeftPart(UriPartial.Authority),
        });
        await parts.Peace();
        await Consuming.Declare(broker.Uri, $"{op.Id}.journey");
        using (var subscribing = new Subscribing(parts.Hosts[0], op.Id.Value))
        {
            await subscribing.Open("By webhook", "Webhook", receiver.Address);
            await subscribing.Open("Through the broker", "RabbitMq", "journey");
        }
        var before = (await Events(op)).ToHashSet();

        using var stop = new CancellationTokenSource();
        var listening = new List<Task>
        {
            Pulling.Run(parts.Hosts, op.Id.Value, pull, options.Seed, stop.Token), Streaming.Run(parts.Hosts, op.Id.Value, stream, options.Seed, stop.Token), Consuming.Run(broker.Uri, rabbit, stop.Token),
        };
        var work = new Work(parts.Hosts, op.Id.Value, options.Seed);
        var working = work.Run(options.Workers);
        var faults = new Faults(parts, options);
        await says.WriteLineAsync($"seed {options.Seed}: {options.Faults} faults on {options.Hosts} hosts, {options.Workers} people at work{(HostControl.FakeTime is null ? "; clocks stay right: libfaketime is not installed" : "")}");
        var telling = Tell(says, work, faults, options.Faults, stop.Token);

        await faults.Run();
        await parts.Peace();
        work.End();
        await working;
        var rest = Stopwatch.StartNew();
        var late = await Settled(op, sinks);
        rest.Stop();
        await stop.CancelAsync();
        await Task.WhenAll([.. listening, telling]);
        foreach (var host in parts.Hosts) host.Kill();

        List<string> violations = [.. late, .. await Checks.Run(parts, work, before, sinks)];
        return new Report(options, folder, faults.Done.ToDictionary(d => d.Key.ToString(), d => d.Value), faults.Skipped, work.Answers.Count, work.Repeated, work.Refused, await Store.Head(op),
            sinks.ToDictionary(s => s.Name, s => $"{s.Count} received, {s.Doubled} of them again"), violations, watch.Elapsed, rest.Elapsed);
    }

    internal static string Sql(string name)
    {
        using var reader = new StreamReader(typeof(Torture).Assembly.GetManifestResourceStream($"Journey.Torture.{name}.sql")!);
        return reader.ReadToEnd();
    }

    private static async Task<IEnumerable<Guid>> Events(Operator op)
    {
        while (await Store.Backlog(op) is { Events: > 0 }) await Task.Delay(10);
        return (await Store.ReadLog(op, 0, 100_000)).Select(e => e.Event.Id);
    }

    // Everything in the log, every read model at its head, every subscriber as well: or a sentence on what does not get there. A host whose clock
    // is ahead may have put off a delivery that failed by as much.
    private static async Task<List<string>> Settled(Operator op, IReadOnlyList<Sink> sinks)
    {
        var (watch, before) = (Stopwatch.StartNew(), -1L);
        while (true)
        {
            var (backlog, _) = await Store.Backlog(op);
            var head = await Store.Head(op);
            var lags = await Projections.Shards.Lag(op);
            var behind = lags.Where(l => l.Position < head || l.Parked.Count > 0).Select(l => $"{l.Shard} v{l.Version} stays at {l.Position} of {head}, {l.Status} {l.Error}, {l.Parked.Count} streams parked").ToList();
            if (backlog > 0) behind.Add($"{backlog} events without a position");
            behind.AddRange(sinks.Where(s => s.Entries < head).Select(s => $"{s.Name} has {s.Entries} of {head}"));
            if (behind.Count == 0) return behind;
            var now = head + lags.Sum(l => l.Position) + sinks.Sum(s => s.Entries);
            if (now != before) watch.Restart();
            if (watch.Elapsed > TimeSpan.FromMinutes(4)) return behind;
            before = now;
            await Task.Delay(100);
        }
    }

    private static async Task Tell(TextWriter says, Work work, Faults faults, int all, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await says.WriteLineAsync($"  {faults.Done.Values.Sum()}/{all} faults, {work.Answers.Count} commands acknowledged, {work.Repeated} repeated");
        }
    }
}
