using System.Globalization;
using Journey.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var benches = new Dictionary<string, Func<Installation, Options, Task>>(StringComparer.Ordinal) { ["append"] = AppendBench.Run, ["load"] = LoadBench.Run, ["drain"] = DrainBench.Run, ["visible"] = VisibleBench.Run, ["dryrun"] = DryRunBench.Run, ["rebuild"] = RebuildBench.Run, ["proof"] = ProofBench.Run };
if (Options.Parse(args, ["guard", .. benches.Keys]) is not { } options)
{
    Console.Error.WriteLine($"usage: bench [guard|{string.Join('|', benches.Keys)}] [--slice SECONDS] [--rounds N] [--workers 1,8,32] [--rows N --due N] [--people N] [--events N] [--rate N --history N] [--data FOLDER]");
    return 2;
}
if (options.Name is null or "guard") GuardBench.Run(options);
if (options.Name is "guard") return 0; // the others need a cluster
await using var installation = await Installation.Start(options.Data, sequencing: options.Name is not ("dryrun" or "rebuild" or "proof"));
foreach (var (name, bench) in benches)
{
    // These fill the store with rows of their own, and ask for minutes: by name only.
    if (options.Name is null && name is not ("dryrun" or "rebuild" or "proof") || options.Name == name) await bench(installation, options);
}
return 0;
