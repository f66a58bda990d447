using Npgsql;
using static Journey.EventStore.Sql;

namespace Journey.EventStore.Keys;

/// <summary>ASP.NET's data-protection keys as they lie in the hosts' key database. Synchronous, since ASP.NET asks for them so.</summary>
public static class ProtectionKeys
{
    public static IReadOnlyList<string> All(NpgsqlDataSource keys)
    {
        using var command = keys.Command(Load("Keys.protection_keys"));
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }

    public static void Store(NpgsqlDataSource keys, string name, string xml)
    {
        using var command = keys.Command(Load("Keys.store_protection_key"), P(name), P(xml));
        command.ExecuteNonQuery();
    }
}
