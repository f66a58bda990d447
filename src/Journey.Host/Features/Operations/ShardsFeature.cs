using Journey.EventStore;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Projections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Journey.Host.Features.Operations;

public static class ShardsFeature
{
    public static void AddShards(this WebApplicationBuilder builder) => builder.Services.AddHostedService<RunningShards>();

    public static void MapShards(this WebApplication app) =>
        app.MapGet("/v1/shards", Lag).RequireAuthorization(Policies.Operate).WithName("ListShards").WithTags("Operations")
            .WithSummary("How far each read model is behind the log, and why");

    private static async Task<Ok<IReadOnlyList<ShardLag>>> Lag(SignedInPerson person, Operators operators, CancellationToken ct) =>
        TypedResults.Ok(await Shards.Lag(operators.Find(new OperatorId(person.Operator))!, ct));
}

/// <summary>Follows every operator's log; hosts share the shards by lease.</summary>
internal sealed class RunningShards(Operators operators, PublishedPrograms programs, ILogger<RunningShards> log) : ForEachOperator(operators)
{
    protected override Task Run(Operator op, string owner, CancellationToken stop) => new Shards(op, owner, log: log, definitions: programs.Find).Run(stop);
}
