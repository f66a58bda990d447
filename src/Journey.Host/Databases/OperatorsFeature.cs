using Journey.EventStore;

namespace Journey.Host.Databases;

public static class OperatorsFeature
{
    public static void AddOperators(this WebApplicationBuilder builder, Operators operators)
    {
        builder.Services.AddSingleton(operators);
        builder.Services.AddHostedService<OperatorsAddedElsewhere>();
    }
}

/// <summary>Another host or a command may add an operator, and one that was away may come back; this host serves it a few seconds later.</summary>
internal sealed class OperatorsAddedElsewhere(Operators operators, ILogger<OperatorsAddedElsewhere> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(operators.Watch(stoppingToken), Refresh(stoppingToken));

    private async Task Refresh(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            // What is not done by then goes on by itself.
            try { await operators.Refresh(limit.Token); }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { }
            // The database may be away for a while, and a newer host's schema may be beyond us: the operators we have go on.
            catch (Exception e) when (e is Npgsql.NpgsqlException or SetupException or TimeoutException or InvalidOperationException) { log.LogWarning("The registry of operators can't be read: {Why}", e.Message); }
        }
    }
}
