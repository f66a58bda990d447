using Npgsql;
using NpgsqlTypes;
using static Journey.EventStore.Sql;

namespace Journey.EventStore;

/// <summary>One host's line among those that serve an operator (journey.host), and what it reads there of the others: one round trip a look.</summary>
internal sealed class Roster(Operator op, string owner, string program, IReadOnlyCollection<string> knows)
{
    private static readonly string BeatSql = Load("Followers.beat"), RegisterSql = Load("Followers.register"), LeaveSql = Load("Followers.leave"),
        MembersSql = Load("Followers.members"), HoldersSql = Load("Followers.holders");

    private HashSet<(string, int)>? registered;

    /// <summary>Says that this host lives and what it could do, and gives what every live host should do.</summary>
    /// <param name="silence">For how long a host that says nothing is taken for alive.</param>
    public async Task<(IReadOnlyList<Member> Members, IReadOnlyDictionary<(string Name, int Version), Holding> Holdings)> Look(
        IReadOnlyCollection<(string Name, int Version)> follows, TimeSpan silence, CancellationToken ct)
    {
        if (registered is null || !registered.SetEquals(follows)) await Register(follows, ct);
        while (true)
        {
            await using var batch = op.Main.CreateBatch();
            batch.BatchCommands.Add(Batched(BeatSql, P(owner)));
            batch.BatchCommands.Add(Batched(MembersSql, P(owner), P(silence)));
            batch.BatchCommands.Add(Batched(HoldersSql));
            var members = new List<Member>();
            var holdings = new Dictionary<(string, int), Holding>();
            await using (var reader = await batch.ExecuteReaderAsync(ct))
            {
                while (await reader.ReadAsync(ct))
                    members.Add(new(reader.GetString(0), await reader.IsDBNullAsync(1, ct) ? registered! : reader.GetFieldValue<string[]>(1).Select(Work).ToHashSet(), reader.GetFieldValue<string[]>(2).ToHashSet(StringComparer.Ordinal)));
                await reader.NextResultAsync(ct);
                while (await reader.ReadAsync(ct))
                {
                    var work = (reader.GetString(0), reader.GetInt32(1));
                    holdings[work] = new(work, await reader.IsDBNullAsync(2, ct) ? null : reader.GetString(2), reader.GetFieldValue<string[]>(3));
                }
            }
            if (members.Any(m => m.Owner == owner)) return (members, holdings);
            await Register(follows, ct); // its line was removed, or put back by a restore
        }
    }

    /// <summary>From now on the others do not reckon with it.</summary>
    public async Task Leave()
    {
        await using var leave = op.Main.Command(LeaveSql, P(owner));
        await leave.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task Register(IReadOnlyCollection<(string Name, int Version)> follows, CancellationToken ct)
    {
        await using var register = op.Main.Command(RegisterSql, P(owner), P(program), P(knows.ToArray()), P(follows.Select(Text).Order(StringComparer.Ordinal).ToArray()));
        await register.ExecuteNonQueryAsync(ct);
        registered = [.. follows];
    }

    private static string Text((string Name, int Version) work) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{work.Name}/{work.Version}");

    private static (string, int) Work(string text) => (text[..text.LastIndexOf('/')], int.Parse(text[(text.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
