using System.Diagnostics;
using Journey.EventStore;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Webhooks;

public sealed class DeliverySpeed
{
    /// <summary>What one subscription delivers on this machine, for the record in its ADR.</summary>
    [Fact(Explicit = true)]
    public async Task Entries_per_second()
    {
        await using var d = await Deliveries.New();
        d.Settings = d.Settings with { Look = TimeSpan.FromSeconds(1) };
        var people = Enumerable.Range(0, 100).Select(_ => Guid.NewGuid()).ToList();
        foreach (var person in people)
        {
            var events = Enumerable.Range(0, 20).Select(_ => Written.Event(new Domain.Participants.StageEntered(new(person), "crt"), null, DateTimeOffset.UtcNow)).ToList();
            await d.Written.AppendAll([new StreamWrite(person, "participant", null, events)]);
        }
        await d.Written.Sequenced();
        var watch = Stopwatch.StartNew();
        await d.Host("one");
        await d.Until(() => Task.FromResult(d.Receiver.Taken.Count == 2_000));
        TestContext.Current.TestOutputHelper?.WriteLine($"{2_000 / watch.Elapsed.TotalSeconds:0} entries/s, {d.Receiver.MostAtOnce} at once");
    }
}
