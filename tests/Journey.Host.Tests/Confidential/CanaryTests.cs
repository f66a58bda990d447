using System.Diagnostics;
using System.Text;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.EventStore.Names;
using Journey.Host.Confidential;
using Journey.Tests;
using Npgsql;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class CanaryTests
{
    private static readonly string[] Canaries = ["Canarygiven", "Canaryfamily", "canary@mail.example", "canary note about health", "canary reason", "canary search"];

    [Fact]
    public async Task What_was_sealed_is_nowhere_in_a_dump_or_on_disk_and_the_main_database_holds_no_key()
    {
        var op = await Postgres.NewOperator();
        var root = await NewRoot();
        using var vault = new Vault(root, TimeProvider.System);
        var registered = await WriteEverything(op, vault);
        (await vault.Open(op, [registered.GivenName], Viewing, default)).Read(registered.GivenName).ShouldBe("Canarygiven");

        var main = await Dump(op.Main);
        main.ShouldContain("participant_registered");
        foreach (var canary in Canaries) main.ShouldNotContain(canary, Case.Insensitive);
        main.ShouldNotContain("_key (");
        foreach (var wrapped in new[] { "data_key", "operator_key" })
            main.ShouldNotContain(await op.Keys.Scalar<string>($"select encode(wrapped, 'hex') from journey.{wrapped} limit 1"));
        var keys = await Dump(op.Keys);
        keys.ShouldContain("data_key");
        foreach (var canary in Canaries) keys.ShouldNotContain(canary, Case.Insensitive);

        await op.Main.Run("checkpoint");
        var folder = await op.Main.Scalar<string>("show data_directory");
        var files = new[] { op.Main, op.Keys }.Select(async d => await d.Scalar<string>("select 'base/' || oid from pg_database where datname = current_database()"));
        foreach (var part in (string[])["pg_wal", .. await Task.WhenAll(files)])
        {
            foreach (var file in Directory.GetFiles(Path.Combine(folder, part)))
            {
                var bytes = await File.ReadAllBytesAsync(file);
                foreach (var canary in Canaries) bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)).ShouldBe(-1, $"{canary} in {part}");
            }
        }
    }

    private static async Task<ParticipantRegistered> WriteEverything(Operator op, Vault vault)
    {
        var (now, id) = (DateTimeOffset.UtcNow, Guid.CreateVersion7());
        var (given, family) = (await Secret("Canarygiven", FieldClass.Identity), await Secret("Canaryfamily", FieldClass.Identity));
        JourneyEvent[] decided =
        [
            new ParticipantRegistered(new ParticipantId(Ada.Id), "P-1", given, family, await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, new DateOnly(1990, 2, 3), default)),
            new ContactDetailsGiven(await Secret("canary@mail.example", FieldClass.Contact), null, null),
            new NoteWritten(new NoteId(Guid.NewGuid()), FieldClass.Health, await Secret("canary note about health", FieldClass.Health)),
        ];
        var events = new List<EventToAppend>();
        foreach (var happened in decided)
        {
            var eventId = events.Count == 0 ? id : Guid.CreateVersion7();
            var data = Body.Write(await vault.Seal(op, Ada.Id, eventId, happened, default));
            events.Add(new EventToAppend { Id = eventId, Type = Wire.NameOf(happened), Data = data, OccurredAt = now, RecordedAt = now });
        }
        var names = new Dictionary<string, IReadOnlyList<byte[]>> { ["given"] = await vault.NameTokens(op, "Canarygiven", default), ["family"] = await vault.NameTokens(op, "Canaryfamily", default) };
        await Store.Append(op, new Append([new StreamWrite(Ada.Id, "participant", 0, events)]) { Inline = [NameIndex.Replace(Ada.Id, names)] });
        await vault.Deny(op, Viewing with { Text = await Secret("canary reason", FieldClass.General) }, "basis", [Ada], [FieldClass.Health], default);
        var sought = await vault.SoughtTokens(op, "canary search", default);
        await vault.Record(op, Viewing with { Query = new Query("people.byName", [.. sought.Select(Convert.ToBase64String)], 0) }, [], [FieldClass.Identity], [], default);

        var stored = (await Store.ReadStream(op, Ada.Id))[0];
        return (ParticipantRegistered)SealedFields.Locate(Body.Read(stored.Type, stored.Data)!, stored.StreamId, stored.Id);

        ValueTask<Sealed<string>> Secret(string text, FieldClass @class) => vault.Secret(op, Ada, Scope.Person, @class, text, default);
    }

    internal static async Task<string> Dump(NpgsqlDataSource database)
    {
        var server = new NpgsqlConnectionStringBuilder((await Postgres.Server()).ConnectionString);
        var name = await database.Scalar<string>("select current_database()::text");
        var start = new ProcessStartInfo("pg_dump", ["--host", server.Host!, "--port", $"{server.Port}", "--username", server.Username!, "--dbname", name]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return text;
    }
}
