using Journey.Domain;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Tests.Due;
using Journey.Projections;
using Npgsql;

namespace Journey.Tests.Projections;

/// <summary>
/// One log that has everything in it which makes a projection's life hard (entries that come late, are taken back, amended, undated; records that
/// are merged and unmerged; cohorts that change their plans), projected live as it was written, and copies of it that nobody has projected yet.
/// </summary>
public sealed class OneLog : IAsyncLifetime
{
    private static readonly string[] Copied = ["stream", "event", "log"];

    internal Written Live { get; private set; } = null!;

    /// <summary>Every shard's hash, of the rows as they came about live.</summary>
    public IReadOnlyDictionary<string, string> Expected { get; private set; } = null!;

    /// <summary>Everybody is in a program that makes work fall due.</summary>
    public static Task<Domain.Programs.ProgramDefinition?> Find(Operator op, string program, int version, CancellationToken ct) =>
        Task.FromResult<Domain.Programs.ProgramDefinition?>(Owed.Program with { Id = program, Version = version });

    public async ValueTask InitializeAsync()
    {
        Live = await Written.New();
        var random = new RandomHistories(4711);
        foreach (var cohort in random.Cohorts) await Live.Cohort(cohort, "Cohort", RandomHistories.First, random.Time());
        var people = Enumerable.Range(0, 8).Select(_ => new ParticipantId(Guid.NewGuid())).ToList();
        var pieces = people.SelectMany(id => random.Person(id, 15).Chunk(5).Select((piece, i) => (Stream: id.Value, piece, i)))
            .Concat(random.Cohorts.SelectMany(c => random.Plan(6).Chunk(3).Select((piece, i) => (Stream: c.Value, piece, i))));
        foreach (var (stream, piece, i) in random.Shuffle(pieces).OrderBy(x => x.i))
        {
            await Live.Append(stream, piece);
            if (random.Next(8) == 0) await Live.Project(1 + random.Next(30), Find);
        }
        await Link(people[0], people[1], random.Time());
        await Live.Project(5, Find);
        await Link(people[2], people[3], random.Time());
        await Live.Project(5, Find);
        await Unlink(people[2], people[3], random.Time());
        await Live.Append(people[1].Value, random.Person(people[1], 4)); // of a record that is part of another one by now
        await Live.Project(5, Find);
        Expected = await Hashes(Live.Op);
    }

    /// <summary>An operator with the same log and nothing else.</summary>
    /// <param name="order">The positions' new order, by stream: each stream's own order stays, and its events' numbers.</param>
    public async Task<Operator> Copy(Func<IReadOnlyList<Guid>, IReadOnlyList<Guid>>? order = null)
    {
        var op = await Postgres.NewOperator();
        foreach (var table in Copied)
        {
            await using var from = await Live.Op.Main.OpenConnectionAsync();
            await using var into = await op.Main.OpenConnectionAsync();
            await using var read = await from.BeginRawBinaryCopyAsync($"copy journey.{table} to stdout (format binary)");
            await using var write = await into.BeginRawBinaryCopyAsync($"copy journey.{table} from stdin (format binary)");
            await read.CopyToAsync(write);
        }
        if (order is null) return op;
        var events = await Store.ReadLog(op, 0, int.MaxValue);
        var next = events.GroupBy(e => e.Event.StreamId).ToDictionary(g => g.Key, g => new Queue<long>(g.Select(e => e.Event.Seq)));
        var seqs = order([.. events.Select(e => e.Event.StreamId)]).Select(s => next[s].Dequeue()).ToArray();
        await using var connection = await op.Main.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, "create temp table old on commit drop as table journey.log");
        await Execute(connection, "delete from journey.log");
        await Execute(connection, "insert into journey.log (position, seq, sequenced_at, leaf) select o.no, o.seq, at.sequenced_at, l.leaf from unnest($1) with ordinality o(seq, no) join old l using (seq) join old at on at.position = o.no", seqs);
        await transaction.CommitAsync();
        return op;
    }

    public static async Task<IReadOnlyDictionary<string, string>> Hashes(Operator op)
    {
        var hashes = new Dictionary<string, string>();
        foreach (var shard in Shard.All) hashes[shard.Name] = await Rebuild.Hash(op, shard);
        return hashes;
    }

    public static Task Project(Operator op, int batch) => new Shards(op, $"test-{Guid.NewGuid()}", new ShardOptions(batch), definitions: Find).CatchUp();

#pragma warning disable CA2100 // A test's literal.
    public static async Task Execute(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100

    private Task Link(ParticipantId survivor, ParticipantId other, DateTimeOffset at) => Live.AppendAll([
        new StreamWrite(survivor.Value, "participant", null, [Written.Event(new RecordLinked(other), null, at)]),
        new StreamWrite(other.Value, "participant", null, [Written.Event(new LinkedIntoRecord(survivor), null, at)])]);

    private Task Unlink(ParticipantId survivor, ParticipantId other, DateTimeOffset at) => Live.AppendAll([
        new StreamWrite(survivor.Value, "participant", null, [Written.Event(new RecordUnlinked(other), null, at)]),
        new StreamWrite(other.Value, "participant", null, [Written.Event(new UnlinkedFromRecord(survivor), null, at)])]);

    public async ValueTask DisposeAsync() => await Live.DisposeAsync();
}
