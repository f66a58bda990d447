using System.Diagnostics;

namespace Journey.Host.Tests.Proof;

/// <summary>Verifiers that nobody here wrote: each accepts what our host served, and rejects the same with one thing changed.</summary>
public sealed class StrangersTests(ProvenHost proven)
{
    private const string GoPackages = "/usr/share/gocode";
    private static readonly string Strangers = Path.Combine(Repository.Root, "tests/Journey.Host.Tests/Proof/strangers"), Modules = Path.Combine(Repository.Root, "tests/Journey.Host.Tests/node_modules");

    [Fact]
    public async Task Openssl_verifies_both_signatures_of_a_checkpoint()
    {
        await proven.Ready();
        var folder = await proven.Export();
        var note = EventStore.Proof.Note.Parse(File.ReadAllText(Path.Combine(folder, "checkpoint")));
        File.WriteAllText(Path.Combine(folder, "text"), note.Text);
        File.WriteAllText(Path.Combine(folder, "changed"), note.Text.Replace("\n300\n", "\n301\n", StringComparison.Ordinal));
        foreach (var (signature, key, how) in new[] { (note.Signatures[0], "ed25519.pem", new[] { "-rawin" }), (note.Signatures[1], "p256.pem", ["-rawin", "-digest", "sha256"]) })
        {
            File.WriteAllBytes(Path.Combine(folder, "signature"), signature.Bytes.ToArray());
            Task<(int, string)> Openssl(string text) => Run("openssl", folder, ["pkeyutl", "-verify", "-pubin", "-inkey", key, "-in", text, "-sigfile", "signature", .. how]);
            var (code, said) = await Openssl("text");
            (code, said.Trim()).ShouldBe((0, "Signature Verified Successfully"), key);
            (await Openssl("changed")).Item1.ShouldBe(1, key);
        }
    }

    [Fact]
    public async Task Sigstore_s_verifier_accepts_a_proof_and_no_other()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "@sigstore/verify")), "node's packages are not here");
        await proven.Ready();
        var folder = await proven.Export();
        var file = Path.Combine(folder, "proof.tlog-proof");
        Task<(int, string)> Sigstore() => Run("node", folder, [Path.Combine(Strangers, "sigstore.cjs"), Modules, File.ReadAllText(Path.Combine(folder, "origin")), "p256.pem", file]);
        (await Sigstore()).ShouldBe((0, "ACCEPTED: index 7\n"));
        foreach (var change in Changes(File.ReadAllText(file)))
        {
            File.WriteAllText(file, change);
            var (code, said) = await Sigstore();
            code.ShouldBe(1, said);
            said.ShouldStartWith("REJECTED: ");
        }
    }

    [Fact]
    public async Task Go_s_module_database_s_verifier_accepts_the_log_and_no_other()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(GoPackages, "src/golang.org/x/mod/sumdb")), "golang-golang-x-mod-dev is not installed");
        await proven.Ready();
        var folder = await proven.Export();
        var program = Path.Combine(folder, "check");
        var (built, why) = await Run("go", Strangers, ["build", "-o", program, "check.go"]);
        built.ShouldBe(0, why);
        var key = File.ReadAllText(Path.Combine(folder, "vkey"));
        (await Run(program, folder, [key, folder])).ShouldBe((0, "ACCEPTED: entry 7 of 300\n"));

        foreach (var name in new[] { "proof.tlog-proof", "checkpoint", "consistency.json", "tile/0/000", "tile/1/000.p/1" })
        {
            var (file, whole) = (Path.Combine(folder, name), File.ReadAllBytes(Path.Combine(folder, name)));
            var changed = whole.ToArray();
            if (name.StartsWith("tile", StringComparison.Ordinal)) changed[9] ^= 1;
            else changed = System.Text.Encoding.UTF8.GetBytes(name == "consistency.json" ? Swapped(System.Text.Encoding.UTF8.GetString(whole)) : System.Text.Encoding.UTF8.GetString(whole).Replace("\n300\n", "\n299\n", StringComparison.Ordinal));
            File.WriteAllBytes(file, changed);
            var (code, said) = await Run(program, folder, [key, folder]);
            code.ShouldBe(1, name);
            said.ShouldStartWith("REJECTED: ", Case.Sensitive, name);
            File.WriteAllBytes(file, whole);
        }
    }

    // Another index, another entry, another hash, another size.
    private static IEnumerable<string> Changes(string proof)
    {
        var lines = proof.Split('\n');
        yield return proof.Replace("index 7", "index 6", StringComparison.Ordinal);
        yield return proof.Replace(lines[1], "extra " + Convert.ToBase64String("another entry"u8), StringComparison.Ordinal);
        yield return proof.Replace(lines[4], lines[5], StringComparison.Ordinal);
        yield return proof.Replace("\n300\n", "\n301\n", StringComparison.Ordinal);
    }

    // The first two hashes change places.
    private static string Swapped(string json)
    {
        var parts = json.Split('"').ToList();
        var first = parts.FindIndex(p => p.Length == 44);
        var second = parts.FindIndex(first + 1, p => p.Length == 44);
        (parts[first], parts[second]) = (parts[second], parts[first]);
        return string.Join('"', parts);
    }

    private static async Task<(int Code, string Said)> Run(string program, string folder, string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["GO111MODULE"], start.Environment["GOPATH"], start.Environment["GOFLAGS"], start.Environment["CGO_ENABLED"]) = ("off", GoPackages, "", "0");
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "journey-go-cache");
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said is { Length: > 0 } text ? text : await wrong);
    }
}
