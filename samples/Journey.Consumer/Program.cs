using Journey.Consumer;
using Npgsql;
using RabbitMQ.Client.Exceptions;

static string? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

if (Setting("CONSUMER_DATABASE") is not { } database || Setting("JOURNEY_TOKEN") is not { } token || !Guid.TryParse(Setting("JOURNEY_SUBSCRIPTION"), out var subscription))
{
    Console.Error.WriteLine("CONSUMER_DATABASE (a PostgreSQL connection string), JOURNEY_TOKEN and JOURNEY_SUBSCRIPTION (a subscription's id) are needed; README.md says more.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
await using var source = NpgsqlDataSource.Create(database);
var outcomes = new Outcomes(source);
using var feed = new FromFeed(new Uri(Setting("JOURNEY_URL") ?? "http://127.0.0.1:5080"), token, subscription);

while (!stop.IsCancellationRequested)
{
    try
    {
        var (_, before) = await outcomes.Open(stop.Token);
        using var round = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var taking = Setting("RABBITMQ_URI") is { } broker ? FromRabbitMq.Take(new Uri(broker), Setting("RABBITMQ_EXCHANGE") ?? "aspire-demo.journey", "outcomes", outcomes, round.Token)
            : feed.Pull(outcomes, round.Token);
        // A queue is taken from for as long as its connection lasts: deletions are acknowledged meanwhile.
        try
        {
            do
            {
                await Task.WhenAny(taking, Task.Delay(TimeSpan.FromSeconds(5), round.Token));
                await feed.Acknowledge(outcomes, round.Token);
            }
            while (!taking.IsCompleted);
        }
        finally
        {
            // Never two at once.
            await round.CancelAsync();
            await taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await taking;
        var (_, now) = await outcomes.Open(stop.Token);
        if (now != before) Console.WriteLine($"at position {now}");
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    catch (GapException e)
    {
        // The feed has no gaps: something between it and us has. Going on would count wrongly.
        Console.Error.WriteLine(e.Message);
        return 3;
    }
    catch (Exception e) when (e is HttpRequestException or NpgsqlException or RabbitMQClientException or IOException or OperationCanceledException)
    {
        Console.Error.WriteLine($"Tried again in a second: {e.Message}");
        await Task.Delay(1000, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
return 0;
