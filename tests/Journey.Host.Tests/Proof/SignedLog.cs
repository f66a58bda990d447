using System.Globalization;
using System.Text;
using Journey.EventStore;
using Journey.EventStore.Accesses;
using Journey.EventStore.Proof;
using Journey.Host.Confidential;
using Journey.Host.Features.Proof;
using Journey.Host.Tests.Confidential;
using Journey.Tests;

namespace Journey.Host.Tests.Proof;

/// <summary>An operator whose events are logged and signed when the test says so.</summary>
internal sealed class SignedLog
{
    private const string Owner = "test";
    private readonly Signing signing;

    private SignedLog(Operator op, Vault vault, string? mirror)
    {
        (Op, Mirror) = (op, new Mirror(mirror));
        signing = new Signing(new ProofSettings { Name = "journey.example.org" }, new LogKeys(vault), Mirror, TimeProvider.System);
        Keys = new LogKeys(vault);
    }

    public Operator Op { get; private init; }

    public Mirror Mirror { get; }

    public LogKeys Keys { get; }

    /// <param name="sizes">After how many events each checkpoint is signed; the last is the log's size.</param>
    public static async Task<SignedLog> Of(string? mirror = null, params int[] sizes)
    {
        var log = new SignedLog(await Postgres.NewOperator(), await Surroundings.NewVault(), mirror);
        foreach (var size in sizes) await log.Grow(size);
        return log;
    }

    /// <summary>The same keys over another database, such as a restored one.</summary>
    public SignedLog Over(Operator op, Vault vault) => new(op, vault, null);

    /// <summary>Appends until the log has so many events, and signs.</summary>
    public async Task<StoredCheckpoint> Grow(int size, ProofLog log = ProofLog.Events)
    {
        var stream = Guid.CreateVersion7();
        var missing = size - (int)await TileStore.Size(Op.Primary, log, default);
        if (log == ProofLog.Events && missing > 0)
        {
            await Store.Append(Op, new Append([new(stream, "thing", 0, [.. Enumerable.Range(0, missing).Select(i => new EventToAppend
            {
                Id = Guid.CreateVersion7(), Type = "noted", Data = string.Create(CultureInfo.InvariantCulture, $$"""{"n": {{i}}}"""), RecordedAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), OccurredAt = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
            })])]));
        }
        for (var i = 0; log == ProofLog.Accesses && i < missing; i++)
            await AccessLog.Record(Op.Primary, new(Guid.CreateVersion7(), new byte[16], Encoding.UTF8.GetBytes($"[\"journey/access/v1\",{i}]"), DateTimeOffset.UnixEpoch)
            {
                Roles = [], Action = "x", Purpose = "x", Subjects = [], ResourceType = "x", Classes = [], Fields = [], Basis = "Law", Allowed = true,
            }, default);
        using (var stop = new CancellationTokenSource())
        {
            var sequencing = new Sequencer(Op, "test").Run(stop.Token);
            while (await TileStore.Size(Op.Primary, log, default) < size) await Task.Delay(10);
            await stop.CancelAsync();
            await sequencing;
        }
        return (await Sign(log))!;
    }

    /// <summary>A person's word that another history begins.</summary>
    public Task Begin(int generation) => signing.Begin(Op, ProofLog.Events, generation, "restored", default);

    public async Task<StoredCheckpoint?> Sign(ProofLog log = ProofLog.Events)
    {
        var epoch = await CheckpointStore.Claim(Op.Primary, Owner, TimeSpan.FromMinutes(1), default);
        return await signing.Look(Op, log, Owner, epoch!.Value, default);
    }
}
