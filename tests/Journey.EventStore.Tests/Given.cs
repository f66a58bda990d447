using System.Globalization;
using Journey.EventStore;
using Npgsql;

namespace Journey.Tests;

/// <summary>Events, appends and questions to the database, as the tests here need them.</summary>
internal static class Given
{
    private static readonly DateTimeOffset Recorded = new(2024, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static EventToAppend Event(string type = "noted", string data = "{}", Guid? id = null) =>
        new() { Id = id ?? Guid.CreateVersion7(), Type = type, Data = data, OccurredAt = Recorded.AddDays(-1), RecordedAt = Recorded };

    public static EventToAppend[] Events(int count) => [.. Enumerable.Range(1, count).Select(i => Event(data: string.Create(CultureInfo.InvariantCulture, $$"""{"n": {{i}}}""")))];

    public static StreamWrite To(Guid stream, long? expected, int events = 1) => new(stream, "thing", expected, Events(events));

    public static Append One(Guid stream, long? expected = null, int events = 1) => new([To(stream, expected, events)]);

    public static async Task<T> Ask<T>(this Operator op, string sql, params object[] values) => (T)(await op.Main.Sql(sql, values).ExecuteScalarAsync())!;

    public static Task Do(this Operator op, string sql, params object[] values) => op.Main.Sql(sql, values).ExecuteNonQueryAsync();

    public static async Task<List<T>> List<T>(this Operator op, string sql, params object[] values)
    {
        var rows = new List<T>();
        await using var reader = await op.Main.Sql(sql, values).ExecuteReaderAsync();
        while (await reader.ReadAsync()) rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }

    public static NpgsqlCommand Sql(this NpgsqlDataSource source, string sql, params object[] values) => With(source.CreateCommand(sql), values);

    public static NpgsqlCommand Sql(this NpgsqlConnection connection, string sql, params object[] values) => With(new NpgsqlCommand(sql, connection), values);

    private static NpgsqlCommand With(NpgsqlCommand command, object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    /// <summary>What must hold of every log at every time.</summary>
    public static async Task LogIsRight(this Operator op)
    {
        (await op.Ask<bool>("select coalesce(max(position), 0) = count(*) and coalesce(min(position), 1) = 1 from journey.log")).ShouldBeTrue("positions are 1, 2, 3 … without gaps");
        (await op.Ask<long>("select count(*) from journey.log l left join journey.event e using (seq) where e.seq is null")).ShouldBe(0, "a position without an event");
        (await op.Ask<long>("""
            select count(*) from (select position, lag(position) over (partition by stream_id order by version) as before
              from journey.event join journey.log using (seq)) x where position < before
            """)).ShouldBe(0, "a stream's events out of order");
        (await op.Ask<long>("select count(*) from (select sequenced_at, lag(sequenced_at) over (order by position) as before from journey.log) x where sequenced_at < before")).ShouldBe(0, "sequenced_at decreased");
    }

    /// <summary>… and once everything has come to rest.</summary>
    public static async Task LogIsComplete(this Operator op)
    {
        await op.LogIsRight();
        (await op.Ask<long>("select count(*) from journey.event left join journey.log using (seq) where position is null")).ShouldBe(0, "events without a position");
    }

    // Generous: another test's open transaction, anywhere in the cluster, keeps numbers from being given up while it lasts.
    public static async Task Eventually(Func<Task<bool>> holds, string what, int seconds = 60)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (!await holds())
        {
            if (DateTime.UtcNow > until) Assert.Fail($"not within {seconds} s: {what}");
            await Task.Delay(10);
        }
    }
}
