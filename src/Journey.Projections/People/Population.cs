using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Partners;
using Journey.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>One record as it was read.</summary>
/// <param name="History">Null when a body in it is damaged: it can't be folded.</param>
public readonly record struct RecordRead(ParticipantId Id, PersonHistory? History);

/// <summary>Everybody who ever enrolled in one program, page by page in the order of their streams.</summary>
public static class Population
{
    private static readonly string PageSql = Sql.Load("People.enrolled_page"), CountSql = Sql.Load("People.enrolled_count"), DecliningSql = Sql.Load("People.declining");

    /// <summary>Records, which are people but for those that were merged.</summary>
    public static async Task<long> Count(Operator op, string program, CancellationToken ct = default)
    {
        await using var count = Command(op, CountSql, new NpgsqlParameter { Value = program });
        return (long)(await count.ExecuteScalarAsync(ct))!;
    }

    /// <param name="after">The last one of the page before; <see cref="Guid.Empty"/> for the first page.</param>
    public static Task<IReadOnlyList<Guid>> Page(Operator op, string program, Guid after, int limit, CancellationToken ct = default) =>
        Ids(op, PageSql, ct, new() { Value = program }, new() { Value = after }, new() { Value = limit });

    /// <summary>Their histories, linked records included, in the order asked for. One that does not read keeps nobody else from being read.</summary>
    public static async Task<IReadOnlyList<RecordRead>> Read(Operator op, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        var own = Decode(await Store.ReadStreams(op, ids, ct));
        var linked = own.Values.OfType<IReadOnlyList<Entry>>().Where(HasLinks).SelectMany(People.LinkedEver).Where(l => !own.ContainsKey(l)).ToHashSet();
        foreach (var (id, entries) in linked.Count == 0 ? [] : Decode(await Store.ReadStreams(op, linked, ct))) own[id] = entries;
        return [.. ids.Distinct().Where(own.ContainsKey).Select(id => new RecordRead(new(id), Of(new(id), own)))];
    }

    /// <summary>Employers that do not want the coach's service.</summary>
    public static async Task<IReadOnlySet<EmployerId>> DecliningEmployers(Operator op, CancellationToken ct = default)
    {
        var asked = await Ids(op, DecliningSql, ct);
        return (await Store.ReadStreams(op, asked.ToArray(), ct)).GroupBy(e => e.StreamId)
            .Where(g => Employer.Fold(g.Select(e => Entries.Of(e).Event)).DeclinesService).Select(g => new EmployerId(g.Key)).ToHashSet();
    }

    // Who is one person with a record that does not read can't be folded either.
    private static PersonHistory? Of(ParticipantId id, Dictionary<Guid, IReadOnlyList<Entry>?> streams)
    {
        if (streams[id.Value] is not { } own) return null;
        if (!HasLinks(own)) return new PersonHistory(id, own, Alone);
        var linked = People.LinkedEver(own).Where(l => l != id.Value && streams.ContainsKey(l)).ToList();
        return linked.Exists(l => streams[l] is null) ? null : new PersonHistory(id, own, linked.ToDictionary(l => new ParticipantId(l), l => streams[l]!));
    }

    private static readonly Dictionary<ParticipantId, IReadOnlyList<Entry>> Alone = [];

    // Of very many people very few were ever merged.
    private static bool HasLinks(IReadOnlyList<Entry> own)
    {
        for (var i = 0; i < own.Count; i++)
        {
            if (own[i].Event is ILink or EntryAmended) return true;
        }
        return false;
    }

    // Rows come stream by stream.
    private static Dictionary<Guid, IReadOnlyList<Entry>?> Decode(IReadOnlyList<StoredEvent> rows)
    {
        var streams = new Dictionary<Guid, IReadOnlyList<Entry>?>();
        for (var i = 0; i < rows.Count;)
        {
            var (id, from) = (rows[i].StreamId, i);
            while (i < rows.Count && rows[i].StreamId == id) i++;
            streams[id] = Decode(rows, from, i);
        }
        return streams;
    }

    private static List<Entry>? Decode(IReadOnlyList<StoredEvent> rows, int from, int to)
    {
        var entries = new List<Entry>(to - from);
        try
        {
            for (var i = from; i < to; i++) entries.Add(Entries.Of(rows[i]));
            return entries;
        }
        catch (JsonException) { return null; }
    }

    private static async Task<IReadOnlyList<Guid>> Ids(Operator op, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(op, sql, parameters);
        var ids = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every caller passes a loaded file.")]
    private static NpgsqlCommand Command(Operator op, string sql, params NpgsqlParameter[] parameters)
    {
        var command = op.Main.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
