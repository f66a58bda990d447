using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Tests;
using static Journey.Host.Tests.Confidential.Surroundings;

namespace Journey.Host.Tests.Confidential;

public class VaultTests
{
    private sealed record Facts(
        Sealed<string>? Text = null, Sealed<DateOnly>? Day = null, Sealed<decimal>? Amount = null, Sealed<int>? Count = null, Sealed<bool>? Yes = null, Sealed<double>? Share = null);

    private static readonly Guid Stream = Guid.CreateVersion7();

    private static ValueTask<Sealed<T>> Secret<T>(Vault vault, Operator op, T value, FieldClass @class = FieldClass.Identity, Scope scope = default) =>
        vault.Secret(op, Ada, scope, @class, value, default);

    [Fact]
    public async Task A_value_of_every_type_comes_back_through_the_store()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var facts = await vault.Stored(op, Stream, Guid.CreateVersion7(), new Facts(
            await Secret(vault, op, "Zoé"), await Secret(vault, op, new DateOnly(1990, 2, 3)), await Secret(vault, op, 31_999.50m, FieldClass.Income),
            await Secret(vault, op, 24), await Secret(vault, op, true, FieldClass.Justice), await Secret(vault, op, 0.25)));

        var opened = await vault.Open(op, [facts.Text, facts.Day, facts.Amount, facts.Count, facts.Yes, facts.Share], Viewing, default);
        opened.Read(facts.Text).ShouldBe("Zoé");
        Read(facts.Day).ShouldBe(new DateOnly(1990, 2, 3));
        Read(facts.Amount).ShouldBe(31_999.5m);
        Read(facts.Count).ShouldBe(24);
        Read(facts.Yes).ShouldBeTrue();
        Read(facts.Share).ShouldBe(0.25);

        T Read<T>(Sealed<T>? value) => opened.TryRead(value, out var content) ? content : throw new InvalidOperationException("unreadable");
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_answered()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var (asked, other) = (await Secret(vault, op, "Ada"), await Secret(vault, op, "Bea"));
        var opened = await vault.Open(op, [asked], Viewing, default);
        opened.Read(asked).ShouldBe("Ada");
        opened.Read(null).ShouldBeNull();
        Should.Throw<ArgumentException>(() => opened.Read(other));
    }

    [Fact]
    public async Task The_same_again_is_the_same_before_and_after_it_was_stored()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var stored = await vault.Stored(op, Stream, Guid.CreateVersion7(), new Facts(await Secret(vault, op, "Ada")));
        (await Secret(vault, op, "Ada")).SameAs(stored.Text).ShouldBeTrue();
        (await Secret(vault, op, "Bea")).SameAs(stored.Text).ShouldBeFalse();
        (await Secret(vault, op, "Ada", FieldClass.Contact)).SameAs(stored.Text).ShouldBeFalse();
        (await Secret(vault, op, "Ada", scope: Scope.Of(Guid.NewGuid()))).SameAs(stored.Text).ShouldBeFalse();
    }

    [Fact]
    public async Task A_ciphertext_moved_to_another_event_stream_field_or_operator_is_unreadable()
    {
        var (op, other) = (await Postgres.NewOperator(), await Postgres.NewOperator());
        using var vault = await NewVault();
        var id = Guid.CreateVersion7();
        var text = (await vault.Stored(op, Stream, id, new Facts(await Secret(vault, op, "Ada")))).Text!;
        Sealed<string>[] moved = [.. new Place[] { new(Stream, Guid.NewGuid(), "text"), new(Guid.NewGuid(), id, "text"), new(Stream, id, "note") }.Select(p => (Sealed<string>)text.At(p))];

        var opened = await vault.Open(op, [text, .. moved], Viewing, default);
        opened.Read(text).ShouldBe("Ada");
        moved.ShouldAllBe(m => opened.IsUnreadable(m) && opened.Read(m) == null);
        (await vault.Open(other, [text], Viewing, default)).IsUnreadable(text).ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_taken_again_seals_the_same_values_under_other_ids()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var decided = new Facts(await Secret(vault, op, "Ada"));
        var (first, second) = (await vault.Stored(op, Stream, Guid.NewGuid(), decided), await vault.Stored(op, Stream, Guid.NewGuid(), decided));
        decided.Text!.IsPending.ShouldBeTrue();
        var opened = await vault.Open(op, [first.Text, second.Text], Viewing, default);
        (opened.Read(first.Text), opened.Read(second.Text)).ShouldBe(("Ada", "Ada"));
    }

    [Fact]
    public async Task An_amendment_may_repeat_values_of_the_event_that_it_amends()
    {
        var op = await Postgres.NewOperator();
        using var vault = await NewVault();
        var before = await vault.Stored(op, Stream, Guid.NewGuid(), new Facts(await Secret(vault, op, "Ada"), Count: await Secret(vault, op, 1)));
        var after = await vault.Stored(op, Stream, Guid.NewGuid(), before with { Count = await Secret(vault, op, 2) });
        (await vault.Open(op, [after.Text], Viewing, default)).Read(after.Text).ShouldBe("Ada");

        var forged = before with { Text = (Sealed<string>)before.Text!.At(new Place(Stream, Guid.NewGuid(), "text")) };
        await Should.ThrowAsync<SealFailed>(async () => await vault.Seal(op, Stream, Guid.NewGuid(), forged, default));
    }

    [Fact]
    public async Task A_destroyed_key_leaves_its_values_unreadable_and_no_new_one_appears()
    {
        var op = await Postgres.NewOperator();
        var clock = new StandingClock();
        using var vault = await NewVault(clock);
        var stored = await vault.Stored(op, Stream, Guid.NewGuid(), new Facts(await Secret(vault, op, "Ada"), Amount: await Secret(vault, op, 5m, FieldClass.Income)));
        await op.Keys.Run("update journey.data_key set wrapped = null, destroyed_at = now() where class = 'identity'");
        clock.Advance(TimeSpan.FromSeconds(60));

        var opened = await vault.Open(op, [stored.Text, stored.Amount], Viewing, default);
        opened.IsUnreadable(stored.Text).ShouldBeTrue();
        opened.TryRead(stored.Amount, out var amount).ShouldBeTrue();
        amount.ShouldBe(5m);
        (await Should.ThrowAsync<SubjectErased>(async () => await Secret(vault, op, "Ada"))).Name.Subject.ShouldBe(Ada);
        await Should.ThrowAsync<SubjectErased>(async () => await vault.Seal(op, Stream, Guid.NewGuid(), stored, default));
        (await op.Keys.Scalar<long>("select count(*) from journey.data_key")).ShouldBe(2);
    }

    [Fact]
    public async Task A_key_put_in_another_ones_place_opens_nothing()
    {
        var op = await Postgres.NewOperator();
        var clock = new StandingClock();
        using var vault = await NewVault(clock);
        var stored = await vault.Stored(op, Stream, Guid.NewGuid(), new Facts(await Secret(vault, op, "Ada"), Amount: await Secret(vault, op, 5m, FieldClass.Income)));
        await op.Keys.Run("update journey.data_key a set wrapped = b.wrapped, fingerprint = b.fingerprint from journey.data_key b where a.class = 'identity' and b.class = 'income'");
        clock.Advance(TimeSpan.FromSeconds(60));
        (await vault.Open(op, [stored.Text], Viewing, default)).IsUnreadable(stored.Text).ShouldBeTrue();
    }
}
