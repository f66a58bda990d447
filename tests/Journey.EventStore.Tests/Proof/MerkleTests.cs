using System.Text.Json.Nodes;
using Journey.EventStore.Proof;

namespace Journey.Tests.Proof;

public sealed class MerkleTests
{
    private static readonly string Vectors = Path.GetFullPath(Path.Combine(Root(), "../shared/data/merkle"));

    [Theory]
    [InlineData("inclusion")]
    [InlineData("consistency")]
    public void The_public_vectors_pass_and_fail_as_they_say(string kind)
    {
        var folder = Path.Combine(Vectors, kind);
        Assert.SkipUnless(Directory.Exists(folder), $"the public Merkle vectors are not at {folder}");
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        files.Length.ShouldBe(98);
        foreach (var file in files)
        {
            var v = JsonNode.Parse(File.ReadAllText(file))!;
            var proof = (v["proof"] as JsonArray ?? []).Select(p => Convert.FromBase64String((string)p!)).ToList();
            var holds = kind == "inclusion"
                ? Merkle.VerifyInclusion(Bytes("leafHash"), Number("leafIdx"), Number("treeSize"), proof, Bytes("root"))
                : Merkle.VerifyConsistency(Number("size1"), Number("size2"), Bytes("root1"), Bytes("root2"), proof);
            holds.ShouldBe(!(bool)v["wantErr"]!, $"{file}: {(string?)v["desc"]}");

            byte[] Bytes(string name) => Convert.FromBase64String((string?)v[name] ?? "");
            long Number(string name) => (long)(ulong)v[name]!; // "-1" stands as 2^64 - 1
        }
    }

    // RFC 6962's own example values are those of every implementation's test: 8 leaves of known bytes.
    [Fact]
    public void The_tree_of_the_eight_well_known_leaves_has_the_well_known_root()
    {
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var forest = new Forest([.. leaves.Select(Convert.FromHexString)]);
        Convert.ToHexStringLower(forest.Tree(8).Root()).ShouldBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        Convert.ToHexStringLower(forest.Tree(0).Root()).ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Journey.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Not inside the repository.");
    }
}
