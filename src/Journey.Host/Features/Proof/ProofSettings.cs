using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>Another organization's witness, that cosigns our checkpoints.</summary>
/// <param name="Url">What <c>/add-checkpoint</c> follows.</param>
public sealed record WitnessAddress(Uri Url, NoteKey Key);

/// <summary>The section Journey:Proof of the configuration; docs/proof.md explains it.</summary>
public sealed record ProofSettings
{
    /// <summary>Begins the logs' origin lines: the installation's address without a scheme. Matters once, when a log is first signed.</summary>
    public string Name { get; init; } = "journey.invalid";

    /// <summary>How often a log that has grown is signed: 0.05 to 20 s, so that each entry is under a checkpoint within 30 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A folder outside the databases, that remembers what was signed. Null: nothing does on this host.</summary>
    public string? Mirror { get; init; }

    public IReadOnlyList<WitnessAddress> Witnesses { get; init; } = [];

    /// <summary>As many cosignatures make a checkpoint a witnessed one.</summary>
    public int Needed { get; init; }

    /// <exception cref="SetupException">A setting is wrong.</exception>
    public static ProofSettings Of(IConfiguration configuration)
    {
        var section = configuration.GetSection("Journey:Proof");
        var witnesses = section.GetSection("Witnesses").GetChildren().Select(Witness).ToList();
        var seconds = section.GetValue("CheckpointSeconds", 10.0);
        var settings = new ProofSettings
        {
            Name = section["Name"] ?? "journey.invalid",
            Every = seconds is >= 0.05 and <= 20 ? TimeSpan.FromSeconds(seconds) : throw new SetupException("Journey:Proof:CheckpointSeconds is from 0.05 to 20: each entry has to be under a checkpoint within 30 s."),
            Mirror = section["Mirror"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
            Witnesses = witnesses,
            Needed = section.GetValue("WitnessesNeeded", witnesses.Count),
        };
        if (!NoteKey.IsName(settings.Name) || settings.Name.EndsWith('/')) throw new SetupException("Journey:Proof:Name is such as journey.example.org: no spaces, no plus signs, no slash at its end.");
        if (settings.Needed < (witnesses.Count > 0 ? 1 : 0) || settings.Needed > witnesses.Count) throw new SetupException($"Journey:Proof:WitnessesNeeded is from 1 to the number of witnesses, {witnesses.Count}.");
        if (witnesses.Select(w => w.Key.Name).Distinct(StringComparer.Ordinal).Count() != witnesses.Count) throw new SetupException("Two witnesses of Journey:Proof:Witnesses have one name.");
        return settings;
    }

    private static WitnessAddress Witness(IConfigurationSection section)
    {
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) throw new SetupException($"{section.Path}:Url is the address that /add-checkpoint follows.");
        try
        {
            var key = NoteKey.Parse(section["Key"] ?? "");
            return key.Algorithm == NoteAlgorithm.Cosignature ? new(url, key) : throw new SetupException($"{section.Path}:Key is no witness's key: 'journey witness key' prints one.");
        }
        catch (FormatException e) { throw new SetupException($"{section.Path}:Key: {e.Message}", e); }
    }
}
