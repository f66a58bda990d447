using System.Diagnostics;
using Journey.EventStore;

namespace Journey.Host.Features.Demonstration;

public static class DemonstrationFeature
{
    /// <summary>
    /// On an installation without any operator, makes one with invented cohorts once the host is up; finishes one that was
    /// interrupted. <c>Journey:Demonstration</c> = false leaves the installation empty.
    /// </summary>
    public static void AddDemonstration(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Demonstration>();
        if (builder.Configuration.GetValue("Journey:Demonstration", true)) builder.Services.AddHostedService<FirstStart>();
    }
}

internal sealed class FirstStart(Operators operators, Demonstration demonstration, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<Demonstration> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        try
        {
            if (operators.All.Count + operators.Missing.Count > 0 && operators.Find(Demonstration.OperatorId) is null) return;
            var op = await operators.Create(Demonstration.OperatorId, Demonstration.Name, Demonstration.Label, ct: stoppingToken);
            if (await Demonstration.IsComplete(op, stoppingToken)) return;
            log.LogInformation("Filling in the demonstration: three cohorts of invented people. It takes a few seconds; pages may be used meanwhile.");
            var watch = Stopwatch.StartNew();
            var count = await demonstration.Fill(op, clock.GetUtcNow(), stoppingToken);
            log.LogInformation("The demonstration is there: {Entries} commands in {Seconds:0.0} s. Sign in as {Operator}.", count, watch.Elapsed.TotalSeconds, op.Name);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        // The host serves without it; the next start, or `journey demo`, goes on where it stopped.
        catch (Exception e) { log.LogError(e, "The demonstration could not be filled in."); }
    }

    private async Task Started(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var on = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
