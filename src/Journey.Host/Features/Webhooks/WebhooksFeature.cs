using System.Collections.Concurrent;
using System.Security.Cryptography;
using Journey.Domain;
using Journey.Domain.Subscriptions;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Recording;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Journey.Host.Sql;
using static NpgsqlTypes.NpgsqlDbType;

namespace Journey.Host.Features.Webhooks;

using Subscriptions = Subscriptions.Subscriptions;

public static class WebhooksFeature
{
    public static void AddWebhooks(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(WebhookSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(services => new WebhookSender(services.GetRequiredService<WebhookSettings>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<Replaying>().AddSingleton<WebhookFollowers>().AddSingleton<Followers>(services => services.GetRequiredService<WebhookFollowers>().Of);
        builder.Services.AddHostedService<WebhookUpkeep>();
    }
}

/// <summary>Every active webhook subscription, as work that follows the log.</summary>
internal sealed class WebhookFollowers(
    Subscriptions subscriptions, SigningSecrets secrets, Feed feed, Journal journal, WebhookSender sender, WebhookSettings settings, TimeProvider clock, ILogger<WebhookFollowers> log)
{
    private static readonly string ForgetSql = DeliveryTable.Named("forget_older");
    private readonly ConcurrentDictionary<OperatorId, IReadOnlyDictionary<SubscriptionId, Subscription>> current = new();

    public async Task<IReadOnlyList<Follower>> Of(Operator op, CancellationToken ct)
    {
        var active = (await subscriptions.Active(op, ct)).Where(s => s.Delivery == Delivery.Webhook).ToList();
        current[op.Id] = active.ToDictionary(s => s.Id!.Value);
        var beginning = active.Any(s => s.Replays > 0) ? await Beginning.Read(op, ct) : null;
        return [.. active.Select(s => new Follower(Standing.NameOf(s), s.Replays + 1, (lease, stop) => Work(op, s.Id!.Value, lease, stop), beginning?.Of(s) ?? s.From))];
    }

    /// <summary>Up to which position a subscription's entries have been taken from the log, in its newest version.</summary>
    public static async Task<long> Taken(Operator op, Subscription subscription, CancellationToken ct) =>
        (await Beginning.Read(op, ct)).Reached(subscription) ?? 0;

    private async Task Work(Operator op, SubscriptionId id, Lease lease, CancellationToken stop)
    {
        if (lease.Version > 1)
        {
            await using var forget = DeliveryTable.Command(op.Main, ForgetSql, P(lease.Name, Text), P(lease.Version, Integer));
            await forget.ExecuteNonQueryAsync(stop);
        }
        var needs = new Needs(
            () => current.GetValueOrDefault(op.Id)?.GetValueOrDefault(id) is { } now && now.Replays + 1 == lease.Version ? now : null, ct => Keys(op, id, ct), (reason, ct) => Pause(op, id, reason, ct), Random.Shared.NextDouble);
        await new Delivering(op, id, lease, needs, feed, sender, settings, clock, log).Run(stop);
    }

    internal async Task<IReadOnlyList<ReadOnlyMemory<byte>>> Keys(Operator op, SubscriptionId id, CancellationToken ct)
    {
        try { return [.. (await secrets.Of(op, id, clock.GetUtcNow(), ct)).Select(s => s.Key)]; }
        catch (CryptographicException e)
        {
            log.LogError("The signing secrets of subscription {Subscription} of {Operator} can't be used: {Why}", id, op.Id.Value, e.Message);
            return [];
        }
    }

    private async Task Pause(Operator op, SubscriptionId id, string reason, CancellationToken ct)
    {
        var paused = await journal.Execute(Caller.Job(op, "delivery"), new Command { Decide = Managing.On(id, s => Subscribing.Pause(s, reason)) }, ct);
        if (paused is CommandResult.Refused refused) log.LogWarning("Subscription {Subscription} of {Operator} is not paused: {Code}", id, op.Id.Value, refused.Code);
    }
}
