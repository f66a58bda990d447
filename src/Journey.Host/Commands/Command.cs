using System.Runtime.InteropServices;
using Journey.EventStore;
using Npgsql;

namespace Journey.Host.Commands;

/// <summary>A verb of the command line. It gets the arguments after its own and gives the exit code.</summary>
/// <param name="Usage">What <c>VERB --help</c> says where one line does not do.</param>
internal sealed record Command(string Verb, string Help, Func<string[], CancellationToken, Task<int>> Run, string? Usage = null)
{
    /// <summary>0 done, 1 it failed while at it, 2 it couldn't start: a wrong argument or unfit surroundings. Each told in one line.</summary>
    public static async Task<int> Dispatch(IReadOnlyList<Command> commands, string[] args)
    {
        // "journey --urls …" is "journey up --urls …".
        var verb = args is [] || args[0].StartsWith("--", StringComparison.Ordinal) && args[0] != "--help" ? "up" : args[0];
        if (verb is "help" or "--help" or "-h") return List(commands);
        if (commands.FirstOrDefault(x => x.Verb == verb) is not { } command)
        {
            await Console.Error.WriteLineAsync($"There is no 'journey {verb}'; 'journey help' lists what there is.");
            return 2;
        }
        args = args is [var first, ..] && first == verb ? args[1..] : args;
        if (args.Contains("--help"))
        {
            Console.WriteLine(command.Usage ?? $"journey {verb}: {command.Help}");
            return 0;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try { return await command.Run(args, stop.Token); }
        catch (SetupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { return 130; }
        catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            // Never the whole exception: the database's context quotes what it was given.
            var why = e is PostgresException p ? $"{p.MessageText} ({p.SqlState})" : e.InnerException is IOException or System.Net.Sockets.SocketException ? e.InnerException.Message : e.Message;
            await Console.Error.WriteLineAsync($"journey {verb} broke off: {why.ReplaceLineEndings(" ")}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static int List(IReadOnlyList<Command> commands)
    {
        var width = commands.Max(x => x.Verb.Length);
        foreach (var command in commands) Console.WriteLine($"  journey {command.Verb.PadRight(width)}  {command.Help}");
        return 0;
    }
}
