using System.Globalization;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Features.Events;
using Journey.Host.Recording;
using Command = Journey.Host.Recording.Command;
using Stand = Journey.Host.Commands.Standing;

namespace Journey.Host.Features.Subscriptions;

/// <summary><c>subscriptions</c> lists them with how far each is behind, and steers one: the rules are the API's.</summary>
internal static class SubscriptionsCommand
{
    public const string Usage = """
        journey subscriptions                      every subscription: how far behind, what is not deleted yet
        journey subscriptions pause ID             sends nothing until it is resumed
        journey subscriptions resume ID            goes on where it was paused
        journey subscriptions replay ID POSITION   sends everything after that position once more
        journey subscriptions replay ID DAY        everything since that day began (2026-03-31, UTC)
        --operator ID   where there is more than one
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var asked = new Arguments(args, ["--operator"], []);
        await using var on = await Stand.On(asked["--operator"], asked.Settings, ct);
        return await Run(on.Operator, on.For("operations"), on.Journal, asked.Words, Console.Out, ct);
    }

    internal static async Task<int> Run(Operator op, Caller caller, Journal journal, IReadOnlyList<string> words, TextWriter output, CancellationToken ct)
    {
        switch (words)
        {
            case []: break;
            case ["pause", var id]: await Carry(Managing.On(Id(id), s => Subscribing.Pause(s, Subscribing.ByHand))); break;
            case ["resume", var id]: await Carry(Managing.On(Id(id), Subscribing.Resume)); break;
            case ["replay", var id, var from] when long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var position): await Carry(Managing.Replay(Id(id), position, null)); break;
            case ["replay", var id, var from] when DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day): await Carry(Managing.Replay(Id(id), null, day)); break;
            default: throw new SetupException(Usage);
        }
        await List(op, output, ct);
        return 0;

        async Task Carry(Func<Situation, CancellationToken, ValueTask<Decision>> rule)
        {
            switch (await journal.Execute(caller, new Command { Decide = rule }, ct))
            {
                case CommandResult.Refused refused: throw new SetupException(refused.Message);
                case CommandResult.Conflict: throw new SetupException("Too many others changed it at once. Nothing was kept; try again.");
            }
        }
    }

    private static async Task List(Operator op, TextWriter output, CancellationToken ct)
    {
        var all = await new Subscriptions().All(op, ct);
        var open = (await new Deletions(new Feed()).Outstanding(op, all, ct)).ToLookup(o => o.Subscription.Id);
        await output.WriteLineAsync(Line("subscription", "delivery", "work", "position", "head", "behind", "seconds", "deletions", "name"));
        foreach (var (s, at) in all.Zip(await Standing.Of(op, all, ct)))
        {
            await output.WriteLineAsync(Line(s.Id.ToString()!, s.Delivery.ToString(), at.Work, Text(at.Position), Text(at.Head), Text(at.Behind), at.Seconds is { } seconds ? seconds.ToString("0.0", CultureInfo.InvariantCulture) : "-", Text(open[s.Id].Count()),
                s.Name + (s.PausedBecause is { } because ? $" ({because})" : "") + (at.Error is { } error ? $": {error}" : "")));
        }
    }

    private static SubscriptionId Id(string text) => Guid.TryParse(text, out var id) ? new(id) : throw new SetupException($"{text} is no subscription's id.");

    private static string Text(long? value) => value is { } v ? v.ToString(CultureInfo.InvariantCulture) : "-";

    private static string Line(string id, string delivery, string work, string position, string head, string behind, string seconds, string deletions, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{id,-36} {delivery,-9} {work,-8} {position,10} {head,10} {behind,8} {seconds,8} {deletions,9}  {name}");
}
