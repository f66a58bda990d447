using System.Security.Cryptography;
using Journey.EventStore.Proof;

namespace Journey.Tests.Proof;

public sealed class NoteTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    // RFC 8032, section 7.1, test 3.
    [Fact]
    public void Ed25519_signs_as_its_specification_says()
    {
        var seed = Convert.FromHexString("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
        Convert.ToHexStringLower(Ed25519.PublicKey(seed)).ShouldBe("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        var signature = Ed25519.Sign(seed, [0xaf, 0x82]);
        Convert.ToHexStringLower(signature).ShouldBe("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        Ed25519.Verify(Ed25519.PublicKey(seed), [0xaf, 0x82], signature).ShouldBeTrue();
        Ed25519.Verify(Ed25519.PublicKey(seed), [0xaf, 0x83], signature).ShouldBeFalse();
    }

    // The documentation of Go's golang.org/x/mod/sumdb/note signs this with this key.
    [Fact]
    public void A_note_that_Go_signed_is_read_and_verified()
    {
        var key = NoteKey.Parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        key.ToString().ShouldBe("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        const string text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        const string note = text + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        Note.Parse(note).SignedBy([key]).ShouldBe([key]);
        Note.Parse(note).ToString().ShouldBe(note);
        Note.Parse(note.Replace("answer", "Answer", StringComparison.Ordinal)).SignedBy([key]).ShouldBeEmpty();
    }

    [Fact]
    public void Each_kind_of_key_verifies_its_own_line_and_no_other()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        NoteSigner[] signers =
        [
            NoteSigner.OfEd25519("example.org/log", RandomNumberGenerator.GetBytes(32)), NoteSigner.OfP256("example.org/log", p256.ExportPkcs8PrivateKey()),
            NoteSigner.OfWitness("example.org/witness", RandomNumberGenerator.GetBytes(32)),
        ];
        var text = new Checkpoint("example.org/log", 70_000, Merkle.EmptyRoot).Text;
        foreach (var signer in signers)
        {
            var note = Note.Parse($"{text}\n{string.Concat(signers.Select(s => s.Line(text, Now)))}");
            note.SignedBy([NoteKey.Parse(signer.Key.ToString())]).Select(k => k.ToString()).ShouldBe([signer.Key.ToString()]);
            (note with { Text = text.Replace("70000", "70001", StringComparison.Ordinal) }).SignedBy([signer.Key]).ShouldBeEmpty();
            var another = signer.Key with { Name = "example.org/other" };
            note.SignedBy([another]).ShouldBeEmpty();
        }
        Note.Parse($"{text}\n{string.Concat(signers.Select(s => s.Line(text, Now)))}").SignedBy([.. signers.Select(s => s.Key)]).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", true)]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nan extension\n", true)]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false)]
    [InlineData("\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", false)]
    [InlineData("a\n0\n47DE\n", false)]
    public void A_checkpoint_is_three_lines_exactly_so(string text, bool right)
    {
        if (right) Checkpoint.Parse(text).Size.ShouldBe(0);
        else Should.Throw<FormatException>(() => Checkpoint.Parse(text));
    }

    [Fact]
    public void A_proof_s_file_says_what_is_wrong_with_it()
    {
        using var signer = NoteSigner.OfEd25519("example.org/log", RandomNumberGenerator.GetBytes(32));
        var forest = Forest.Of(600);
        var tree = forest.Tree(600);
        var checkpoint = new Checkpoint("example.org/log", 600, tree.Root());
        var file = new ProofFile("entry 300"u8.ToArray(), 300, tree.Inclusion(300), Note.Parse($"{checkpoint.Text}\n{signer.Line(checkpoint.Text, Now)}")).ToString();
        file.ShouldStartWith("c2sp.org/tlog-proof@v1\nextra ZW50cnkgMzAw\nindex 300\n");
        var read = ProofFile.Parse(file);
        read.ToString().ShouldBe(file);
        read.Problem(null, [signer.Key]).ShouldBeNull();
        read.Problem("entry 301"u8.ToArray(), [signer.Key])!.ShouldContain("index 300");
        read.Problem(null, [signer.Key with { Name = "example.org/other" }])!.ShouldContain("none of the given keys");
    }
}
