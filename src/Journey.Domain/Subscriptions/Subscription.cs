using System.Collections.Immutable;

namespace Journey.Domain.Subscriptions;

/// <summary>How entries of the log reach the subscriber: asked for (batches, server-sent events), posted to an address, or published to a broker.</summary>
public enum Delivery { Pull, Webhook, RabbitMq }

public enum SubscriptionStatus { None, Active, Paused, Ended }

/// <summary>What of the published language it gets; an empty list: all. What corrects an entry that it gets belongs to it whatever its types, and so does a consent withdrawn or an erasure of somebody in scope.</summary>
/// <param name="Types">Public event types, such as <c>journey.graduated</c>.</param>
/// <param name="Programs">Program ids.</param>
public sealed record SubscriptionScope(ImmutableArray<string> Types, ImmutableArray<string> Programs, ImmutableArray<CohortId> Cohorts)
{
    public static SubscriptionScope All { get; } = new([], [], []);

    public bool Equals(SubscriptionScope? other) => other is not null && Types.SequenceEqual(other.Types) && Programs.SequenceEqual(other.Programs) && Cohorts.SequenceEqual(other.Cohorts);

    public override int GetHashCode() => HashCode.Combine(Types.Length, Programs.Length, Cohorts.Length);
}

/// <summary>One subscription, folded from its own stream. Secrets are not here: the key database has them.</summary>
public sealed record Subscription
{
    public static Subscription None { get; } = new();

    public SubscriptionId? Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>The organization that answers for what becomes of the data.</summary>
    public OrganizationId? Owner { get; init; }

    /// <summary>A code: what the data is for.</summary>
    public string Purpose { get; init; } = "";

    public SubscriptionScope Scope { get; init; } = SubscriptionScope.All;

    /// <summary>Scopes that it had before: what it got then it still has to delete when somebody takes their consent back.</summary>
    public ImmutableArray<SubscriptionScope> EarlierScopes { get; init; } = [];

    public Delivery Delivery { get; init; }

    /// <summary>A webhook's https address; a broker's exchange; null where it is asked for.</summary>
    public string? Address { get; init; }

    /// <summary>It begins after this position of the log.</summary>
    public long From { get; init; }

    public SubscriptionStatus Status { get; init; }

    /// <summary>Why it is paused: <c>by-hand</c>, or a code of what kept failing.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Where each replay of everything begins: after this position.</summary>
    public ImmutableArray<long> ReplaysFrom { get; init; } = [];

    /// <summary>How often it was sent back; a delivery that began before the last time stops.</summary>
    public int Replays => ReplaysFrom.Length;

    /// <summary>Where the last replay begins.</summary>
    public long? ReplayFrom => ReplaysFrom.IsEmpty ? null : ReplaysFrom[^1];

    /// <summary>Entries up to and with this position never went to it.</summary>
    public long Earliest => ReplaysFrom.Aggregate(From, Math.Min);

    /// <summary>Entries that name something to be deleted, by their event ids, which the subscriber says it has deleted.</summary>
    public ImmutableHashSet<Guid> Deleted { get; init; } = [];

    public static Subscription Fold(IEnumerable<JourneyEvent?> history) => None.Then(history);

    /// <summary>The same after more of its history.</summary>
    public Subscription Then(IEnumerable<JourneyEvent?> later) => later.OfType<SubscriptionEvent>().Aggregate(this, (s, e) => e.Fold(s));
}

/// <summary>An event on a subscription's own stream.</summary>
public abstract record SubscriptionEvent : JourneyEvent
{
    internal abstract Subscription Fold(Subscription subscription);
}

/// <param name="From">After this position of the log.</param>
public sealed record SubscriptionOpened(SubscriptionId Subscription, string Name, OrganizationId Owner, string Purpose, SubscriptionScope Scope, Delivery Delivery, string? Address, long From) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with
    {
        Id = Subscription, Name = Name, Owner = Owner, Purpose = Purpose, Scope = Scope, Delivery = Delivery, Address = Address, From = From, Status = SubscriptionStatus.Active,
    };
}

public sealed record SubscriptionAddressChanged(string Address) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Address = Address };
}

public sealed record SubscriptionScopeChanged(SubscriptionScope Scope) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Scope = Scope, EarlierScopes = subscription.EarlierScopes.Add(subscription.Scope) };
}

/// <param name="Because"><c>by-hand</c>, or a code of what kept failing.</param>
public sealed record SubscriptionPaused(string Because) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Status = SubscriptionStatus.Paused, PausedBecause = Because };
}

public sealed record SubscriptionResumed : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Status = SubscriptionStatus.Active, PausedBecause = null };
}

/// <summary>Everything after that position goes out once more.</summary>
public sealed record SubscriptionReplayed(long From) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { ReplaysFrom = subscription.ReplaysFrom.Add(From) };
}

/// <summary>A new signing secret; for a while the one before signs as well, and none older.</summary>
/// <param name="Secret">The new one's id, never the secret.</param>
/// <param name="OldUntil">When the one before signs no more.</param>
public sealed record SubscriptionSecretRotated(Guid Secret, DateTimeOffset OldUntil) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription;
}

/// <summary>The subscriber says that what this entry of the log takes back (a consent withdrawn, somebody erased) is deleted on its side.</summary>
/// <param name="Event">The entry's event id.</param>
public sealed record DeletionAcknowledged(Guid Event) : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Deleted = subscription.Deleted.Add(Event) };
}

public sealed record SubscriptionEnded : SubscriptionEvent
{
    internal override Subscription Fold(Subscription subscription) => subscription with { Status = SubscriptionStatus.Ended };
}
