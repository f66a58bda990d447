using Journey.Host.Features.Import;

namespace Journey.Host.Tests.Import;

public sealed class DerivedIdsTests
{
    private static readonly DerivedIds Ids = new(new byte[32], "m");

    /// <summary>Golden: with another derivation everything imported so far would come again as somebody else.</summary>
    [Fact]
    public void The_same_key_and_parts_give_the_same_id_for_ever() =>
        (Ids.Id("participant", "11391").ToString(), Ids.Reference(Ids.Id("participant", "11391"))).ShouldBe(("0462505b-d62f-82de-8c01-c8064839e7c1", "WC94MKVY2T"));

    [Fact]
    public void They_are_well_formed_uuids_of_version_8()
    {
        var id = Ids.Id("participant", "1");
        (id.Version, id.Variant & 0xC).ShouldBe((8, 0x8));
    }

    [Fact]
    public void Key_mapping_kind_and_where_the_parts_end_all_count()
    {
        Guid[] ids =
        [
            Ids.Id("a", "bc"), Ids.Id("ab", "c"), Ids.Id("a", "b", "c"), Ids.Id("a", "c", "b"), Ids.Id("a", "bc", ""), Ids.Id("a"),
            new DerivedIds(new byte[32], "other").Id("a", "bc"), new DerivedIds([.. new byte[31], 1], "m").Id("a", "bc"),
        ];
        ids.Distinct().Count().ShouldBe(ids.Length);
    }
}
