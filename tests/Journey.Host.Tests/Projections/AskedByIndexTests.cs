using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Host.Features.Events;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Tests;

namespace Journey.Tests.Projections;

/// <summary>What a request asks for costs no more when the log is longer.</summary>
public sealed class AskedByIndexTests
{
    [Fact]
    public async Task Organizations_and_demands_for_deletion_are_found_by_indexes_and_not_along_the_log()
    {
        await using var written = await Written.New();
        var organization = Guid.NewGuid();
        await written.AppendAll([new EventStore.StreamWrite(organization, "organization", null, [
            Written.Event(new OrganizationRegistered(new(organization), "Fundy", OrganizationKind.Other), null, DateTimeOffset.UnixEpoch),
            Written.Event(new StaffJoined(new(Guid.NewGuid()), "Ada", [StaffRole.CaseManager]), null, DateTimeOffset.UnixEpoch)])]);
        await written.Sequenced();
        await written.Scalar("""
            with made as (
              insert into journey.event (seq, id, stream_id, version, type, data, occurred_precision, recorded_at, stored_at)
              select 1000 + n, gen_random_uuid(), gen_random_uuid(), 1, case when n % 2000 = 0 then 'consent_withdrawn' else 'stage_entered' end, '{}', 3, now(), now() from generate_series(1, 20000) n
              returning seq, stream_id),
            begun as (insert into journey.stream select stream_id, 'participant', 1, now() from made)
            insert into journey.log select 1000 + row_number() over (order by seq), seq, now(), '' from made
            """);
        await written.Scalar("analyze journey.event, journey.log, journey.stream");

        (await OperatorFacts.Of(written.Op, default)).RolesHeld.ShouldBe(["caseManager"]);
        var demanding = await Explained(written, "Journey.Host/Features/Subscriptions/demanding.sql", "0");
        demanding.ShouldContain("event_demanding");
        demanding.ShouldNotContain("Seq Scan on event");
        foreach (var file in new[] { "streams_of.sql", "streams_of_page.sql" }) (await Explained(written, $"Journey.EventStore/Streams/{file}", "'organization'", "null", "'00000000-0000-0000-0000-000000000000'", "10")).ShouldContain("stream_of_few");
        (await Explained(written, "Journey.EventStore/Streams/read_streams_of_types.sql", $"array['{organization}']::uuid[]", "array['staff_joined']")).ShouldContain("event_stream_version_key");
        // The index, its statement and the published language mean the same names.
        var names = PublicEvents.DemandsDeletion.SelectMany(PublicEvents.WiresOf).Order(StringComparer.Ordinal).Select(n => $"'{n}'");
        File.ReadAllText(Source("Journey.Host/Features/Subscriptions/demanding.sql")).ShouldContain($"e.type in ({string.Join(", ", names)})");
    }

    private static string Source(string file) => Path.Combine(Repository.Root, "src", file);

    private static async Task<string> Explained(Written written, string file, params string[] values)
    {
        var sql = await File.ReadAllTextAsync(Source(file));
        for (var i = values.Length; i > 0; i--) sql = sql.Replace($"${i}", values[i - 1], StringComparison.Ordinal);
        await using var command = written.Op.Main.CreateCommand("explain " + sql);
        var plan = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    }
}
