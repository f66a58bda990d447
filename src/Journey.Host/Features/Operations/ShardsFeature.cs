using System.Collections.Concurrent;
using Journey.Domain;
using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Projections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Journey.Host.Features.Operations;

public static class ShardsFeature
{
    public static void AddShards(this WebApplicationBuilder builder) => builder.Services
        .AddHostedService<Crews>()
        .AddSingleton<ProjectionFollowers>()
        .AddSingleton<Followers>(services => services.GetRequiredService<ProjectionFollowers>().Of);

    public static void MapShards(this WebApplication app)
    {
        app.MapGet("/v1/shards", Lag).RequireAuthorization(Policies.Operate).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithName("ListShards").WithTags("Operations")
            .WithSummary("How far each read model is behind the log, and why");
        app.MapGet("/v1/shards/rebuilds", Rebuilds).RequireAuthorization(Policies.Operate).WithMetadata(new ReadsFromAttribute(Source.Primary)).WithName("ListRebuilds").WithTags("Operations")
            .WithSummary("Rebuilds of read models under way, and the last one of each that was served");
    }

    private static async Task<Ok<IReadOnlyList<ShardLag>>> Lag(SignedInPerson person, Operators operators, CancellationToken ct) =>
        TypedResults.Ok(await Shards.Lag(operators.Find(new OperatorId(person.Operator))!, ct));

    private static async Task<Ok<IReadOnlyList<RebuildProgress>>> Rebuilds(SignedInPerson person, Operators operators, CancellationToken ct) =>
        TypedResults.Ok(await RebuildProgress.Read(operators.Find(new OperatorId(person.Operator))!, ct));
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
