using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Confidential;
using Npgsql;

namespace Journey.Host.Tests.Confidential;

/// <summary>A root key, a clock that stands still, and what the vault's tests ask of databases.</summary>
internal static class Surroundings
{
    public static readonly Subject Ada = new(Guid.CreateVersion7());

    public static readonly Access Viewing = new(
        new Actor(Guid.CreateVersion7(), Guid.CreateVersion7(), ["caseManager"], Client: "web"), "participant.view", "care",
        new Basis(BasisKind.Consent, "c1", 1), new Resource("participant", Ada.Id.ToString()));

    public static string NewFile() => Path.Combine(Directory.CreateTempSubdirectory("journey-vault-").FullName, "root.key");

    public static Task<RootKey> NewRoot() => RootKey.Load(NewFile(), _ => Task.FromResult(false), default);

    public static async Task<Vault> NewVault(TimeProvider? clock = null) => new(await NewRoot(), clock ?? TimeProvider.System);

    public static async Task<T> Scalar<T>(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task Run(this NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Sealed and read back, as a value from the store is.</summary>
    public static async Task<T> Stored<T>(this Vault vault, Operator op, Guid stream, Guid id, T @event) where T : class
    {
        var text = System.Text.Json.JsonSerializer.Serialize(await vault.Seal(op, stream, id, @event, default));
        return SealedFields.Locate(System.Text.Json.JsonSerializer.Deserialize<T>(text)!, stream, id);
    }
}

internal sealed class StandingClock : TimeProvider
{
    private readonly List<(TimerCallback Call, object? State)> timers = [];
    private DateTimeOffset now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        timers.Add((callback, state));
        return new Still();
    }

    public void Advance(TimeSpan by, bool ring = true)
    {
        now += by;
        if (!ring) return;
        foreach (var (call, state) in timers) call(state);
    }

    private sealed class Still : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
