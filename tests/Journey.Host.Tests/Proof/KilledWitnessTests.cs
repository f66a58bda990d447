using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Journey.EventStore.Proof;
using Journey.Host.Features.Proof;
using Journey.Tests;

namespace Journey.Host.Tests.Proof;

public sealed class KilledWitnessTests
{
    /// <summary>Killed again and again while it answers: what it cosigned it still knows, and it never cosigns a smaller tree or another one.</summary>
    [Fact, Trait("Category", "Faults")]
    public async Task A_witness_that_is_killed_forgets_nothing_that_it_cosigned()
    {
        using var folder = new TemporaryFolder();
        using var log = NoteSigner.OfEd25519("example.org/log", RandomNumberGenerator.GetBytes(32));
        var witness = NoteKey.Parse((await Run("key", "witness.example.org/w", folder.In("key"))).Trim());
        var leaves = Enumerable.Range(0, 256).Select(i => Merkle.Leaf([(byte)i])).ToArray();
        Tree At(long size) => new(size, id => id.Level == 0 ? leaves.Take(id.Width).SelectMany(l => l).ToArray() : Merkle.Complete(leaves.SelectMany(l => l).ToArray()));
        Note Signed(long size)
        {
            var text = new Checkpoint("example.org/log", size, At(size).Root()).Text;
            return Note.Parse($"{text}\n{log.Line(text, default)}");
        }

        var port = Free();
        long cosigned = 0;
        for (var round = 0; round < 5; round++)
        {
            using var process = Start(["serve", "--key", folder.In("key"), "--state", folder.In("state"), "--log", log.Key.ToString(), "--urls", $"http://127.0.0.1:{port}"]);
            using var client = new WitnessClient(new(new Uri($"http://127.0.0.1:{port}"), witness));
            await Answers(process);
            (await client.Add(cosigned, [], Signed(cosigned == 0 ? 1 : cosigned), default)).Line.ShouldNotBeNull($"round {round}: it knows {cosigned} again");
            cosigned = Math.Max(cosigned, 1);
            var killing = Task.Delay(50 + 70 * round).ContinueWith(_ => process.Kill(), TaskScheduler.Default);
            while (cosigned < 256 && await client.Add(cosigned, At(cosigned + 1).Consistency(cosigned), Signed(cosigned + 1), default) is { Line: not null }) cosigned++;
            await killing;
            await process.WaitForExitAsync();

            // What was on its way when it died may have been kept: then it knows one more, and not less.
            var kept = Checkpoint.Parse(Note.Parse(File.ReadAllText(Directory.GetFiles(folder.In("state"), "*.checkpoint").Single())).Text).Size;
            (kept - cosigned).ShouldBeInRange(0, 1);
            cosigned = kept;
        }
        cosigned.ShouldBeGreaterThan(5, "it did get on");
    }

    private static int Free()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(IEnumerable<string> args) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "witness", .. args]) { RedirectStandardOutput = true })!;

    private static async Task<string> Run(params string[] args)
    {
        using var process = Start(args);
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', args)}"));
        return said;
    }

    private static async Task Answers(Process process) => (await process.StandardOutput.ReadLineAsync())!.ShouldStartWith("The witness ");
}
