using System.Collections.Concurrent;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Journey.Host.Features.Operations;

/// <summary>Lets a shard leave out the event that a stream is parked at.</summary>
/// <param name="Reason">In words, without a value of anybody's; 1 to 500 characters.</param>
public sealed record SkipParked(string? Reason);

public static class ShardsFeature
{
    public const int LongestReason = 500;

    public static void AddShards(this WebApplicationBuilder builder) => builder.Services
        .AddHostedService<Crews>()
        .AddHostedService<Watches>()
        .AddSingleton<ProjectionFollowers>()
        .AddSingleton<Followers>(services => services.GetRequiredService<ProjectionFollowers>().Of);

    public static void MapShards(this WebApplication app)
    {
        var shards = app.MapGroup("/v1/shards").RequireAuthorization(Policies.Operate).Touches(Touch.Job).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithTags("Operations");
        shards.MapGet("/", async (HttpContext http, Callers callers, CancellationToken ct) => TypedResults.Ok(await Watchdog.Look(callers.Of(http).Operator, ct: ct)))
            .WithName("ListShards").WithSummary("How far whatever follows the log is behind it, which hosts do the work, and the cause of any lag");
        shards.MapGet("/rebuilds", async (HttpContext http, Callers callers, CancellationToken ct) => TypedResults.Ok(await RebuildProgress.Read(callers.Of(http).Operator, ct)))
            .WithName("ListRebuilds").WithSummary("Rebuilds of read models under way, and the last one of each that was served");
        shards.MapPost("/{shard}/parked/{stream:guid}/retry", async (string shard, Guid stream, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
                await Retry(callers.Of(http), shard, stream, clock, ct) ? await Now(callers.Of(http), shard, ct) : NotParked(shard, stream))
            .WithName("retryParkedStream").WithSummary("Have a parked stream tried again at once; recorded.").Produces<IReadOnlyList<ShardLag>>().ProducesProblem(404);
        shards.MapPost("/{shard}/parked/{stream:guid}/skip", async (string shard, Guid stream, SkipParked skip, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
                !IsReason(skip.Reason) ? (IResult)Problems.Of(400, "shards.reason", $"A reason of 1 to {LongestReason} characters says why the event is left out.")
                : await Skip(callers.Of(http), shard, stream, skip.Reason!, clock, ct) ? await Now(callers.Of(http), shard, ct) : NotParked(shard, stream))
            .WithName("skipParkedEvent").WithSummary("Make a parked stream's rows without the event that it is parked at, until a host can take it; recorded with a reason.").Produces<IReadOnlyList<ShardLag>>().ProducesProblem(400).ProducesProblem(404);

        var page = app.MapGroup("/operations/shards/{shard}/parked/{stream:guid}").RequireAuthorization(Policies.Operate).Touches(Touch.Job).ExcludeFromDescription();
        page.MapPost("/retry", async (string shard, Guid stream, HttpContext http, Callers callers, TimeProvider clock, IAntiforgery forgery, CancellationToken ct) =>
        {
            // Without a field of its own, the form is not looked at by itself.
            if (!await forgery.IsRequestValidAsync(http)) throw new ProblemException(400);
            return await Retry(callers.Of(http), shard, stream, clock, ct) ? (IResult)TypedResults.Redirect("/operations") : throw new ProblemException(404, "shards.not-parked");
        });
        page.MapPost("/skip", async (string shard, Guid stream, [FromForm] string? reason, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
        {
            if (!IsReason(reason)) throw new ProblemException(400, "shards.reason");
            return await Skip(callers.Of(http), shard, stream, reason!, clock, ct) ? (IResult)TypedResults.Redirect("/operations") : throw new ProblemException(404, "shards.not-parked");
        });
    }

    internal static bool IsReason(string? reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= LongestReason;

    private static Task<bool> Retry(Caller caller, string shard, Guid stream, TimeProvider clock, CancellationToken ct) =>
        Parking.Retry(caller.Operator, shard, stream, By(caller, clock), ct);

    private static Task<bool> Skip(Caller caller, string shard, Guid stream, string reason, TimeProvider clock, CancellationToken ct) =>
        Parking.Skip(caller.Operator, shard, stream, reason.Trim(), By(caller, clock), ct);

    // The shard, in each of its versions, right after: the stream is tried within a second or two.
    private static async Task<IResult> Now(Caller caller, string shard, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<ShardLag>>([.. (await ShardLag.Read(caller.Operator, ct)).Where(l => l.Shard == shard)]);

    private static ByHand By(Caller caller, TimeProvider clock) => new(caller.Actor.User, caller.Actor.Organization, caller.Correlation, clock.GetUtcNow());

    private static ProblemHttpResult NotParked(string shard, Guid stream) =>
        Problems.Of(404, "shards.not-parked", $"The stream {stream} is not parked for {shard}, or at no event that is known: GET /v1/shards lists what is.");
}

/// <summary>Every operator's work that follows the log: read models, deliveries. The hosts share it.</summary>
/// <param name="followers">Each feature adds its own to the services.</param>
internal sealed class Crews(Operators operators, IEnumerable<Followers> followers, ILogger<Crews> log) : ForEachOperator(operators)
{
    private static readonly string Program = typeof(Crews).Assembly.GetName().Version!.ToString(3);

    protected override Task Run(Operator op, string owner, CancellationToken stop) =>
        new Crew(op, owner, [.. followers], log: log, program: Program, knows: [.. Wire.Names]).Run(stop);
}

/// <summary>The read models' shards of each operator, as long as this host runs.</summary>
internal sealed class ProjectionFollowers(PublishedPrograms programs, ILogger<ProjectionFollowers> log)
{
    private readonly ConcurrentDictionary<OperatorId, Shards> known = new();

    public Task<IReadOnlyList<Follower>> Of(Operator op, CancellationToken ct) =>
        known.GetOrAdd(op.Id, _ => new Shards(op, "", log: log, definitions: programs.Find)).Followers(ct);
}
