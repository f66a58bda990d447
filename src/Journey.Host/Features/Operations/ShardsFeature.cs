using Journey.EventStore;
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

/// <summary>Follows every operator's log; hosts share the shards by lease. An operator that another host adds is served within seconds.</summary>
internal sealed class RunningShards(Operators operators, ILogger<RunningShards> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        var running = new Dictionary<OperatorId, Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var op in operators.All)
            {
                if (!running.TryGetValue(op.Id, out var task) || task.IsCompleted) running[op.Id] = new Shards(op, owner, log: log).Run(stoppingToken);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running.Values);
    }
}
