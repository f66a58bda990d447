using Journey.EventStore;
using Journey.Host.Databases;

namespace Journey.Host.Commands;

/// <summary>
/// <c>operator</c> lists the operators; <c>operator add ID NAME [LABEL] [--server NAME]</c> adds one, with its databases on that server
/// (<see cref="Servers"/>).
/// </summary>
internal static class OperatorCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var server = Server(ref args);
        var words = args.Where(x => !x.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words is not ([] or ["add", _, _] or ["add", _, _, _]) || words is [] && server is not null) throw new SetupException("Usage: journey operator [add ID NAME [LABEL] [--server NAME]]");
        OperatorId? added = words is ["add", var slug, ..] ? Id(slug) : null;
        await using var installation = await Installation.Join(Settings.Read([.. args.Except(words)]), ct);
        if (added is { } id) await installation.Operators.Create(id, words[2], words.ElementAtOrDefault(3), server ?? Operators.DefaultServer, ct);
        foreach (var op in installation.Operators.All) Console.WriteLine($"{op.Id}\t{op.Name}\t{op.Label}");
        foreach (var missing in installation.Operators.Missing) Console.WriteLine($"{missing.Id}\t{missing.Name}\taway: {missing.Problem}");
        return 0;
    }

    // --server NAME or --server=NAME.
    private static string? Server(ref string[] args)
    {
        var at = Array.FindIndex(args, a => a == "--server" || a.StartsWith("--server=", StringComparison.Ordinal));
        if (at < 0) return null;
        var joined = args[at] != "--server";
        if (!joined && at + 1 == args.Length) throw new SetupException("--server needs the name of a server, as in Journey:Servers:NAME.");
        var name = joined ? args[at]["--server=".Length..] : args[at + 1];
        args = [.. args[..at], .. args[(at + (joined ? 1 : 2))..]];
        return name.ToLowerInvariant();
    }

    /// <exception cref="SetupException">It is none.</exception>
    public static OperatorId Id(string slug)
    {
        try { return new OperatorId(slug); }
        catch (ArgumentException e) { throw new SetupException(e.Message.Split(" (Parameter")[0], e); }
    }
}
