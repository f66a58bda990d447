using System.Security.Cryptography;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Confidential;

namespace Journey.Host.Tests.Confidential;

public class BindingTests
{
    private static readonly OperatorId Op = new("aspire");
    private static readonly KeyName Name = new(new Subject(Guid.NewGuid()), Scope.Person, FieldClass.Identity);
    private static readonly Guid KeyId = Guid.NewGuid();
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);
    private static readonly Place Here = new(Guid.NewGuid(), Guid.NewGuid(), "givenName");

    private static string? OpenedAs(OperatorId op, KeyName name, Guid key, Place? place, byte[]? secret = null)
    {
        var sealing = new DataKey(KeyId, Name, Secret);
        var value = new Sealed<string>(KeyId, FieldClass.Identity, sealing.Encrypt("Ada", Binding.Of(Op, Name, KeyId, Here)), sealing.Mac("Ada"), isPending: false);
        return new DataKey(key, name, secret ?? Secret).Decrypt(value, Binding.Of(op, name, key, place));
    }

    [Fact]
    public void A_ciphertext_opens_where_it_belongs() => OpenedAs(Op, Name, KeyId, Here).ShouldBe("Ada");

    [Fact]
    public void Moved_to_another_operator_it_does_not_open() => OpenedAs(new("other"), Name, KeyId, Here).ShouldBeNull();

    [Fact]
    public void Nor_to_another_subject() => OpenedAs(Op, Name with { Subject = new(Guid.NewGuid()) }, KeyId, Here).ShouldBeNull();

    [Fact]
    public void Nor_to_another_class() => OpenedAs(Op, Name with { Class = FieldClass.General }, KeyId, Here).ShouldBeNull();

    [Fact]
    public void Nor_to_another_stream() => OpenedAs(Op, Name, KeyId, Here with { Stream = Guid.NewGuid() }).ShouldBeNull();

    [Fact]
    public void Nor_to_another_event() => OpenedAs(Op, Name, KeyId, Here with { Event = Guid.NewGuid() }).ShouldBeNull();

    [Fact]
    public void Nor_to_another_field() => OpenedAs(Op, Name, KeyId, Here with { Field = "familyName" }).ShouldBeNull();

    [Fact]
    public void Nor_under_another_key_or_the_same_one_by_another_name()
    {
        OpenedAs(Op, Name, Guid.NewGuid(), Here).ShouldBeNull();
        OpenedAs(Op, Name, KeyId, Here, RandomNumberGenerator.GetBytes(32)).ShouldBeNull();
    }

    [Fact]
    public void A_stored_value_does_not_pass_for_one_that_is_still_on_its_way() => OpenedAs(Op, Name, KeyId, null).ShouldBeNull();

    [Fact]
    public void No_two_places_share_their_bytes() =>
        Binding.Of(new("ab"), Name, KeyId, Here with { Field = "c" }).ShouldNotBe(Binding.Of(new("ab"), Name, KeyId, Here with { Field = "c\0" }));

    [Fact]
    public void A_changed_comparison_value_makes_it_unreadable()
    {
        var key = new DataKey(KeyId, Name, Secret);
        var binding = Binding.Of(Op, Name, KeyId, Here);
        new DataKey(KeyId, Name, Secret).Decrypt(new Sealed<string>(KeyId, FieldClass.Identity, key.Encrypt("Ada", binding), key.Mac("Bea"), isPending: false), binding).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ada")]
    [InlineData("Fifteen letters")]
    [InlineData("Sixteen letters.")]
    [InlineData("Zoé \u0080 李小龍, and a name that is longer than any of the others")]
    public void Texts_of_every_length_come_back_and_short_ones_look_alike(string text)
    {
        var key = new DataKey(KeyId, Name, Secret);
        var binding = Binding.Of(Op, Name, KeyId, Here);
        var box = key.Encrypt(text, binding);
        (box.Length % 16).ShouldBe(12);
        if (text.Length < 16) box.Length.ShouldBe(44);
        key.Decrypt(new Sealed<string>(KeyId, FieldClass.Identity, box, key.Mac(text), isPending: false), binding).ShouldBe(text);
        key.Encrypt(text, binding).ShouldNotBe(box);
    }
}
