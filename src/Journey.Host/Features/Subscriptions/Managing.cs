using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Partners;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Webhooks;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Subscriptions;

using Rule = Func<Situation, CancellationToken, ValueTask<Decision>>;

/// <summary>What somebody asks for who opens a subscription.</summary>
/// <param name="From">After this position; null: what comes from now on.</param>
public sealed record Opening(SubscriptionId Id, string Name, OrganizationId Owner, string Purpose, SubscriptionScope Scope, Delivery Delivery, string? Address, long? From);

/// <summary>The rules for subscriptions with what only a host can tell: organizations, programs, public types, the log's end, addresses. For the API, the pages and the command alike.</summary>
public sealed class Managing(SigningSecrets secrets, PublishedPrograms programs, TimeProvider clock, IConfiguration configuration)
{
    /// <summary>A rule about one subscription, as the journal carries it out.</summary>
    public static Rule On(SubscriptionId id, Func<Subscription, Decision> decide) => async (s, ct) => decide(await Load(s, id, ct));

    public Rule Open(Opening asked) => async (s, ct) =>
    {
        var subscription = await Load(s, asked.Id, ct);
        var from = asked.From ?? (subscription.Status == SubscriptionStatus.None ? await Store.Head(s.Operator, ct) : subscription.From);
        if ((await s.Organization(asked.Owner, ct)).Id is null) return Decide.Refuse("subscription.owner", "The owner is a registered organization: it answers for what becomes of the data.");
        if (await Outside(s.Operator, asked.Scope, ct) is { } refused || Misplaced(asked.Delivery, asked.Address, out refused)) return refused;
        return from > await Store.Head(s.Operator, ct) ? Decide.Refuse("subscription.position", "The log does not reach that position yet.")
            : Subscribing.Open(subscription, new(asked.Id, asked.Name.Trim(), asked.Owner, asked.Purpose, asked.Scope, asked.Delivery, asked.Address, from));
    };

    public Rule ChangeAddress(SubscriptionId id, string address) => async (s, ct) =>
    {
        var subscription = await Load(s, id, ct);
        return Misplaced(subscription.Delivery, address, out var refused) ? refused : Subscribing.ChangeAddress(subscription, address);
    };

    public Rule ChangeScope(SubscriptionId id, SubscriptionScope scope) => async (s, ct) =>
    {
        var subscription = await Load(s, id, ct);
        return await Outside(s.Operator, scope, ct) ?? Subscribing.ChangeScope(subscription, scope);
    };

    /// <param name="from">After this position; null: see <paramref name="day"/>.</param>
    /// <param name="day">What was in the log since that day began (UTC).</param>
    public static Rule Replay(SubscriptionId id, long? from, DateOnly? day) => async (s, ct) =>
    {
        var subscription = await Load(s, id, ct);
        if (from is null == day is null) return Decide.Refuse("subscription.from", "Say from where: after which position, or since which day, and only one of them.");
        var after = from ?? await Store.PositionBefore(s.Operator, new DateTimeOffset(day!.Value.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), ct);
        return Subscribing.Replay(subscription, after, await Store.Head(s.Operator, ct));
    };

    public Rule Rotate(SubscriptionId id, Guid secret, TimeSpan? overlap) => On(id, s => Subscribing.RotateSecret(s, secret, Occurred.Micros(clock.GetUtcNow()), overlap ?? Subscribing.UsualOverlap));

    /// <summary>
    /// The secret itself, after the event that says so: where this fails, those before sign on as they did, and nothing is signed by what nobody was told.
    /// </summary>
    /// <returns>To be told once, and kept nowhere.</returns>
    public async Task<string> NewSecret(Operator op, SubscriptionId id, Guid secret, TimeSpan? overlap, CancellationToken ct)
    {
        var now = Occurred.Micros(clock.GetUtcNow());
        return (await secrets.Rotate(op, id, secret, now, now + (overlap ?? Subscribing.UsualOverlap), ct)).Text();
    }

    /// <summary>After its end: nothing is signed any more.</summary>
    public Task Forget(Operator op, SubscriptionId id, CancellationToken ct) => secrets.Forget(op, id, ct);

    /// <summary>Every organization's name, for lists and forms.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> Organizations(Operator op, CancellationToken ct)
    {
        var streams = await Store.StreamsOf(op, "organization", ct);
        return (await Store.ReadStreams(op, [.. streams.Select(s => s.Id)], ct)).GroupBy(e => e.StreamId)
            .ToDictionary(g => g.Key, g => Organization.Fold(g.Select(e => Body.Read(e.Type, e.Data))).Name);
    }

    private static Task<Subscription> Load(Situation s, SubscriptionId id, CancellationToken ct) => s.Stream(Subscriptions.StreamType, id.Value, Subscription.Fold, ct);

    // What is misspelt would match nothing, and nobody would notice for weeks.
    private async Task<Decision?> Outside(Operator op, SubscriptionScope scope, CancellationToken ct)
    {
        if (scope.Types.FirstOrDefault(t => t != PublicEvents.Withheld && PublicEvents.OfType(t) is null) is { } type) return Decide.Refuse("subscription.type", $"There is no public event type {Short(type)}.");
        if (scope.Programs.Length > 0)
        {
            var known = (await programs.All(op, ct)).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
            if (scope.Programs.FirstOrDefault(p => !known.Contains(p)) is { } program) return Decide.Refuse("subscription.program", $"No program {Short(program)} is published.");
        }
        if (scope.Cohorts.Length == 0) return null;
        var cohorts = (await Store.ReadStreams(op, [.. scope.Cohorts.Select(c => c.Value)], ct)).Where(e => Entries.Of(e).Event is Domain.Cohorts.CohortOpened).Select(e => e.StreamId).ToHashSet();
        return scope.Cohorts.All(c => cohorts.Contains(c.Value)) ? null : Decide.Refuse("subscription.cohort", "There is no such cohort.");
    }

    private bool Misplaced(Delivery delivery, string? address, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Decision? refused)
    {
        var (_, code, message) = delivery == Delivery.Webhook && address is not null ? WebhookAddress.Check(address, WebhookSettings.Read(configuration)) : default;
        refused = code is null ? null : Decide.Refuse(code, message!);
        return refused is not null;
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
