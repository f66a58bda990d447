using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;
using Journey.EventStore.Accesses;
using Npgsql;

namespace Journey.Tests.Log;

public sealed class AccessLogTests
{
    [Fact]
    public async Task Every_record_of_access_gets_one_position_however_late_it_commits()
    {
        var op = await Postgres.NewOperator();
        await using var late = await op.Main.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await late.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await late.Sql("select pg_current_xact_id(), nextval('journey.access_seq')").ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using (new Running(op))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
            {
                for (var i = 0; i < 50; i++) await AccessLog.Record(op.Primary, Row($"[\"worker {worker}\",{i}]"), TestContext.Current.CancellationToken);
            }));
            await op.Do("select nextval('journey.access_seq')"); // a number that nobody will bring
            await AccessLog.Record(op.Primary, Row("[\"after the hole\"]"), TestContext.Current.CancellationToken);
            await Given.Eventually(() => op.Ask<bool>("select count(*) = 201 from journey.access_log"), "what is committed has a position");

            await late.Sql("insert into journey.access (seq, id, nonce, entry, at, roles, action, purpose, subjects, resource_type, classes, fields, basis, allowed) values (1, gen_random_uuid(), decode(repeat('00', 16), 'hex'), 'late', now(), '{}', 'x', 'x', '{}', 'x', '{}', '{}', 'Law', true)")
                .ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await Given.Eventually(() => op.Ask<bool>("select count(*) = 202 from journey.access_log"), "what committed late has one too");
            (await op.Ask<long>("select position from journey.access_log where seq = 1")).ShouldBe(202);
            await Given.Eventually(() => op.Ask<bool>("select access_settled >= 203 from journey.sequencer"), "the hole is given up, and the mark moves");
        }
        (await op.Ask<bool>("select min(position) = 1 and max(position) = count(*) and count(distinct seq) = count(*) from journey.access_log")).ShouldBeTrue();
        await using var reader = await op.Main.Sql("select a.entry, l.leaf from journey.access a join journey.access_log l using (seq)").ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            reader.GetFieldValue<byte[]>(1).ShouldBe(SHA256.HashData([0, .. reader.GetFieldValue<byte[]>(0)]));
    }

    [Fact]
    public async Task A_record_written_past_the_store_is_found_and_sequenced()
    {
        var op = await Postgres.NewOperator();
        await using (new Running(op))
        {
            await op.Do("select setval('journey.access_seq', 10)");
            await AccessLog.Record(op.Primary, Row("[]"), TestContext.Current.CancellationToken);
            await Given.Eventually(() => op.Ask<bool>("select access_settled >= 11 from journey.sequencer"), "the numbers before are settled");
        }
        await op.Do("insert into journey.access (seq, id, nonce, entry, at, roles, action, purpose, subjects, resource_type, classes, fields, basis, allowed) values (5, gen_random_uuid(), decode(repeat('00', 16), 'hex'), 'planted', now(), '{}', 'x', 'x', '{}', 'x', '{}', '{}', 'Law', true)");
        await using (new Running(op)) await Given.Eventually(() => op.Ask<bool>("select count(*) = 2 from journey.access_log"), "reconciliation finds it");
    }

    private static AccessRow Row(string entry) => new(Guid.CreateVersion7(), new byte[16], Encoding.UTF8.GetBytes(entry), new DateTimeOffset(2024, 3, 4, 12, 0, 0, TimeSpan.Zero))
    {
        Roles = ["caseManager"], Action = "participant.read", Purpose = "service-delivery", Subjects = [], ResourceType = "participant", Classes = [], Fields = [], Basis = "Law", Allowed = true,
    };
}
