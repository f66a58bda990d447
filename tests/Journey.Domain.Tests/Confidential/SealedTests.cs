using System.Collections.Immutable;
using System.Text.Json;
using Journey.Domain.Confidential;
using static Journey.Domain.Tests.Confidential.Invented;

namespace Journey.Domain.Tests.Confidential;

public class SealedTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Name(Sealed<string> Given, Sealed<string>? Family = null);

    private abstract record Fact;

    private sealed record Wage(Sealed<decimal> Hourly) : Fact;

    private sealed record Told(
        Guid Id, Name Name, ImmutableDictionary<string, Sealed<string>> Answers, IReadOnlyList<Name> Others, Fact? Replaced, ImmutableArray<Sealed<bool>> Flags);

    private static readonly Told Everything = new(
        Guid.NewGuid(), new(Sealed("Ada")), ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Sealed("low")).Add("hours", Sealed("20")),
        [new(Sealed("Bea"), Sealed("Benoit"))], new Wage(Sealed(15.5m)), [Sealed(true)]);

    [Fact]
    public void A_sealed_value_prints_dots_wherever_it_stands()
    {
        Sealed("Ada").ToString().ShouldBe("•••");
        $"{new Name(Sealed("Ada"))}".ShouldNotContain("Ada");
        string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", Sealed(1_000m)).ShouldBe("•••");
    }

    [Fact]
    public void A_pending_value_is_never_serialized()
    {
        var pending = new Sealed<string>(Guid.NewGuid(), FieldClass.Identity, new byte[44], new byte[32], isPending: true);
        Should.Throw<InvalidOperationException>(() => JsonSerializer.Serialize(new Name(pending), Json));
        Should.Throw<InvalidOperationException>(() => SealedFields.Locate(new Name(pending), Guid.NewGuid(), Guid.NewGuid()));
    }

    [Fact]
    public void The_stored_form_is_key_class_value_and_mac_and_reads_back_the_same()
    {
        var value = new Sealed<DateOnly>(new("0190d000-0000-7000-8000-000000000001"), FieldClass.Identity, [1, 2, 3], [.. Enumerable.Repeat((byte)7, 32)], isPending: false);
        var text = JsonSerializer.Serialize(value, Json);
        text.ShouldBe("""{"k":"0190d000-0000-7000-8000-000000000001","c":"identity","v":"AQID","m":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="}""");
        var back = JsonSerializer.Deserialize<Sealed<DateOnly>>(text, Json)!;
        back.ShouldBe(value);
        back.Box.ToArray().ShouldBe([1, 2, 3]);
        back.IsPending.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"c":"identity","v":"AQID","m":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="}""")]
    [InlineData("""{"k":"0190d000-0000-7000-8000-000000000001","c":"none","v":"AQID","m":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="}""")]
    [InlineData("""{"k":"0190d000-0000-7000-8000-000000000001","c":"identity","v":"AQID","m":"Bw=="}""")]
    [InlineData("\"Ada\"")]
    public void Anything_else_is_no_sealed_value(string text) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Sealed<string>>(text, Json));

    [Fact]
    public void The_same_content_under_the_same_key_is_the_same()
    {
        Sealed("Ada").SameAs(Sealed("Ada")).ShouldBeTrue();
        Sealed("Ada").SameAs(Sealed("Bea")).ShouldBeFalse();
        new Name(Sealed("Ada")).ShouldBe(new Name(Sealed("Ada")));
        var other = new Sealed<string>(Guid.NewGuid(), FieldClass.General, new byte[44], Sealed("Ada").Mac.ToArray(), isPending: false);
        Sealed("Ada").SameAs(other).ShouldBeFalse();
    }

    [Fact]
    public void Every_sealed_value_of_an_event_has_its_json_path() =>
        SealedFields.Of(Everything).Select(f => f.Field).Order(StringComparer.Ordinal).ShouldBe(
            ["answers[hours]", "answers[income]", "flags[0]", "name.given", "others[0].family", "others[0].given", "replaced.hourly"]);

    [Fact]
    public void Locating_copies_and_leaves_the_given_event_as_it_was()
    {
        var (stream, id) = (Guid.NewGuid(), Guid.NewGuid());
        var located = SealedFields.Locate(Everything, stream, id);
        SealedFields.Of(located).ShouldAllBe(f => f.Value.Place == new Place(stream, id, f.Field));
        SealedFields.Of(Everything).ShouldAllBe(f => f.Value.Place == null);
        located.Id.ShouldBe(Everything.Id);
        JsonSerializer.Serialize(located, Json).ShouldBe(JsonSerializer.Serialize(Everything, Json));
    }

    [Fact]
    public void Every_event_of_the_registry_can_be_walked()
    {
        var events = typeof(JourneyEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(JourneyEvent)) && !t.IsAbstract).ToList();
        events.Count.ShouldBeGreaterThan(60);
        foreach (var type in events)
            SealedFields.Of(System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).ShouldBeEmpty(type.Name);
    }

    private sealed class Careless(Sealed<string> text)
    {
        public Sealed<string> Text { get; set; } = text;
    }

    [Fact]
    public void A_type_that_cannot_be_copied_is_refused_instead_of_overlooked() =>
        Should.Throw<NotSupportedException>(() => SealedFields.Of(new Careless(Sealed("Ada"))));
}
