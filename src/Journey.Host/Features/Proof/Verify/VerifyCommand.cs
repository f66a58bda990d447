using System.Globalization;
using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Npgsql;

namespace Journey.Host.Features.Proof.Verify;

/// <summary><c>verify</c>: derives logs anew and compares them with what was signed, in a database, over HTTP, or of one entry from a file.</summary>
internal static class VerifyCommand
{
    public const string Usage = """
        journey verify [OPERATOR] [--log events|accesses] [--key VKEY]… [--seen FILE]…
          In the database: derives every leaf, tile and root anew, and compares them with all that was signed.
        journey verify --database CONNECTION-STRING …
          The same of one operator's main database, which it only reads.
        journey verify --url https://HOST/v1/logs/OPERATOR/LOG --key VKEY [--key VKEY]… [--seen FILE]…
          Over HTTP, from tiles; with an auditor's token in JOURNEY_TOKEN from the entries too.
        journey verify --proof FILE [--entry FILE] --key VKEY [--witness VKEY]…
          One entry, from a downloaded proof, without anybody's help.
        --key     a public key of the log (…/keys publishes them; keep them elsewhere). Without it, the database's own word is taken for them.
        --seen    a checkpoint from earlier: a mirror's file, a witness's, one that was saved. The log has to begin with it.
        Exit codes: 0 all is as it was signed; 1 it is not, and the first index that is wrong was printed; 2 it could not be checked.
        """;

    private static readonly string[] Options = ["--log", "--key", "--seen", "--database", "--url", "--proof", "--entry", "--witness"];

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        try { return await Verify(args, ct); }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException or HttpRequestException or FormatException or CryptographicException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            throw new SetupException($"It could not be checked: {(e is PostgresException p ? $"{p.MessageText} ({p.SqlState})" : e.Message).ReplaceLineEndings(" ")}", e);
        }
    }

    private static async Task<int> Verify(string[] args, CancellationToken ct)
    {
        var many = Options.ToDictionary(o => o, _ => new List<string>(), StringComparer.Ordinal);
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            if (!many.TryGetValue(name, out var values)) rest.Add(args[i]);
            else values.Add(name != args[i] ? args[i][(name.Length + 1)..] : ++i < args.Length ? args[i] : throw new SetupException($"{name} needs a value."));
        }
        var keys = many["--key"].Select(NoteKey.Parse).ToList();
        var seen = new List<Note>();
        foreach (var file in many["--seen"]) seen.Add(Note.Parse(await Arguments.Text(file, ct)));
        if (many["--proof"] is [var proof]) return await OneEntry(proof, many["--entry"].FirstOrDefault(), keys, [.. many["--witness"].Select(NoteKey.Parse)], ct);
        if (many["--url"] is [var url]) return Say(url, await new RemoteVerification(new Uri(url.TrimEnd('/') + "/"), Environment.GetEnvironmentVariable("JOURNEY_TOKEN"), Progress).Run(keys, seen, ct));

        var logs = many["--log"] is [var one] ? ProofLogs.TryParse(one, out var log) ? [log] : throw new SetupException("--log is events or accesses.") : ProofLogs.All;
        if (many["--database"] is [var text])
        {
            await using var source = Operator.Source(text);
            return await Database(source, "", logs, keys, seen, ct);
        }
        var words = rest.TakeWhile(r => !r.StartsWith("--", StringComparison.Ordinal)).ToList();
        await using var installation = await Installation.Join(Settings.Read([.. rest.Skip(words.Count)]), ct);
        var operators = words is [] ? installation.Operators.All : [installation.Operators.All.FirstOrDefault(o => o.Id.Value == words[0]) ?? throw new SetupException($"There is no operator {words[0]}.")];
        var mirror = new Mirror(ProofSettings.Of(Settings.Read([.. rest.Skip(words.Count)])).Mirror ?? Path.Combine(installation.DataFolder, "checkpoints"));
        var worst = 0;
        foreach (var op in operators)
        {
            var remembered = ProofLogs.All.Where(logs.Contains).Select(l => mirror.File(op.Id, l)).OfType<string>().Select(f => Note.Parse(File.ReadAllText(f)));
            worst = Math.Max(worst, await Database(op.Primary, $"{op.Id} ", logs, keys, [.. seen, .. remembered], ct));
        }
        return worst;
    }

    private static async Task<int> Database(NpgsqlDataSource main, string name, IReadOnlyList<ProofLog> logs, IReadOnlyList<NoteKey> keys, IReadOnlyList<Note> seen, CancellationToken ct)
    {
        var worst = 0;
        foreach (var log in logs)
            worst = Math.Max(worst, Say(name + log.Name(), await DatabaseVerification.Run(main, log, keys, seen, Progress, ct)));
        return worst;
    }

    private static async Task<int> OneEntry(string file, string? entry, List<NoteKey> keys, List<NoteKey> witnesses, CancellationToken ct)
    {
        if (keys.Count == 0) throw new SetupException("--key VKEY is the log's public key, from somewhere else than the file.");
        var proof = ProofFile.Parse(await Arguments.Text(file, ct));
        if (proof.Problem(entry is null ? null : await File.ReadAllBytesAsync(entry, ct), keys) is { } problem)
        {
            Console.WriteLine($"{file}: NOT proved: {problem}");
            return 1;
        }
        var checkpoint = Checkpoint.Parse(proof.Checkpoint.Text);
        var cosigned = proof.Checkpoint.SignedBy(witnesses);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: the entry stands at index {proof.Index} of {checkpoint.Origin}, of {checkpoint.Size} entries{(cosigned.Count > 0 ? $", as {string.Join(", ", cosigned.Select(w => w.Name))} cosigned" : "")}."));
        return witnesses.Count > cosigned.Count ? 1 : 0;
    }

    private static int Say(string what, (Tampering? Wrong, long Size, string Against) found)
    {
        Console.WriteLine(found.Wrong is { } wrong ? $"{what}: TAMPERED: {wrong}" : string.Create(CultureInfo.InvariantCulture, $"{what}: {found.Size} entries are as they were signed ({found.Against})."));
        return found.Wrong is null ? 0 : 1;
    }

    private static long said;

    // A line a second at most, beside the answer.
    private static void Progress(long done, long total)
    {
        var now = Environment.TickCount64;
        if (now - said < 1000 && done < total) return;
        said = now;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {done} of {total} ({(total == 0 ? 100 : done * 100 / total)} %)"));
    }
}
