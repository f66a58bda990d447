using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Names;

/// <summary>The blind index of names: written with the append that says the name.</summary>
public static class NameIndex
{
    /// <summary>For <c>Append.Inline</c>: what a person is found by from now on, instead of what these fields said before.</summary>
    /// <param name="tokens">By field (<c>given</c>, <c>family</c>); a field with no tokens is emptied, one not named stays.</param>
    public static NpgsqlBatchCommand Replace(Guid subject, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> tokens) => Batched(Load("Names.replace_names"), P(subject), P(tokens.SelectMany(t => t.Value.Select(_ => t.Key)).ToArray()),
        P(tokens.SelectMany(t => t.Value).ToArray()), P(tokens.Keys.ToArray()));
}
