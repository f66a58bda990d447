using System.Globalization;
using System.Runtime.InteropServices;
using Journey.EventStore;
using Journey.Torture;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}
// The hosts, the servers and their guards end with this process; the receiver's own host would only stop the receiver.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(130));
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(143));
try
{
    var report = await Torture.Run(options, Console.Out);
    Console.WriteLine($"faults: {string.Join(", ", report.Faults.OrderByDescending(f => f.Value).Select(f => $"{f.Value} {f.Key}"))} ({report.Skipped} drawn but not possible at that moment)");
    Console.WriteLine($"commands: {report.Acknowledged} acknowledged, {report.Repeated} tries not answered, {report.Refused} refused; {report.Events} events");
    foreach (var (sink, got) in report.Sinks) Console.WriteLine($"{sink}: {got}");
    Console.WriteLine($"took {report.Took.TotalSeconds:0} s, at rest {report.Rest.TotalSeconds:0.0} s after the last command");
    foreach (var violation in report.Violations) Console.WriteLine($"VIOLATION: {violation}");
    Console.WriteLine($"seed {options.Seed}: {report.Faults.Values.Sum()} faults, {report.Violations.Count} violations");
    // What was found stays to be looked at.
    if (report.Violations.Count > 0) Console.WriteLine($"the cluster and the hosts' logs are in {report.Folder}");
    else if (options.Data is null) Directory.Delete(report.Folder, recursive: true);
    return report.Violations.Count == 0 ? 0 : 1;
}
catch (SetupException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
