using static Journey.Domain.Decide;

namespace Journey.Domain.Subscriptions;

/// <summary>What may be decided about a subscription. Where a webhook may point to on a network is the host's to check, at every connection.</summary>
public static class Subscribing
{
    public const string ByHand = "by-hand";

    public const int LongestName = 100, LongestAddress = 2_000;

    /// <summary>For how long the secret before a rotation signs on: both ends included.</summary>
    public static readonly TimeSpan ShortestOverlap = TimeSpan.FromHours(1), UsualOverlap = TimeSpan.FromHours(24), LongestOverlap = TimeSpan.FromDays(7);

    public static Decision Open(Subscription subscription, SubscriptionOpened opening)
    {
        if (subscription.Status != SubscriptionStatus.None) return IsSame(subscription, opening) ? Nothing : Refuse("subscription.exists", "There is a subscription with this id, and it is another one.");
        if (string.IsNullOrWhiteSpace(opening.Name) || opening.Name.Length > LongestName) return Refuse("subscription.name", $"A subscription has a name of at most {LongestName} characters.");
        if (!IsCode(opening.Purpose)) return Refuse("subscription.purpose", "A purpose is a code of small letters, digits and hyphens, such as credential-registry.");
        if (opening.From < 0) return Refuse("subscription.position", "It begins after position 0 or a later one.");
        return Check(opening.Delivery, opening.Address) ?? Accept(opening);
    }

    public static Decision ChangeAddress(Subscription subscription, string address)
    {
        if (Closed(subscription) is { } refused) return refused;
        if (subscription.Delivery == Delivery.Pull) return Refuse("subscription.no-address", "Who asks for the entries has no address that they are sent to.");
        if (string.Equals(subscription.Address, address, StringComparison.Ordinal)) return Nothing;
        return Check(subscription.Delivery, address) ?? Accept(new SubscriptionAddressChanged(address));
    }

    public static Decision ChangeScope(Subscription subscription, SubscriptionScope scope) =>
        Closed(subscription) ?? (subscription.Scope == scope ? Nothing : Accept(new SubscriptionScopeChanged(scope)));

    /// <param name="because"><see cref="ByHand"/>, or a code of what kept failing.</param>
    public static Decision Pause(Subscription subscription, string because) =>
        Closed(subscription) ?? (subscription.Status == SubscriptionStatus.Paused ? Nothing : Accept(new SubscriptionPaused(because)));

    /// <summary>It goes on where it was paused: nothing is left out.</summary>
    public static Decision Resume(Subscription subscription) =>
        Closed(subscription) ?? (subscription.Status == SubscriptionStatus.Active ? Nothing : Accept(new SubscriptionResumed()));

    /// <summary>Everything after a position once more. Said twice it goes out twice: who asks again means it.</summary>
    /// <param name="head">The log's last position.</param>
    public static Decision Replay(Subscription subscription, long from, long head)
    {
        if (Closed(subscription) is { } refused) return refused;
        if (subscription.Delivery == Delivery.Pull) return Refuse("subscription.pull", "Who asks for the entries asks again from whichever position they like.");
        return from < 0 || from > head ? Refuse("subscription.position", $"The log has the positions 1 to {head}: replay after 0 or a later one.") : Accept(new SubscriptionReplayed(from));
    }

    /// <param name="secret">The new secret's id.</param>
    public static Decision RotateSecret(Subscription subscription, Guid secret, DateTimeOffset now, TimeSpan overlap)
    {
        if (Closed(subscription) is { } refused) return refused;
        if (subscription.Delivery != Delivery.Webhook) return Refuse("subscription.unsigned", "Only a webhook's messages are signed.");
        return overlap < ShortestOverlap || overlap > LongestOverlap ? Refuse("subscription.overlap", "The secret before signs on for one hour to seven days.")
            : Accept(new SubscriptionSecretRotated(secret, now + overlap));
    }

    /// <summary>Possible after its end too: what was received before has to be deleted then as well.</summary>
    /// <param name="demanded">Whether that entry asks this subscriber to delete something.</param>
    public static Decision AcknowledgeDeletion(Subscription subscription, Guid entry, bool demanded)
    {
        if (subscription.Status == SubscriptionStatus.None) return Unknown;
        if (!demanded) return Refuse("deletion.unknown", "No entry of this id asks this subscriber to delete anything.");
        return subscription.Deleted.Contains(entry) ? Nothing : Accept(new DeletionAcknowledged(entry));
    }

    public static Decision End(Subscription subscription) => subscription.Status switch
    {
        SubscriptionStatus.None => Unknown,
        SubscriptionStatus.Ended => Nothing,
        _ => Accept(new SubscriptionEnded()),
    };

    private static Decision Unknown => Refuse("subscription.unknown", "There is no such subscription.");

    private static Decision? Closed(Subscription subscription) => subscription.Status switch
    {
        SubscriptionStatus.None => Unknown,
        SubscriptionStatus.Ended => Refuse("subscription.ended", "The subscription has ended. Open a new one."),
        _ => null,
    };

    private static bool IsSame(Subscription s, SubscriptionOpened o) =>
        s.Name == o.Name && s.Owner == o.Owner && s.Purpose == o.Purpose && s.Scope == o.Scope && s.Delivery == o.Delivery && s.Address == o.Address && s.From == o.From;

    private static Decision? Check(Delivery delivery, string? address) => delivery switch
    {
        Delivery.Pull when address is not null => Refuse("subscription.no-address", "Who asks for the entries has no address that they are sent to."),
        Delivery.Webhook when !IsWebAddress(address) => Refuse("subscription.address", "A webhook's address is an absolute one with https, without a user, a password or a fragment."),
        Delivery.RabbitMq when address is not null && !IsExchange(address) => Refuse("subscription.address", "An exchange's name has letters, digits, dots, hyphens and underscores, 127 at most, and does not begin with amq."),
        _ => null,
    };

    // Whether http is allowed, and whether the address is one of a network that nobody may reach from here, the host knows.
    private static bool IsWebAddress(string? address) => address is { Length: <= LongestAddress } && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http" && uri.Host.Length > 0 && uri.UserInfo.Length == 0 && !address.Contains('#', StringComparison.Ordinal) && !address.Contains('@', StringComparison.Ordinal);

    private static bool IsExchange(string name) => name.Length is > 0 and <= 127 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && !name.StartsWith("amq.", StringComparison.Ordinal);

    private static bool IsCode(string text) => text.Length is > 0 and <= 50 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
