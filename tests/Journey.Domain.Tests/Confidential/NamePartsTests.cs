using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential;

public class NamePartsTests
{
    [Theory]
    [InlineData("Zoé-Anne", "zoe")]
    [InlineData("Zoé-Anne", "ANNE")]
    [InlineData("Zoé-Anne", "an zo")]
    [InlineData("O'Neil", "oneil")]
    [InlineData("O’Neil", "O'N")]
    [InlineData("Łukasz", "łu")]
    [InlineData("Bartholomew", "bartholomew")]
    [InlineData("李小龍", "李小龍")]
    [InlineData("Li", "li")]
    [InlineData("J Doe", "j")]
    public void A_person_is_found_by_the_beginning_of_any_part_of_a_name(string name, string typed) =>
        NameParts.Sought(typed).ShouldBeSubsetOf(NameParts.Of(name));

    [Theory]
    [InlineData("Zoé-Anne", "nne")]
    [InlineData("Zoé-Anne", "zoea")]
    [InlineData("Bartholomew", "bartholome")]
    [InlineData("Anne", "anne zoe")]
    [InlineData("Zoé", "z")]
    public void And_by_nothing_else(string name, string typed) =>
        NameParts.Sought(typed).Except(NameParts.Of(name)).ShouldNotBeEmpty();

    [Fact]
    public void Nothing_typed_seeks_nothing() => NameParts.Sought(" -' ").ShouldBeEmpty();
}
