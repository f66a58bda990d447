using System.Globalization;

namespace Journey.Torture;

/// <param name="Seed">Of the schedule: the same seed draws the same faults on the same hosts, whatever the machine makes of it.</param>
/// <param name="Faults">How many are done before everything is left in peace and checked.</param>
/// <param name="Pace">Milliseconds between two faults, on average.</param>
/// <param name="Only">Kinds of faults; null: all.</param>
/// <param name="Host">The host's journey.dll; another build than ours shows whether this program finds its bugs.</param>
/// <param name="Data">Folder of the run: the cluster, the broker, the hosts' logs. Kept where something was found.</param>
internal sealed record Options(int Seed, int Faults = 40, int Hosts = 3, int Workers = 6, int Pace = 400, IReadOnlyList<Kind>? Only = null, string? Host = null, string? Data = null)
{
    public const string Usage = "usage: torture [--seed N] [--faults N] [--hosts N] [--workers N] [--pace MILLISECONDS] [--only KIND,KIND] [--host JOURNEY.DLL] [--data FOLDER]";

    public static Options? Parse(string[] args)
    {
        var options = new Options(Random.Shared.Next(1_000_000));
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            var (name, value) = (args[i], args[i + 1]);
            if (name is "--host" or "--data")
            {
                options = name == "--host" ? options with { Host = Path.GetFullPath(value) } : options with { Data = Path.GetFullPath(value) };
                continue;
            }
            if (name == "--only")
            {
                var kinds = value.Split(',').Select(k => Enum.TryParse<Kind>(k, out var kind) && Enum.IsDefined(kind) ? kind : (Kind?)null).ToList();
                if (kinds.Contains(null)) return null;
                options = options with { Only = [.. kinds.OfType<Kind>()] };
                continue;
            }
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            Options? next = name switch
            {
                "--seed" => options with { Seed = number },
                "--faults" => options with { Faults = number },
                "--hosts" when number is > 0 and <= 10 => options with { Hosts = number },
                "--workers" when number is > 0 and <= 100 => options with { Workers = number },
                "--pace" => options with { Pace = number },
                _ => null,
            };
            if (next is null) return null;
            options = next;
        }
        return args.Length % 2 == 0 ? options : null;
    }
}
