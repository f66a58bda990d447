using Journey.EventStore;

namespace Journey.Projections;

/// <summary>A read model's rows of one version, made from the log (a row of journey.build, whose file says what its states mean).</summary>
/// <param name="Number">1, 2, 3 … over all builds of the model.</param>
/// <param name="Tables">The schema of its tables; null for an inline model, whose rows are replaced where they are.</param>
/// <param name="Start">The log's head when it began.</param>
/// <param name="Events">Of the streams to read; null until that is planned.</param>
internal sealed record Build(string Model, int Version, int Number, string? Tables, string State, long Start, long? Events, int? Chunks, IReadOnlyList<string> Indexes, DateTimeOffset? IdleSince)
{
    public const string Filling = "filling", Indexing = "indexing", Following = "following", Served = "served", Kept = "kept", Old = "old";

    private static readonly string ReadSql = Sql.Load("Rebuild.builds");

    public bool IsUnderWay => State is Filling or Indexing or Following;

    /// <summary>Hosts of its version follow the log with it.</summary>
    public bool IsFollowed => State is Served or Kept;

    /// <summary>Of all models, the oldest first.</summary>
    public static Task<IReadOnlyList<Build>> All(Operator op, CancellationToken ct) => Query.Rows<Build>(op, ReadSql, [], ct);

    /// <summary>What this version of a model is followed with; null where it was never built, or was dropped.</summary>
    public static async Task<Build?> Of(Operator op, Shard shard, CancellationToken ct) =>
        (await All(op, ct)).LastOrDefault(b => b.Model == shard.Name && b.Version == shard.Version && b.IsFollowed);
}

/// <summary>How far a rebuild is: one under way, or the one that is served.</summary>
/// <param name="State">`filling`, `indexing`, `following` (what was appended meanwhile), `served`.</param>
/// <param name="Events">Of the streams that it reads, and how many of them it has.</param>
/// <param name="Rate">Events a second, over the last ten seconds.</param>
/// <param name="Position">While it follows: how far it is, of <paramref name="Head"/>.</param>
/// <param name="Host">Who builds now; null: nobody, and it goes on when somebody does.</param>
public sealed record RebuildProgress(
    string Model, int Version, int Number, string State, DateTimeOffset BeganAt, DateTimeOffset? ServedAt, int Chunks, int ChunksDone,
    long Events, long EventsDone, double Rate, long? Position, long Head, string? Host)
{
    private static readonly string ReadSql = Sql.Load("Rebuild.progress");

    public bool IsUnderWay => State != Build.Served;

    /// <summary>Of reading the streams; 100 as soon as that is done.</summary>
    public double Percent => State != Build.Filling || Events == 0 && Chunks > 0 ? 100 : Events == 0 ? 0 : 100.0 * EventsDone / Events;

    /// <summary>Of reading the streams, at this rate; null while it is not known.</summary>
    public TimeSpan? Remaining => State == Build.Filling && Rate > 0 ? TimeSpan.FromSeconds((Events - EventsDone) / Rate) : null;

    /// <summary>Every rebuild under way, and every served build that was one.</summary>
    public static Task<IReadOnlyList<RebuildProgress>> Read(Operator op, CancellationToken ct = default) => Query.Rows<RebuildProgress>(op, ReadSql, [], ct);
}
