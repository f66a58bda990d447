using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Tests.Projections;

/// <summary>An operator whose log is being sequenced, and short ways to write to it.</summary>
internal sealed class Written : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task sequencing;
    private long last;

    private Written(Operator op)
    {
        Op = op;
        sequencing = new Sequencer(op, "test").Run(stop.Token);
    }

    public Operator Op { get; }

    public static async Task<Written> New() => new(await Postgres.NewOperator());

    public static EventToAppend Event(JourneyEvent happened, DateOnly? day, DateTimeOffset recorded, Guid? cause = null, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(), Type = Wire.NameOf(happened), Data = Body.Write(happened),
        OccurredAt = day is { } d ? new DateTimeOffset(d.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null,
        Precision = day is null ? OccurredPrecision.Unknown : OccurredPrecision.Day, RecordedAt = recorded, CausationId = cause?.ToString(),
    };

    /// <summary>The same as it will stand in a stream that has nothing else.</summary>
    public static Entry Entry(EventToAppend e, Guid stream, int version) => Entries.Of(new StoredEvent(
        version * 3, e.Id, stream, version, e.Type, e.Data, e.OccurredAt, e.Precision, e.RecordedAt, e.RecordedAt, null, null, null, e.CausationId, null));

    public async Task<long> Append(Guid stream, params IReadOnlyList<EventToAppend> events) => await AppendAll([new StreamWrite(stream, "participant", null, events)]);

    public async Task<long> AppendAll(IReadOnlyList<StreamWrite> writes, IReadOnlyList<Npgsql.NpgsqlBatchCommand>? inline = null)
    {
        var appended = await Store.Append(Op, new Append(writes) { Inline = inline ?? [] });
        last = Math.Max(last, appended.Seq);
        return appended.Versions[writes[0].StreamId];
    }

    public Task<long> Cohort(CohortId id, string name, DateOnly starts, DateTimeOffset recorded) => AppendAll(
        [new StreamWrite(id.Value, "cohort", null, [Event(new CohortOpened(id, name, "plain", 1, null, null, starts, null, null), starts, recorded)])]);

    /// <summary>Everything appended so far has its position.</summary>
    public async Task Sequenced()
    {
        for (var i = 0; last > 0 && await Store.PositionOf(Op, last) is null; i++)
        {
            if (i > 1000) throw new TimeoutException("The log does not move.");
            await Task.Delay(10);
        }
    }

    public async Task Project(int batch = 5000, Definitions? definitions = null)
    {
        await Sequenced();
        await new Shards(Op, $"test-{Guid.NewGuid()}", new ShardOptions(batch), definitions: definitions).CatchUp();
    }

    public async Task<object?> Scalar(string sql)
    {
        await using var command = Op.Main.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await sequencing;
        stop.Dispose();
    }
}
