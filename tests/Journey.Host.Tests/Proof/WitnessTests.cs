using System.Globalization;
using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Features.Proof;
using Journey.Host.Features.Proof.Witnessing;
using Journey.Host.Tests.Confidential;
using Journey.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;

namespace Journey.Host.Tests.Proof;

public sealed class WitnessTests
{
    /// <summary>Every status code of c2sp.org/tlog-witness, from the real process's application.</summary>
    [Fact]
    public async Task A_witness_answers_as_the_specification_says()
    {
        using var folder = new TemporaryFolder();
        using var own = NoteSigner.OfEd25519("example.org/log", RandomNumberGenerator.GetBytes(32));
        using var strange = NoteSigner.OfEd25519("example.org/log", RandomNumberGenerator.GetBytes(32));
        using var elsewhere = NoteSigner.OfEd25519("example.org/elsewhere", RandomNumberGenerator.GetBytes(32));
        using var key = NoteSigner.OfWitness("witness.example.org/w1", RandomNumberGenerator.GetBytes(32));
        await using var app = WitnessCommand.Build(new Witness(folder.Path, key, [own.Key], TimeProvider.System), "http://127.0.0.1:0");
        await app.StartAsync();
        using var http = new HttpClient();
        async Task<(int Status, string Type, string Body)> Post(string body)
        {
            using var answer = await http.PostAsync($"{app.Urls.First()}/add-checkpoint", new StringContent(body));
            return ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType!, await answer.Content.ReadAsStringAsync());
        }
        var log = new Leaves(300);
        string Body(long old, long size, NoteSigner? by = null, IReadOnlyList<byte[]>? proof = null, byte[]? root = null)
        {
            var text = new Checkpoint((by ?? own).Key.Name, size, root ?? log.Tree(size).Root()).Text;
            return string.Create(CultureInfo.InvariantCulture, $"old {old}\n{string.Concat((proof ?? log.Tree(size).Consistency(Math.Min(old, size))).Select(p => Convert.ToBase64String(p) + "\n"))}\n{text}\n{(by ?? own).Line(text, default)}");
        }

        (await Post(Body(0, 10, elsewhere))).Status.ShouldBe(404);
        (await Post(Body(0, 10, strange))).Status.ShouldBe(403);
        (await Post(Body(11, 10))).Status.ShouldBe(400);
        (await Post("old 01\n\n" + Body(0, 10)[7..])).Status.ShouldBe(400);
        (await Post("nonsense")).Status.ShouldBe(400);
        (await Post(Body(0, 10, proof: [.. Enumerable.Repeat(new byte[32], 64)]))).Status.ShouldBe(400);
        (await Post(Body(0, 10, proof: [new byte[32]]))).Status.ShouldBe(422);

        var (status, type, body) = await Post(Body(0, 10));
        (status, type).ShouldBe((200, "text/plain"));
        var first = new Checkpoint("example.org/log", 10, log.Tree(10).Root()).Text;
        Note.Parse($"{first}\n{body}").SignedBy([NoteKey.Parse(key.Key.ToString())]).Count.ShouldBe(1);

