using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Tests;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class KeysTests
{
    [Fact, Trait("Category", "Faults")]
    public async Task Hosts_that_make_the_same_keys_at_once_end_with_the_same_keys()
    {
        var op = await Postgres.NewOperator();
        var root = await NewRoot();
        var names = Enumerable.Range(0, 4_000).Select(i => new KeyName(new Subject(Guid.NewGuid()), i % 2 == 0 ? Scope.Person : Scope.Of(Guid.NewGuid()), FieldClass.Income)).ToArray();
        var hosts = Enumerable.Range(0, 4).Select(_ => new Vault(root, TimeProvider.System)).ToArray();
        await Task.WhenAll(hosts.Select((host, i) => Task.Run(() => host.Prepare(op, i % 2 == 0 ? names : [.. names.Reverse()], default))));

        (await op.Keys.Scalar<long>("select count(*) from journey.data_key")).ShouldBe(4_000);
        (await op.Keys.Scalar<long>("select count(*) from journey.operator_key")).ShouldBe(1);
        foreach (var name in names)
        {
            var values = new List<Sealed<int>>();
            foreach (var host in hosts) values.Add(await host.Secret(op, name.Subject, name.Scope, name.Class, 7, default));
            values.ShouldAllBe(v => v.SameAs(values[0]));
        }
        foreach (var host in hosts) host.Dispose();
    }

    [Fact]
    public async Task Thousands_of_keys_are_made_at_once()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault(new StandingClock());
        var names = Enumerable.Range(0, 5_000).Select(_ => new KeyName(new Subject(Guid.NewGuid()), Scope.Person, FieldClass.Equity)).ToArray();
        await vault.Prepare(op, names, default);
        (await op.Keys.Scalar<long>("select count(*) from journey.data_key")).ShouldBe(5_000);

        // All of them are at hand: no secret waits for the database.
        foreach (var name in names) vault.Secret(op, name.Subject, name.Scope, name.Class, "x", default).IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task No_unwrapped_key_is_used_or_held_for_more_than_a_minute()
    {
        var op = await Postgres.NewOperator();
        var clock = new StandingClock();
        using var vault = await NewVault(clock);
        await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        vault.HeldKeys.ShouldBeGreaterThan(0);

        // What the database says of the key is seen once the copy is used up.
        await op.Keys.Run("update journey.data_key set wrapped = null, destroyed_at = now()");
        clock.Advance(TimeSpan.FromSeconds(44));
        await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        clock.Advance(TimeSpan.FromSeconds(1), ring: false);
        await Should.ThrowAsync<SubjectErased>(async () => await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default));
        clock.Advance(TimeSpan.FromSeconds(45));
        vault.HeldKeys.ShouldBe(0);
    }

    [Fact]
    public void Many_keys_do_not_fill_the_memory()
    {
        var cache = new KeyCache<int, string>(new StandingClock(), most: 10);
        for (var i = 0; i < 1_000; i++) cache.Keep(i, "key", 0);
        cache.Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task Another_root_key_and_another_operators_database_are_told_in_one_line()
    {
        var op = await Postgres.NewOperator();
        using (var vault = await NewVault()) await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        using var stranger = await NewVault();
        (await Should.ThrowAsync<SetupException>(() => stranger.Prepare(op, [new(Ada, Scope.Person, FieldClass.Identity)], default))).Message.ShouldContain("is not the one that the keys of");

        var mixedUp = new Operator(new OperatorId("other"), "Other", null, op.Main, op.Keys);
        (await Should.ThrowAsync<SetupException>(() => stranger.Prepare(mixedUp, [new(Ada, Scope.Person, FieldClass.Identity)], default))).Message.ShouldContain($"holds the keys of {op.Id}");
    }

    [Fact]
    public async Task The_root_key_file_is_made_once_for_its_owner_only()
    {
        var file = NewFile();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RootKey.Load(file, _ => Task.FromResult(false), default))));
        made.ShouldAllBe(r => r.Fingerprint.SequenceEqual(made[0].Fingerprint));
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldBe([file]);
    }

    [Fact]
    public async Task A_missing_or_broken_root_key_is_told_in_one_line_and_none_is_made()
    {
        var op = await Postgres.NewOperator();
        using (var vault = await NewVault()) await vault.Secret(op, Ada, Scope.Person, FieldClass.Identity, "Ada", default);
        await using var hostKeys = await Postgres.NewHostKeys();
        var file = NewFile();
        var message = (await Should.ThrowAsync<SetupException>(() => VaultFeature.LoadRootKey(file, [op], hostKeys, default))).Message;
        message.ShouldStartWith($"The root key {file} is missing");
        message.ShouldNotContain('\n');
        File.Exists(file).ShouldBeFalse();

        await File.WriteAllTextAsync(file, "no key");
        (await Should.ThrowAsync<SetupException>(() => VaultFeature.LoadRootKey(file, [op], hostKeys, default))).Message.ShouldContain("is no root key");
    }
}
