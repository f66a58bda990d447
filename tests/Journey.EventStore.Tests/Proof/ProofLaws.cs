using FsCheck;
using FsCheck.Fluent;
using Journey.EventStore.Proof;

namespace Journey.Tests.Proof;

public sealed class ProofLaws
{
    private static readonly Forest Forest = Forest.Of(1_200);

    // Three numbers that order themselves into index < from <= to <= 1,200; small trees as often as those over tiles' edges.
    private static readonly Arbitrary<(int Index, int From, int To, int At)> Cases = Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(250, 260), Gen.Choose(510, 515), Gen.Choose(1, 1_200)).Two()
        .SelectMany(sizes => Gen.Choose(0, Math.Min(sizes.Item1, sizes.Item2) - 1).SelectMany(index => Gen.Choose(0, 255).Select(at => (index, Math.Min(sizes.Item1, sizes.Item2), Math.Max(sizes.Item1, sizes.Item2), at)))).ToArbitrary();

    [Fact]
    public void A_tree_from_tiles_is_the_tree_of_the_definition() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Cases, c => Forest.Tree(c.To).Root().AsSpan().SequenceEqual(Forest.Naive(0, c.To))));

    [Fact]
    public void Every_leaf_is_shown_to_be_included_and_a_proof_with_any_change_is_not() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Cases, c =>
    {
        var (tree, leaf) = (Forest.Tree(c.To), Forest.Leaf(c.Index));
        var (root, proof) = (tree.Root(), tree.Inclusion(c.Index));
        return Merkle.VerifyInclusion(leaf, c.Index, c.To, proof, root)
            && !Merkle.VerifyInclusion(Flipped(leaf, c.At), c.Index, c.To, proof, root)
            && !Merkle.VerifyInclusion(leaf, c.Index, c.To, proof, Flipped(root, c.At))
            && (c.To == 1 || !Merkle.VerifyInclusion(leaf, (c.Index + 1) % c.To, c.To, proof, root))
            && !Merkle.VerifyInclusion(leaf, c.Index, c.To, [.. proof, root], root)
            && (proof.Count == 0 || !Merkle.VerifyInclusion(leaf, c.Index, c.To, [.. proof.Skip(1)], root)
                && !Merkle.VerifyInclusion(leaf, c.Index, c.To, Changed(proof, c.At), root));
    }));

    [Fact]
    public void Every_tree_is_shown_to_begin_every_larger_one_and_a_proof_with_any_change_is_not() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Cases, c =>
    {
        var tree = Forest.Tree(c.To);
        var (old, root, proof) = (Forest.Tree(c.From).Root(), tree.Root(), tree.Consistency(c.From));
        return Merkle.VerifyConsistency(c.From, c.To, old, root, proof)
            && !Merkle.VerifyConsistency(c.From, c.To, Flipped(old, c.At), root, proof)
            && !Merkle.VerifyConsistency(c.From, c.To, old, Flipped(root, c.At), proof)
            && !Merkle.VerifyConsistency(c.From, c.To, old, root, [.. proof, root])
            && (proof.Count == 0 || !Merkle.VerifyConsistency(c.From, c.To, old, root, Changed(proof, c.At)) && !Merkle.VerifyConsistency(c.From, c.To, old, root, [.. proof.Skip(1)]));
    }));

    [Fact]
    public void A_proof_takes_no_more_tiles_than_the_tree_has_levels_of_them() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), p =>
    {
        var (index, size) = (Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2) + 1L);
        return Tree.Needs(size, t => t.Inclusion(index)).Count <= 8 && Tree.Needs(size, t => t.Consistency(index)).Count <= 8;
    }));

    [Fact]
    public void A_tile_s_address_is_read_back_and_no_other_spelling_of_it() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Gen.Choose(0, 63).SelectMany(l => Gen.Choose(0, int.MaxValue).SelectMany(n => Gen.Choose(1, 256).Select(w => new TileId(l, n, w)))).ToArbitrary(), id =>
        TileId.TryParse(id.Level, id.NumberPath, out var read) && read == id && !TileId.TryParse(id.Level, "x000/" + id.NumberPath, out _) && !TileId.TryParse(id.Level, id.NumberPath + "/", out _)));

    [Fact]
    public void A_tile_s_address_is_written_as_the_specification_does() => new TileId(1, 1234067, 8).Path.ShouldBe("1/x001/x234/067.p/8");

    private static byte[] Flipped(byte[] hash, int bit)
    {
        var other = hash.ToArray();
        other[bit / 8] ^= (byte)(1 << bit % 8);
        return other;
    }

    private static List<byte[]> Changed(IReadOnlyList<byte[]> proof, int at) => [.. proof.Select((p, i) => i == at % proof.Count ? Flipped(p, at) : p)];
}
