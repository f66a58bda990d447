using System.Text.RegularExpressions;
using Npgsql;

namespace Journey.EventStore;

/// <summary>Names an operator (a lead agency with its partners): a slug of 2 to 31 characters, <c>^[a-z][a-z0-9-]{1,30}$</c>.</summary>
public readonly partial record struct OperatorId
{
    public OperatorId(string value)
    {
        if (!Slug().IsMatch(value)) throw new ArgumentException($"'{value}' is no operator id: a small letter, then 1 to 30 small letters, digits or hyphens.", nameof(value));
        Value = value;
    }

    public string Value { get; }

    public override string ToString() => Value;

    [GeneratedRegex("^[a-z][a-z0-9-]{1,30}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug();
}

/// <summary>
/// Whom the store works for: a main database (streams, log, read models) and a key database of its own. One instance per
/// operator and process: waiting on the log and waking the sequencer go through it.
/// </summary>
public sealed class Operator(OperatorId id, string name, string? label, NpgsqlDataSource main, NpgsqlDataSource keys) : IAsyncDisposable
{
    public OperatorId Id { get; } = id;
    public string Name { get; } = name;

    /// <summary>What every page says about this operator's data, such as "invented data"; null for real work.</summary>
    public string? Label { get; } = label;

    public NpgsqlDataSource Main { get; } = main;
    public NpgsqlDataSource Keys { get; } = keys;

    internal Bell Wake { get; } = new();
    internal LogSignal Log { get; } = new(main);

    /// <summary>A pool as the store wants it: statements are prepared from their second use on, so an append is parsed and planned once per connection.
    /// A connection goes back to the pool as it is (resetting costs more than a small append): leave no session state on it.</summary>
    /// <param name="connectionString">Of one database. What it says about preparing wins.</param>
    public static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        }
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Wake.Dispose();
        await Main.DisposeAsync();
        await Keys.DisposeAsync();
    }
}
