namespace Journey.EventStore.Proof;

/// <summary>One of an operator's two logs as a tree. Position 1 is index 0.</summary>
public enum ProofLog
{
    Events,
    /// <summary>The records of access.</summary>
    Accesses,
}

public static class ProofLogs
{
    public static IReadOnlyList<ProofLog> All { get; } = [ProofLog.Events, ProofLog.Accesses];

    /// <summary>In addresses, origins and tables.</summary>
    public static string Name(this ProofLog log) => log == ProofLog.Events ? "events" : "accesses";

    public static bool TryParse(string name, out ProofLog log)
    {
        log = name == "accesses" ? ProofLog.Accesses : ProofLog.Events;
        return name is "events" or "accesses";
    }
}
