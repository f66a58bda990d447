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

/// <summary>Another host or a command may add an operator; this one serves it a few seconds later.</summary>
internal sealed class OperatorsAddedElsewhere(Operators operators, ILogger<OperatorsAddedElsewhere> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await operators.Refresh(stoppingToken); }
            // The database may be away for a while, and a newer host's schema may be beyond us: the operators we have go on.
            catch (Exception e) when (e is Npgsql.NpgsqlException or SetupException) { log.LogWarning("The registry of operators can't be read: {Why}", e.Message); }
        }
    }
}
