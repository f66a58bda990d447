using Npgsql;

namespace Journey.EventStore;

/// <summary>No answer in time, or no way to ask.</summary>
internal sealed class Unanswered(string why) : Exception(why);

/// <summary>
/// Asks an operator's databases whether they are there. A server that is silent is not waited for: the question stays open, and is answered
/// when the server goes on.
/// </summary>
/// <param name="main">A connection of its own: a pool that is busy is no server that is away.</param>
internal sealed class Answering(Availability availability, NpgsqlDataSource main, NpgsqlDataSource keys) : IAsyncDisposable
{
    public const string No = "no answer";

    // Longer than any pause of a healthy server under load, so that nobody is sent away for nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly (string Name, NpgsqlDataSource Source)[] databases = [("main", main), ("keys", keys)];
    private readonly Task<string?>?[] open = new Task<string?>?[2];

    public async Task Watch(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var problem = await Problem(stop);
            if (stop.IsCancellationRequested) return;
            availability.Set(problem);
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Null when both answer.
    private async Task<string?> Problem(CancellationToken ct)
    {
        for (var i = 0; i < databases.Length; i++)
        {
            if (open[i] is not { IsCompleted: false }) open[i] = Ask(databases[i].Source);
        }
        var patience = Task.Delay(availability.IsAway ? Patience / 3 : Patience, ct);
        foreach (var asked in open) await Task.WhenAny(asked!, patience);
        // A host that itself stood still finds both done at once: one more look before anybody is sent away.
        if (open.Any(o => !o!.IsCompleted)) await Task.WhenAny(Task.WhenAll(open!), Task.Delay(TimeSpan.FromMilliseconds(250), ct));
        for (var i = 0; i < databases.Length; i++)
        {
            var problem = open[i]!.IsCompleted ? await open[i]! : No;
            if (problem is not null) return $"{databases[i].Name}: {problem}";
        }
        return null;
    }

    /// <exception cref="Unanswered">Nothing came back.</exception>
    public static async Task Once(NpgsqlDataSource database, CancellationToken ct)
    {
        var asked = Ask(database);
        if (await Task.WhenAny(asked, Task.Delay(Patience, ct)) != asked) throw new Unanswered(No);
        if (await asked is { } problem) throw new Unanswered(problem);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, source) in databases) await source.DisposeAsync();
    }

    private static async Task<string?> Ask(NpgsqlDataSource database)
    {
        // Opening a connection may itself wait where nothing can cancel it.
        await Task.Yield();
        try
        {
            await using var ask = database.CreateCommand("select 1");
            await ask.ExecuteScalarAsync(CancellationToken.None);
            return null;
        }
        catch (PostgresException e) { return $"answers with SQLSTATE {e.SqlState}"; }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException) { return No; }
    }
}