        (await Post(Body(0, 20))).ShouldBe((409, "text/x.tlog.size", "10\n"));
        (await Post(Body(10, 10, root: log.Tree(11).Root()))).ShouldBe((409, "text/x.tlog.size", "10\n"));
        (await Post(Body(10, 20, root: log.Tree(21).Root()))).Status.ShouldBe(422);
        (await Post(Body(10, 20, proof: []))).Status.ShouldBe(422);
        (await Post(Body(10, 10))).Status.ShouldBe(200, "the same again is signed again");
        (await Post(Body(10, 300))).Status.ShouldBe(200);
        (await Post(Body(10, 300))).ShouldBe((409, "text/x.tlog.size", "300\n"));
        (await new Witness(folder.Path, key, [own.Key], TimeProvider.System).Add(Body(10, 300), default)).Body.ShouldBe("300\n", "another run of it knows");
        await app.StopAsync();
    }

    /// <summary>Two of three are needed. Then the database is put back to an older state, and goes on: nobody cosigns what it says.</summary>
    [Fact]
    public async Task A_restored_database_is_noticed_by_its_witnesses()
    {
        using var folder = new TemporaryFolder();
        var vault = await Surroundings.NewVault();
        var log = (await SignedLog.Of()).Over(await Postgres.NewOperator(), vault);
        var older = log.Over(await Postgres.NewOperator(), vault);
        await log.Grow(300);
        // What both databases have in common is a backup of the first one at 300.
        await Copy(log.Op, older.Op);

        await using var witnesses = await Witnesses.Start(folder.Path, (await CheckpointStore.Tree(log.Op.Primary, ProofLog.Events, default))!.Keys);
        var standings = new Standings();
        var submitting = new Submitting(new ProofSettings { Witnesses = witnesses.All, Needed = 2 }, standings, TimeProvider.System, NullLogger<Submitting>.Instance);
        async Task Submit(SignedLog of) => await submitting.Submit(of.Op, ProofLog.Events, (await CheckpointStore.Newest(of.Op.Primary, ProofLog.Events, false, default))!, witnesses.Clients, default);

        await witnesses.Stop(2);
        await Submit(log);
        var newest = (await CheckpointStore.Newest(log.Op.Primary, ProofLog.Events, witnessed: true, default))!;
        (newest.Size, Note.Parse(newest.Note).Signatures.Count).ShouldBe((300, 4), "two of the log's, two of witnesses");
        await witnesses.Stop(1);
        await log.Grow(310);
        await Submit(log);
        (await CheckpointStore.Newest(log.Op.Primary, ProofLog.Events, witnessed: true, default))!.Size.ShouldBe(300, "one witness is not enough");
        (await CheckpointStore.Newest(log.Op.Primary, ProofLog.Events, witnessed: false, default))!.Size.ShouldBe(310);

        await Submit(older);
        standings.Of(older.Op.Id, ProofLog.Events).Witnesses["w0"]!.ShouldContain("has seen 310 entries of this log, which now has 300");
        await older.Grow(330);
        await Submit(older);
        standings.Of(older.Op.Id, ProofLog.Events).Witnesses["w0"]!.ShouldContain("does not continue what it has seen");
        (await CheckpointStore.Newest(older.Op.Primary, ProofLog.Events, witnessed: false, default))!.Note.ShouldNotContain("— w0 ");

        var saw = Note.Parse(File.ReadAllText(Directory.GetFiles(Path.Combine(folder.Path, "0")).Single()));
        var (wrong, _, _) = await Host.Features.Proof.Verify.DatabaseVerification.Run(older.Op.Primary, ProofLog.Events, [], [saw], null, default);
        wrong!.ToString().ShouldBe("index 300: the entries from here to 309 are not all those under a checkpoint seen before of size 310");
    }

    private static async Task Copy(Operator from, Operator to)
    {
        foreach (var (source, target, tables) in new[] { (from.Primary, to.Primary, new[] { "stream", "event", "log", "tile", "tree", "checkpoint" }), (from.Keys, to.Keys, ["operator_key", "log_key"]) })
        {
            foreach (var table in tables)
            {
                await using var reading = await source.OpenConnectionAsync();
                await using var writing = await target.OpenConnectionAsync();
                await using var copied = await reading.BeginRawBinaryCopyAsync($"copy journey.{table} to stdout (format binary)");
                await using var pasted = await writing.BeginRawBinaryCopyAsync($"copy journey.{table} from stdin (format binary)");
                await copied.CopyToAsync(pasted);
            }
        }
        await to.Keys.Run($"update journey.operator_key set operator = '{to.Id}'");
        await to.Primary.Run("select setval('journey.event_seq', (select max(seq) from journey.event))");
    }

    private sealed class Leaves(int count)
    {
        private readonly byte[][] leaves = [.. Enumerable.Range(0, count).Select(i => Merkle.Leaf([(byte)i, (byte)(i >> 8)]))];

        public Tree Tree(long size) => new(size, id => id.Level == 0 ? leaves.Skip((int)id.N * 256).Take(id.Width).SelectMany(l => l).ToArray() : Merkle.Complete(leaves.Take(256).SelectMany(l => l).ToArray()));
    }
}

/// <summary>Three witnesses, w0 to w2, each with a folder of its own.</summary>
internal sealed class Witnesses : IAsyncDisposable
{
    private readonly List<WebApplication> apps = [];

    public List<WitnessAddress> All { get; } = [];

    public List<WitnessClient> Clients { get; } = [];

    public static async Task<Witnesses> Start(string folder, IReadOnlyList<NoteKey> logs)
    {
        var witnesses = new Witnesses();
        for (var i = 0; i < 3; i++)
        {
            var state = Directory.CreateDirectory(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture))).FullName;
            var signer = NoteSigner.OfWitness($"w{i}", RandomNumberGenerator.GetBytes(32));
            var app = WitnessCommand.Build(new Witness(state, signer, logs, TimeProvider.System), "http://127.0.0.1:0");
            await app.StartAsync();
            witnesses.apps.Add(app);
            witnesses.All.Add(new(new Uri(app.Urls.First()), signer.Key));
            witnesses.Clients.Add(new(witnesses.All[^1]));
        }
        return witnesses;
    }

    public Task Stop(int which) => apps[which].StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients) client.Dispose();
        foreach (var app in apps) await app.DisposeAsync();
    }
}
