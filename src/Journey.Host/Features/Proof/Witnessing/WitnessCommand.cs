using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Commands;

namespace Journey.Host.Features.Proof.Witnessing;

/// <summary><c>witness</c>: cosigns other organizations' checkpoints. It needs no database, only a folder and a key.</summary>
internal static class WitnessCommand
{
    public const string Usage = """
        journey witness key NAME FILE
          Makes a witness's key in FILE and prints its public part, which the log's operator configures (Journey:Proof:Witnesses:0:Key).
          NAME is such as witness.example.org/journey.
        journey witness serve --key FILE --state FOLDER --log VKEY [--log VKEY]… [--urls http://127.0.0.1:5090]
          Answers POST /add-checkpoint (c2sp.org/tlog-witness) for the logs of these public keys.
        Exit codes: 0 done; 1 it broke off; 2 a wrong argument, or a file that can't be used.
        """;

    private const string Prefix = "PRIVATE+KEY+";
    private const int LargestBody = 64 * 1024;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var logs = new List<NoteKey>();
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] != "--log") rest.Add(args[i]);
            else logs.Add(Vkey(++i < args.Length ? args[i] : throw new SetupException("--log needs a public key.")));
        }
        var given = new Arguments(rest, ["--key", "--state", "--urls"], []);
        if (given.Settings.Count > 0) throw new SetupException($"witness knows no {given.Settings[0]}: journey witness --help");
        return given.Words switch
        {
            ["key", var name, var file] => MakeKey(name, file),
            ["serve"] => await Serve(await Signer(given["--key"] ?? throw Missing("--key FILE"), ct), given["--state"] ?? throw Missing("--state FOLDER"), logs.Count > 0 ? logs : throw Missing("--log VKEY"), given["--urls"] ?? "http://127.0.0.1:5090", ct),
            _ => throw new SetupException("Usage: journey witness key NAME FILE | serve --key FILE --state FOLDER --log VKEY (--help says more)"),
        };
    }

    /// <summary>The application that answers, not yet started.</summary>
    internal static WebApplication Build(Witness witness, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls).ConfigureKestrel(o => (o.AddServerHeader, o.Limits.MaxRequestBodySize) = (false, LargestBody));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.MapPost("/add-checkpoint", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
            WitnessReply reply;
            try { reply = await witness.Add(await reader.ReadToEndAsync(http.RequestAborted), http.RequestAborted); }
            catch (DecoderFallbackException) { reply = new(400, "The body is not UTF-8.\n"); }
            return Results.Text(reply.Body, reply.Type, statusCode: reply.Status);
        });
        return app;
    }

    private static async Task<int> Serve(NoteSigner signer, string state, IReadOnlyList<NoteKey> logs, string urls, CancellationToken ct)
    {
        using var _ = signer;
        Directory.CreateDirectory(state);
        // Two processes on one folder could each cosign another history.
        using var mine = Claim(Path.Combine(state, "lock"));
        await using var app = Build(new Witness(state, signer, logs, TimeProvider.System), urls);
        await app.StartAsync(ct);
        Console.WriteLine($"The witness {signer.Key} is at {string.Join(" and ", app.Urls)}.");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static FileStream Claim(string file)
    {
        try { return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException e) { throw new SetupException($"Another witness works on this folder ({file} is locked).", e); }
    }

    private static int MakeKey(string name, string file)
    {
        if (!NoteKey.IsName(name)) throw new SetupException("A witness's name has no space and no plus sign.");
        if (File.Exists(file)) throw new SetupException($"{file} exists: a key is never overwritten.");
        var seed = RandomNumberGenerator.GetBytes(32);
        using var signer = NoteSigner.OfWitness(name, seed);
        using (var stream = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{name}+{signer.Key.Id:x8}+{Convert.ToBase64String([(byte)NoteAlgorithm.Cosignature, .. seed])}\n")));
        CryptographicOperations.ZeroMemory(seed);
        Console.WriteLine(signer.Key);
        return 0;
    }

    private static async Task<NoteSigner> Signer(string file, CancellationToken ct)
    {
        var text = (await Arguments.Text(file, ct)).Trim();
        var parts = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split('+', 3) : [];
        var key = new byte[64];
        if (parts.Length != 3 || !Convert.TryFromBase64String(parts[2], key, out var length) || length != 33 || key[0] != (byte)NoteAlgorithm.Cosignature)
            throw new SetupException($"{file} is no witness's key: journey witness key NAME FILE makes one.");
        return NoteSigner.OfWitness(parts[0], key.AsSpan(1, 32));
    }

    private static NoteKey Vkey(string text)
    {
        try { return NoteKey.Parse(text); }
        catch (FormatException e) { throw new SetupException(e.Message, e); }
    }

    private static SetupException Missing(string option) => new($"witness serve needs {option}.");
}
