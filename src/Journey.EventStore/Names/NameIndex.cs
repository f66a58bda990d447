using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Names;

/// <summary>The blind index of names: written with the append that says the name.</summary>
public static class NameIndex
{
    /// <summary>Who has all of the tokens, in the order of their ids.</summary>
    /// <param name="limit">At most so many, 1 or more.</param>
    public static async Task<IReadOnlyList<Guid>> Find(Operator op, IReadOnlyCollection<byte[]> tokens, int limit, CancellationToken ct)
    {
        await using var find = op.Main.Command(Load("Names.find_names"), P(tokens.ToArray()), P(tokens.Count), P(limit));
        await using var reader = await find.ExecuteReaderAsync(ct);
        var found = new List<Guid>();
        while (await reader.ReadAsync(ct)) found.Add(reader.GetGuid(0));
        return found;
    }

    /// <summary>For <c>Append.Inline</c>: what a person is found by from now on, instead of what these fields said before.</summary>
    /// <param name="tokens">By field (<c>given</c>, <c>family</c>); a field with no tokens is emptied, one not named stays.</param>
    public static NpgsqlBatchCommand Replace(Guid subject, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> tokens) => Batched(Load("Names.replace_names"), P(subject), P(tokens.SelectMany(t => t.Value.Select(_ => t.Key)).ToArray()),
        P(tokens.SelectMany(t => t.Value).ToArray()), P(tokens.Keys.ToArray()));
}
