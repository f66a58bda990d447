using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events.Published;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Recording;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Features.Events;

/// <summary>What somebody asks of the log, by pull or as a stream.</summary>
public sealed class EventQuery
{
    /// <summary>After this position; without it from the subscription's beginning, else from the first entry on.</summary>
    [FromQuery(Name = "after")] public long? After { get; init; }

    /// <summary>Public types, separated by commas: only these.</summary>
    [FromQuery(Name = "types")] public string? Types { get; init; }

    /// <summary>A program's id: only what belongs to it.</summary>
    [FromQuery(Name = "program")] public string? Program { get; init; }

    /// <summary>A cohort: only what belongs to it.</summary>
    [FromQuery(Name = "cohort")] public Guid? Cohort { get; init; }

    /// <summary>A subscription of the caller's organization: only what is in its scope. Needed by whoever may not read the whole feed.</summary>
    [FromQuery(Name = "subscription")] public Guid? Subscription { get; init; }

    /// <summary>The x-log-origin that the position belongs to: refused when it is another one by now.</summary>
    [FromQuery(Name = "origin")] public string? Origin { get; init; }

    /// <exception cref="ProblemException">What is asked for does not exist, or is not the caller's.</exception>
    public async Task<EventReader> Reader(Caller caller, Feed feed, Subscriptions.Subscriptions subscriptions, CancellationToken ct)
    {
        if (After is < 0) throw new ProblemException(400, "events.range", "after is a position: 0 or more.");
        var types = Types?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        if (types?.FirstOrDefault(t => t != PublicEvents.Withheld && PublicEvents.OfType(t) is null) is not null)
            throw new ProblemException(400, "events.type", $"Types are: {string.Join(", ", PublicEvents.All.Select(e => e.Type).Append(PublicEvents.Withheld))}.");
        var subscription = await Allowed(caller, subscriptions, Subscription, ct);
        var own = new SubscriptionScope([], Program is { } p ? [p] : [], Cohort is { } c ? [new(c)] : []);
        return new EventReader(caller.Operator, feed, types, own, subscription?.Scope ?? SubscriptionScope.All, After ?? subscription?.ReplayFrom ?? subscription?.From ?? 0)
        {
            EarlierScopes = subscription?.EarlierScopes ?? [],
            Begins = subscription?.Earliest ?? 0,
            Holds = async stop => subscription is null || (await subscriptions.Find(caller.Operator, new(Subscription!.Value), stop) is { Status: SubscriptionStatus.Active } now && now.Scope == subscription.Scope),
        };
    }

    /// <summary>The subscription that the caller reads through; null: all of the feed, which a few may.</summary>
    /// <exception cref="ProblemException">They need one and name none, or it is not theirs, or not active.</exception>
    internal static async Task<Subscription?> Allowed(Caller caller, Subscriptions.Subscriptions subscriptions, Guid? id, CancellationToken ct)
    {
        if (id is null)
            return Policies.Allows(Policies.ReadWholeFeed, caller.Actor.Roles) ? null : throw new ProblemException(403, "events.subscription-required",
                $"A service reads the feed through a subscription of its organization: add subscription={{id}} (GET /v1/subscriptions lists yours; an administrator opens one). Without one, the role {Roles.FeedReader} reads all of it.");
        // Another organization's is not even said to exist.
        if (await subscriptions.Find(caller.Operator, new(id.Value), ct) is not { } found || found.Owner?.Value != caller.Actor.Organization) throw new ProblemException(404, "events.subscription", "Your organization has no such subscription: GET /v1/subscriptions lists those it has.");
        return found.Status == SubscriptionStatus.Active ? found : throw new ProblemException(409, "events.subscription-inactive", found.Status == SubscriptionStatus.Paused ? "This subscription is paused: resume it first." : "This subscription has ended: open another one.");
    }
}

/// <summary>A look at the log.</summary>
/// <param name="Seen">Everything up to here was looked at.</param>
/// <param name="AtHead">There was nothing more to look at.</param>
public sealed record Looked(string Origin, long Head, long Seen, bool AtHead, IReadOnlyList<PublicEntry> Entries);

/// <summary>Reads the log for one who asks: through the process's shared reader, so that many cost as little as one.</summary>
public sealed class EventReader(Operator op, Feed feed, IReadOnlySet<string>? types, SubscriptionScope own, SubscriptionScope scope, long after)
{
    // Looked at in one go where most of it is left out.
    private const int Stretch = 1_000;

    public Operator Operator => op;

    public long After => after;

    /// <summary>See <see cref="Subscription.EarlierScopes"/>.</summary>
    public ImmutableArray<SubscriptionScope> EarlierScopes { get; init; } = [];

    /// <summary>Entries up to and with this position are none of the subscription's.</summary>
    public long Begins { get; init; }

    /// <summary>False: the subscription that it reads for is paused, has ended, or got another scope since. Asked after a look and before its entries leave.</summary>
    public Func<CancellationToken, Task<bool>> Holds { get; init; } = _ => Task.FromResult(true);

    public bool Filters { get; } = types is not null || own != SubscriptionScope.All || scope != SubscriptionScope.All;

    /// <exception cref="ProblemException">The position lies beyond the log: it is of another history.</exception>
    /// <exception cref="NewerEvent">The next entry is not known to this host.</exception>
    public async Task<Looked> Look(long seen, int most, CancellationToken ct)
    {
        if (seen < Begins) throw new ProblemException(409, "events.before-subscription", $"This subscription begins after position {Begins}: ask with after={Begins} or more, or without after.");
        var page = await Store.ReadShared(op, seen, Filters ? Stretch : most, ct);
        if (page.Head < seen) throw new ProblemException(409, "events.beyond-log", $"The log ends at {page.Head}: these positions belong to another history. Compare {ReadEvents.Origin}, and begin again at after=0.");
        var known = page.Events.TakeWhile(Feed.Knows).ToList();
        if (known.Count == 0 && page.Events.Count > 0) throw new NewerEvent(page.Events[0].Position);
        var wanted = known.Where(MayWant).ToList();
        var entries = await feed.Scoped(op, wanted, scope, EarlierScopes, ct, page.Origin);
        if (own != SubscriptionScope.All) entries = [.. entries.Zip(await feed.Scoped(op, wanted, own, ct, page.Origin)).Where(e => e.First.InScope && e.Second.InScope).Select(e => e.First)];
        entries = [.. entries.Where(e => e.InScope)];
        var full = entries.Count > most;
        if (full) entries = [.. entries.Take(most)];
        return new Looked(page.Origin, page.Head, full ? entries[^1].Position : known.Count > 0 ? known[^1].Position : seen, page.Events.Count == 0, entries);
    }

    // By the stored name alone, so that what is left out costs nothing more.
    private bool MayWant(LoggedEvent logged)
    {
        var type = PublicEvents.OfWire(logged.Event.Type)?.Type ?? PublicEvents.Withheld;
        return (types is null || types.Contains(type)) && (scope.Types.IsEmpty || scope.Types.Contains(type) || PublicEvents.Corrections.Contains(type) || PublicEvents.DemandsDeletion.Contains(type));
    }
}
