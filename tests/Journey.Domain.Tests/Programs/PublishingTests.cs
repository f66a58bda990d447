using Journey.Domain.Cel;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Programs;

public sealed class PublishingTests
{
    private static readonly ProgramDefinition Small = new()
    {
        Id = "small",
        Version = 1,
        Title = new("Small", "Petit"),
        Calendar = new("America/Halifax", [DayOfWeek.Monday], "ca-ns"),
        Fields = [new("months", FieldType.Int, FieldClass.General, new("Months", "Mois"), [])],
        Criteria = [new("new", new("New", "Nouveau"), Guard("months < 24"), OverrideNeedsReason: true)],
        Stages = [new() { Id = "in", Kind = StageKind.Intake, Title = new("In", "Entrée"), Attendance = new(0.9m, 2) }],
    };

    private static Guard Guard(string source) =>
        new(CelExpression.Compile(source, new(new Dictionary<string, CelType>(StringComparer.Ordinal) { ["months"] = CelType.Int }), CelType.Bool, out _)!);

    // Golden: a published version's hash must never change, whatever the product learns to write.
    [Fact]
    public void The_canonical_form_and_its_hash_stand_for_ever()
    {
        Canonical.Write(Small).ShouldBe("""
            {"form":"journey/program/v1","program":"small","version":1,"title":{"en":"Small","fr":"Petit"},"calendar":{"zone":"America/Halifax","week":["Monday"],"holidays":"ca-ns"},"fields":[{"id":"months","title":{"en":"Months","fr":"Mois"},"type":"Int","class":"general"}],"criteria":[{"id":"new","title":{"en":"New","fr":"Nouveau"},"when":"months < 24","override":"reason"}],"stages":[{"id":"in","title":{"en":"In","fr":"Entrée"},"kind":"Intake","attendance":{"standard":"0.9","backOnTrackAfter":2}}]}
            """);
        Small.Hash().ShouldBe("e6b876a74232440600942917f91bd463ceefe1cc52424a2b0a5098f231e571d0");
    }

    [Fact]
    public void A_text_means_the_same_in_either_Unicode_form_and_a_number_with_either_many_zeros()
    {
        var other = Small with { Stages = [Small.Stages[0] with { Title = new("In", "Entre\u0301e"), Attendance = new(0.900m, 2) }] };
        other.Hash().ShouldBe(Small.Hash());
    }

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static readonly Dictionary<string, ProgramDefinition> Changed = new(StringComparer.Ordinal)
    {
        ["a translation"] = Small with { Title = new("Small", "Petite") },
        ["a guard"] = Small with { Criteria = [Small.Criteria[0] with { When = Guard("months < 25") }] },
        ["an override"] = Small with { Criteria = [Small.Criteria[0] with { OverrideNeedsReason = false }] },
        ["a class"] = Small with { Fields = [Small.Fields[0] with { Class = FieldClass.Income }] },
        ["a standard"] = Small with { Stages = [Small.Stages[0] with { Attendance = new(0.91m, 2) }] },
        ["a zone"] = Small with { Calendar = new("America/Toronto", [DayOfWeek.Monday], "ca-ns") },
        ["an example mark"] = Small with { Examples = ["criteria.new"] },
        ["a variant that clears an order"] = Small with { Variants = [new("a", new("A", "A"), [new("in", [], null, null, null)])] },
        ["a variant that keeps it"] = Small with { Variants = [new("a", new("A", "A"), [new("in", null, null, null, null)])] },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_changes_the_meaning_changes_the_hash(string what)
    {
        Changed.Where(c => c.Key != what).Select(c => c.Value.Hash()).Append(Small.Hash()).ShouldNotContain(Changed[what].Hash());
    }

    [Fact]
    public void A_version_is_published_once()
    {
        var first = Published(Publishing.Publish([], Small, "source"));
        (first.Program, first.Version, first.Hash, first.Source).ShouldBe(("small", 1, Small.Hash(), "source"));
        Publishing.Publish([first], Small, "source  # with a comment").ShouldBeOfType<Decision.Nothing>();
    }

    [Fact]
    public void Changed_text_under_a_published_number_is_refused()
    {
        var first = Published(Publishing.Publish([], Small, "source"));
        Publishing.Publish([first], Small with { Title = new("Smaller", "Plus petit") }, "source").ShouldBeOfType<Decision.Refused>().Code.ShouldBe("program.changed");
    }

    [Fact]
    public void A_new_version_has_a_higher_number_than_every_published_one()
    {
        var third = Published(Publishing.Publish([], Small with { Version = 3 }, "source"));
        Publishing.Publish([third], Small with { Version = 2 }, "source").ShouldBeOfType<Decision.Refused>().Code.ShouldBe("program.older");
        Published(Publishing.Publish([third], Small with { Version = 7 }, "source")).Version.ShouldBe(7);
    }

    private static ProgramPublished Published(Decision decision) => decision.ShouldBeOfType<Decision.Accepted>().Events.ShouldHaveSingleItem().ShouldBeOfType<ProgramPublished>();
}
