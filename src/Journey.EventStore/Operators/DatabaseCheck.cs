using Journey.EventStore.Schema;
using Npgsql;

namespace Journey.EventStore;

/// <param name="Name">Such as <c>aspire main</c>.</param>
/// <param name="Problem">Null when all is well. Never a value, a password or an address: anybody may ask.</param>
public sealed record DatabaseCheck(string Name, string? Problem)
{
    internal const string Strange = "the schema is not this program's";

    /// <summary>Whose database it is; null: everybody's.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public OperatorId? Operator { get; init; }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly string IsHeldSql = Sql.Load("Log.is_held");

    internal static Task<DatabaseCheck> Schema(string name, Operator? op, NpgsqlDataSource database, IReadOnlyList<Migration> files, CancellationToken ct) => Of(name, op, async limit =>
        await Migrations.Pending(database, files, limit) is var pending and > 0 ? $"{pending} schema files are not applied" : null, ct);

    internal static Task<DatabaseCheck> Sequencer(string name, Operator op, CancellationToken ct) => Of(name, op, async limit =>
    {
        await using var read = op.Main.Command(IsHeldSql);
        return (bool)(await read.ExecuteScalarAsync(limit))! ? null : "no host sequences the log";
    }, ct);

    private static async Task<DatabaseCheck> Of(string name, Operator? op, Func<CancellationToken, Task<string?>> check, CancellationToken ct) =>
        new(name, op?.Availability.Problem is { } away ? $"away: {away}" : await Ask(check, ct)) { Operator = op?.Id };

    private static async Task<string?> Ask(Func<CancellationToken, Task<string?>> check, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        // Not told to the question itself: Npgsql blocks a thread while it tells a silent server to stop.
        try { return await check(CancellationToken.None).WaitAsync(limit.Token); }
        catch (PostgresException e) { return $"answers with SQLSTATE {e.SqlState}"; }
        catch (SetupException) { return Strange; }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException || e is OperationCanceledException && !ct.IsCancellationRequested) { return Answering.No; }
    }
}
