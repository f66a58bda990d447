using System.Net.Sockets;
using Npgsql;

namespace Journey.EventStore;

/// <summary>What an error of PostgreSQL means for whoever would do the same again.</summary>
public static class Fault
{
    /// <summary>Two transactions stood in each other's way, and this one gave way: nothing of it was kept, and the same again will do.</summary>
    public static bool GaveWay(PostgresException e) => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>A row or a value is at fault (classes 21, 22, 23 and 54 of the manual's appendix A, or what a function raised): the same again fails again.</summary>
    public static bool IsOfARow(PostgresException e) => e.SqlState is ['2', '1' or '2' or '3', ..] or ['5', '4', ..] or PostgresErrorCodes.RaiseException;

    /// <summary>
    /// The server is going away, coming back, full, or only a standby by now; or the connection broke: nobody's request is at fault, and the same
    /// again will do in a while. Of the manual's appendix A the classes 08 and 53, of 57 the server's shutdown and start, and 25006.
    /// </summary>
    /// <param name="error">With whatever it was caused by.</param>
    public static bool IsOutage(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is PostgresException { SqlState: ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or PostgresErrorCodes.ReadOnlySqlTransaction }
                or NpgsqlException and not PostgresException and { InnerException: IOException or SocketException }) return true;
        }
        return false;
    }

    /// <summary>Its kind, for people to read, without any value: a message may quote one.</summary>
    public static string Kind(Exception e) => e is PostgresException p ? p.ConstraintName is { } name ? $"{p.SqlState} ({name})" : p.SqlState : e.GetType().Name;
}
