using System.Text;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Tests;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class AccessTests
{
    private sealed record Named(Sealed<string> GivenName);

    [Fact]
    public async Task A_list_of_fifty_names_is_one_record_with_fifty_subjects()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var people = new List<Named>();
        for (var i = 0; i < 50; i++)
        {
            var name = await vault.Secret(op, new Subject(Guid.CreateVersion7()), Scope.Person, FieldClass.Identity, $"Person {i}", default);
            people.Add(await vault.Stored(op, Guid.NewGuid(), Guid.NewGuid(), new Named(name)));
        }
        var opened = await vault.Open(op, [.. people.Select(p => p.GivenName)], Viewing with { Action = "cohort.list", Query = new Query("cohort.people", [], 50) }, default);
        opened.Read(people[49].GivenName).ShouldBe("Person 49");

        (await op.Main.Scalar<long>("select count(*) from journey.access")).ShouldBe(1);
        (await op.Main.Scalar<Guid>("select id from journey.access")).ShouldBe(opened.Record);
        (await op.Main.Scalar<int>("select cardinality(subjects) from journey.access where allowed and fields = '{givenName}' and classes = '{identity}' and results = 50")).ShouldBe(50);
        var entry = JsonDocument.Parse(await op.Main.Scalar<byte[]>("select entry from journey.access")).RootElement;
        entry[0].GetString().ShouldBe(AccessRecord.Format);
        entry[1].GetGuid().ShouldBe(opened.Record);
        entry[7].GetArrayLength().ShouldBe(50);
        new Guid(await op.Main.Scalar<byte[]>("select nonce from journey.access"), bigEndian: true).ShouldBe(entry[2].GetGuid());
    }

    [Fact]
    public async Task Without_a_record_nothing_is_opened()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var name = await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        // Refused only when it commits: an opening that does not wait for the commit would go through.
        await op.Main.Run("""
            create function fail() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
            create constraint trigger late after insert on journey.access deferrable initially deferred for each row execute function fail();
            """);
        Opened? opened = null;
        await Should.ThrowAsync<AccessNotRecorded>(async () => opened = await vault.Open(op, [name], Viewing, default));
        opened.ShouldBeNull();
        (await op.Main.Scalar<long>("select count(*) from journey.access")).ShouldBe(0);

        await op.Main.Run("drop trigger late on journey.access");
        (await vault.Open(op, [name], Viewing, default)).Read(name).ShouldBe("Ada");
    }

    [Fact]
    public async Task The_record_is_there_for_others_before_anything_is_decrypted()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var name = await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        await using var holder = await op.Main.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("lock table journey.access in exclusive mode", holder, transaction)) await hold.ExecuteNonQueryAsync();

        var opening = vault.Open(op, [name], Viewing, default);
        (await Task.WhenAny(opening, Task.Delay(300))).ShouldNotBe(opening);
        await transaction.RollbackAsync();
        (await opening).Read(name).ShouldBe("Ada");
    }

    [Fact]
    public async Task A_refusal_is_on_record_with_its_reason_and_its_text_sealed()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var sentence = await vault.Secret(op, Ada, Scope.Person, FieldClass.General, "canary-sentence", default);
        var id = await vault.Deny(op, Viewing with { Text = sentence }, "relationship", [Ada], [FieldClass.Health], default);
        (await op.Main.Scalar<string>("select reason from journey.access where not allowed and subjects[1] = '" + Ada.Id + "'")).ShouldBe("relationship");
        var entry = await op.Main.Scalar<byte[]>("select entry from journey.access");
        Encoding.UTF8.GetString(entry).ShouldNotContain("canary-sentence");

        var text = JsonDocument.Parse(entry).RootElement[18].Deserialize<Sealed<string>>()!.At(new Place(Guid.Empty, id, Vault.AccessText));
        (await vault.Open(op, [text], Viewing, default)).Read((Sealed<string>)text).ShouldBe("canary-sentence");
    }

    [Fact]
    public async Task A_list_that_came_out_empty_and_a_search_are_on_record_too()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        await vault.Open(op, [], Viewing, default);
        var tokens = await vault.SoughtTokens(op, "ada", default);
        await vault.Record(op, Viewing with { Query = new Query("people.byName", [.. tokens.Select(Convert.ToBase64String)], 0) }, [], [FieldClass.Identity], [], default);
        (await op.Main.Scalar<long>("select count(*) from journey.access where cardinality(subjects) = 0")).ShouldBe(2);
    }
}
