using System.Globalization;
using System.Text.Json.Nodes;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Tests;
using Journey.Host.Tests.Confidential;

[assembly: AssemblyFixture(typeof(Journey.Host.Tests.Proof.ProvenHost))]

namespace Journey.Host.Tests.Proof;

/// <summary>A host that signs twice a second, with a log of events that fill more than one tile: one for all tests that only read it.</summary>
public sealed class ProvenHost : IAsyncDisposable
{
    public const int Events = 300, Before = 270;

    private readonly Lazy<Task<HostUnderTest>> starting;
    private readonly TemporaryFolder folder = new();
    private HostUnderTest? host;
    private string? old;

    public ProvenHost() => starting = new(Start);

    public HostUnderTest Host => host!;

    /// <summary>Of one of the events.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    public async Task Ready() => host = await starting.Value;

    public string Path(string log, string rest) => $"/v1/logs/{Host.Operator.Id}/{log}/{rest}";

    public Task<long> Count(string sql) => Host.Operator.Primary.Scalar<long>(sql);

    /// <summary>What a stranger would have downloaded: checkpoints, keys, tiles, one proof.</summary>
    public async Task<string> Export()
    {
        var target = Directory.CreateDirectory(folder.In(Guid.NewGuid().ToString("N"))).FullName;
        using var officer = Host.Client("privacyOfficer");
        var keys = JsonNode.Parse(await officer.GetStringAsync(Path("events", "keys")))!;
        void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(target, name), text);
        Write("vkey", (string)keys["keys"]![0]!);
        Write("origin", (string)keys["origin"]!);
        Write("ed25519.pem", (string)keys["pem"]![0]!);
        Write("p256.pem", (string)keys["pem"]![1]!);
        Write("checkpoint", await officer.GetStringAsync(Path("events", "checkpoint")));
        Write("old-checkpoint", old!);
        Write("consistency.json", await officer.GetStringAsync(Path("events", $"proof/consistency?from={Before}&to={Events}")));
        Write("proof.tlog-proof", await officer.GetStringAsync(Path("events", $"proof/inclusion?id={Id}&format=tlog-proof")));
        foreach (var tile in new[] { "0/000", string.Create(CultureInfo.InvariantCulture, $"0/001.p/{Events - 256}"), "1/000.p/1" })
        {
            var file = System.IO.Path.Combine(target, "tile", tile);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, await officer.GetByteArrayAsync(Path("events", $"tile/{tile}")));
        }
        return target;
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<HostUnderTest> Start()
    {
        var started = await HostUnderTest.Start(b => b.Configuration["Journey:Proof:CheckpointSeconds"] = "0.5");
        var stream = Guid.CreateVersion7();
        await Append(started.Operator, stream, 0, Before);
        old = (await Signed(started.Operator, Before)).Note;
        await Append(started.Operator, stream, Before, Events - Before);
        await Signed(started.Operator, Events);
        return started;
    }

    private Task Append(Operator op, Guid stream, int from, int count) => Store.Append(op, new Append([new(stream, "thing", from, [.. Enumerable.Range(from, count).Select(i => new EventToAppend
    {
        Id = i == 7 ? Id : Guid.CreateVersion7(), Type = "noted", Data = "{}", RecordedAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), OccurredAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
    })])]));

    // Generous: the machine may be busy.
    private static async Task<StoredCheckpoint> Signed(Operator op, int size)
    {
        for (var until = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < until; await Task.Delay(50))
            if (await CheckpointStore.Newest(op.Primary, ProofLog.Events, witnessed: false, default) is { } newest && newest.Size == size) return newest;
        throw new TimeoutException($"{size} events were not signed within a minute.");
    }
}
