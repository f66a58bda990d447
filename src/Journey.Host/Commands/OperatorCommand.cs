using Journey.EventStore;
using Journey.Host.Databases;

namespace Journey.Host.Commands;

/// <summary><c>operator</c> lists the operators; <c>operator add ID NAME [LABEL]</c> adds one, with its databases.</summary>
internal static class OperatorCommand
{
    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var words = args.Where(x => !x.StartsWith("--", StringComparison.Ordinal)).ToArray();
        if (words is not ([] or ["add", _, _] or ["add", _, _, _])) throw new SetupException("Usage: journey operator [add ID NAME [LABEL]]");
        OperatorId? added = words is ["add", var slug, ..] ? Id(slug) : null;
        await using var installation = await Installation.Join(Settings.Read([.. args.Except(words)]), ct);
        if (added is { } id) await installation.Operators.Create(id, words[2], words.ElementAtOrDefault(3), ct);
        foreach (var op in installation.Operators.All) Console.WriteLine($"{op.Id}\t{op.Name}\t{op.Label}");
        return 0;
    }

    /// <exception cref="SetupException">It is none.</exception>
    public static OperatorId Id(string slug)
    {
        try { return new OperatorId(slug); }
        catch (ArgumentException e) { throw new SetupException(e.Message.Split(" (Parameter")[0], e); }
    }
}
