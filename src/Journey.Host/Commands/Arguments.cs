using System.Globalization;
using Journey.EventStore;

namespace Journey.Host.Commands;

/// <summary>A verb's arguments taken apart: words, options with a value, flags, and what belongs to the host's settings.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);

    /// <param name="options">Names of options that take a value.</param>
    /// <param name="known">Names of flags.</param>
    /// <exception cref="SetupException">A value is missing.</exception>
    public Arguments(IReadOnlyList<string> args, IReadOnlyCollection<string> options, IReadOnlyCollection<string> known)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = args[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var at && args[i].StartsWith("--", StringComparison.Ordinal) ? (args[i][..at], args[i][(at + 1)..]) : (args[i], null);
            if (known.Contains(name) && inline is null) flags.Add(name);
            else if (options.Contains(name)) values[name] = inline ?? (++i < args.Count ? args[i] : throw new SetupException($"{name} needs a value."));
            else if (name.StartsWith("--", StringComparison.Ordinal)) Settings.Add(args[i]);
            else Words.Add(args[i]);
        }
    }

    public List<string> Words { get; } = [];

    /// <summary>For <see cref="Commands.Settings.Read"/>, which refuses what it does not know.</summary>
    public List<string> Settings { get; } = [];

    public bool Has(string flag) => flags.Contains(flag);

    public string? this[string option] => values.GetValueOrDefault(option);

    /// <exception cref="SetupException">It is no such number.</exception>
    public int? Number(string option) => this[option] is not { } text ? null : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new SetupException($"{option} takes a number from 1 on, not {text}.");

    /// <exception cref="SetupException">There is no such file, or it can't be read.</exception>
    public static async Task<string> Text(string file, CancellationToken ct)
    {
        try { return await File.ReadAllTextAsync(file, ct); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new SetupException($"{file} can't be read: {e.Message}", e); }
    }
}
