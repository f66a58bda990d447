using Journey.EventStore;

namespace Journey.Host.Databases;

/// <summary>
/// The PostgreSQL servers that the configuration names. <c>ConnectionStrings:Journey</c> (and <c>JourneyKeys</c>) is the one called
/// default; <c>Journey:Servers:NAME</c> is another one's connection string. Beside it may stand, for the default one too,
/// <c>…:Keys</c> (where its operators' key databases lie), <c>…:Replica</c> (a streaming replica to read from),
/// <c>…:Pooled</c> = true (the connection string leads through a transaction pooler) with <c>…:Direct</c> (past it).
/// </summary>
internal static class Servers
{
    /// <param name="main">The default one, where its connection string or the embedded PostgreSQL says.</param>
    /// <exception cref="SetupException">A setting is missing, or stands alone.</exception>
    public static IReadOnlyDictionary<string, Server> Of(IConfiguration configuration, Server main)
    {
        var keys = configuration.GetConnectionString("JourneyKeys") is { Length: > 0 } other ? new Server(other, "ConnectionStrings__JourneyKeys") : null;
        var servers = new Dictionary<string, Server>(StringComparer.Ordinal)
        {
            [Operators.DefaultServer] = With(configuration, Operators.DefaultServer, main, keys),
        };
        foreach (var section in configuration.GetSection("Journey:Servers").GetChildren())
        {
            // The environment's names come in any case; the registry's are small.
            var name = section.Key.ToLowerInvariant();
            if (name == Operators.DefaultServer)
            {
                if (section.Value is { Length: > 0 }) throw new SetupException("The default server is ConnectionStrings__Journey; Journey:Servers:default holds only what stands beside it (Keys, Replica, Pooled, Direct).");
                continue;
            }
            if (section.Value is not { Length: > 0 } text) throw new SetupException($"Journey:Servers:{name} has no connection string of its own: set Journey__Servers__{name}.");
            servers[name] = With(configuration, name, new Server(text, $"Journey:Servers:{name}"), null);
        }
        return servers;
    }

    private static Server With(IConfiguration configuration, string name, Server server, Server? keys)
    {
        var section = configuration.GetSection($"Journey:Servers:{name}");
        string? Text(string setting) => section[setting] is { Length: > 0 } text ? text : null;
        if (Text("Keys") is { } own) keys = new Server(own, $"Journey:Servers:{name}:Keys") { Direct = Past("KeysDirect", section.GetValue<bool>("KeysPooled")) };
        return server with { Keys = keys, Replica = Text("Replica"), Direct = Past("Direct", section.GetValue<bool>("Pooled")) };

        string? Past(string setting, bool pooled) => (pooled, Text(setting)) switch
        {
            (true, { } direct) => direct,
            (true, null) => throw new SetupException($"Journey:Servers:{name} is behind a pooler, so Journey:Servers:{name}:{setting} has to say how to get past it: listening, holds and schema changes need a session."),
            (false, not null) => throw new SetupException($"Journey:Servers:{name}:{setting} is set, but Journey:Servers:{name}:{setting.Replace("Direct", "Pooled", StringComparison.Ordinal)} is not true."),
            _ => null,
        };
    }
}
