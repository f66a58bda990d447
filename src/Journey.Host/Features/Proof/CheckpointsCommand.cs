using System.Globalization;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Commands;

namespace Journey.Host.Features.Proof;

/// <summary><c>checkpoints</c>: how far the logs are signed; and a person's word that another history begins, after a restore that lost entries.</summary>
internal static class CheckpointsCommand
{
    public const string Usage = """
        journey checkpoints [--operator OPERATOR]
          Prints for each log its name, its size, what is signed and witnessed of it, and whether it fits what this host remembers.
        journey checkpoints begin LOG --reason TEXT [--operator OPERATOR]
          After a restore that lost entries: from now on the log (events or accesses) is signed under another name. Its witnesses have to be
          told the new public keys, which are printed. What was signed before stays where it was seen, and goes on saying what was lost.
        Exit codes: 0 done; 2 a wrong argument; 3 printed, and a log is not what was signed.
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var given = new Arguments(args, ["--operator", "--reason"], []);
        ProofLog? log = given.Words switch
        {
            [] => null,
            ["begin", var name] when ProofLogs.TryParse(name, out var which) => which,
            _ => throw new SetupException("Usage: journey checkpoints [begin events|accesses --reason TEXT] (--help says more)"),
        };
        if (log is not null == string.IsNullOrWhiteSpace(given["--reason"])) throw new SetupException("begin, and only begin, takes --reason: what happened, in words.");
        var configuration = Settings.Read([.. given.Settings]);
        await using var standing = await Commands.Standing.On(given["--operator"], given.Settings, ct);
        var (op, settings) = (standing.Operator, ProofSettings.Of(configuration));
        var mirror = new Mirror(settings.Mirror ?? Path.Combine(Databases.Installation.FolderOf(configuration), "checkpoints"));
        if (log is { } begun)
        {
            var generation = Math.Max((await CheckpointStore.Tree(op.Primary, begun, ct))?.Generation ?? 0, mirror.Seen(op.Id, begun)?.Generation ?? 0) + 1;
            var tree = await new Signing(settings, new LogKeys(standing.Vault), mirror, standing.Clock).Begin(op, begun, generation, given["--reason"]!.Trim(), ct);
            Console.WriteLine($"{tree.Origin}: the witnesses have to know\n{string.Join('\n', tree.Keys)}");
            return 0;
        }
        var wrong = false;
        foreach (var which in ProofLogs.All) wrong |= await Show(op, which, mirror, ct);
        return wrong ? 3 : 0;
    }

    private static async Task<bool> Show(Operator op, ProofLog log, Mirror mirror, CancellationToken ct)
    {
        var tree = await CheckpointStore.Tree(op.Primary, log, ct);
        var (size, newest, witnessed) = (await TileStore.Size(op.Primary, log, ct), await CheckpointStore.Newest(op.Primary, log, false, ct), await CheckpointStore.Newest(op.Primary, log, true, ct));
        var problem = await mirror.Problem(op, log, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tree?.Origin ?? log.Name()}\t{size} entries\tsigned {newest?.Size ?? 0}\twitnessed {witnessed?.Size ?? 0}\t{problem ?? "fits"}"));
        return problem is not null;
    }
}
