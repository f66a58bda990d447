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
/// operator and process, with views of it for single requests: waiting on the log and waking the sequencer go through it.
/// </summary>
public sealed class Operator : IAsyncDisposable
{
    private readonly Operator? of;
    private long written;

    /// <param name="direct">The main database without a pooler in between; null: <paramref name="main"/> is that.</param>
    /// <param name="replica">A streaming replica of the main database.</param>
    public Operator(OperatorId id, string name, string? label, NpgsqlDataSource main, NpgsqlDataSource keys, NpgsqlDataSource? direct = null, NpgsqlDataSource? replica = null)
    {
        (Id, Name, Label, Main, Primary, Keys, Direct) = (id, name, label, main, main, keys, direct ?? main);
        Replica = replica is null ? null : new Replica(replica);
        Log = new(Direct);
    }

    private Operator(Operator of, NpgsqlDataSource main)
    {
        this.of = of;
        (Id, Name, Label, Main, Primary, Keys, Direct, Replica) = (of.Id, of.Name, of.Label, main, of.Primary, of.Keys, of.Direct, of.Replica);
        (Wake, Log, Availability) = (of.Wake, of.Log, of.Availability);
    }

    public OperatorId Id { get; }
    public string Name { get; }

    /// <summary>What every page says about this operator's data, such as "invented data"; null for real work.</summary>
    public string? Label { get; }

    /// <summary>What is read from: the primary, or in a view a replica, which takes no write.</summary>
    public NpgsqlDataSource Main { get; }

    /// <summary>The main database where it is written. Never a replica.</summary>
    public NpgsqlDataSource Primary { get; }

    /// <summary>The primary without a pooler in between, for what outlives a transaction: listening, holds, schema changes.</summary>
    public NpgsqlDataSource Direct { get; }

    public NpgsqlDataSource Keys { get; }

    /// <summary>Null where no replica is configured.</summary>
    public Replica? Replica { get; }

    /// <summary>Whether the databases answer, as this process last saw.</summary>
    public Availability Availability { get; } = new();

    /// <summary>How often this process saw the database replaced by an older state of it. What was remembered before no longer holds.</summary>
    public int Restores => Log.Restores;

    /// <summary>The last <see cref="Appended.Seq"/> of this view's own appends; 0 before the first.</summary>
    public long Written => Interlocked.Read(ref written);

    internal Bell Wake { get; } = new();
    internal LogSignal Log { get; }

    /// <summary>The same operator for one request: what is appended through it shows in <see cref="Written"/>.</summary>
    /// <param name="replica">Reads come from <see cref="Replica"/>, which there is; writes go to the primary all the same.</param>
    public Operator View(bool replica) => new(of ?? this, replica ? Replica!.Source : Primary);

    internal void Wrote(long seq) => Interlocked.Exchange(ref written, seq);

    /// <summary>A pool as the store wants it: statements are prepared from their second use on, so an append is parsed and planned once per connection.
    /// A connection goes back to the pool as it is (resetting costs more than a small append): leave no session state on it.</summary>
    /// <param name="connectionString">Of one database. What it says about preparing wins.</param>
    /// <param name="pooled">It leads through a transaction pooler, where the next statement may meet another session: nothing is prepared.</param>
    public static NpgsqlDataSource Source(string connectionString, bool pooled = false)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (pooled) builder.ConnectionStringBuilder.MaxAutoPrepare = 0;
        else if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        }
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        if (of is not null) return;
        await Log.DisposeAsync();
        Wake.Dispose();
        await Main.DisposeAsync();
        if (Direct != Main) await Direct.DisposeAsync();
        if (Replica is not null) await Replica.Source.DisposeAsync();
        await Keys.DisposeAsync();
    }
}
