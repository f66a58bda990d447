using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.EventStore;

namespace Journey.Projections;

/// <summary>Finds a published program version; null where there is none.</summary>
public delegate Task<ProgramDefinition?> Definitions(Operator op, string program, int version, CancellationToken ct);

/// <summary>A published version does not read as what was published: a damaged log, or a host that forgot old forms.</summary>
public sealed class UnreadableProgram(string message) : InvalidOperationException(message);

/// <summary>The program versions that some people are on, for rows that follow from state and definition.</summary>
public sealed class PinnedPrograms
{
    private readonly Dictionary<(string Program, int Version), ProgramDefinition?> found = [];

    private PinnedPrograms() { }

    /// <summary>Nothing is known of any program: rows that need one are left as they are.</summary>
    public static PinnedPrograms None { get; } = new();

    /// <summary>One that this host cannot read counts as not there, so that it stops nothing but what needs it.</summary>
    /// <param name="find">Null: none is known.</param>
    public static async Task<PinnedPrograms> Of(Operator op, Definitions? find, IEnumerable<Participant> people, CancellationToken ct)
    {
        if (find is null) return None;
        var programs = new PinnedPrograms();
        foreach (var enrollment in people.SelectMany(p => p.Enrollments))
        {
            if (!enrollment.IsOpened || programs.found.ContainsKey((enrollment.Program, enrollment.Version))) continue;
            ProgramDefinition? program = null;
            try { program = await find(op, enrollment.Program, enrollment.Version, ct); }
            catch (UnreadableProgram) { } // Left alone, and named by whoever needs it.
            programs.found[(enrollment.Program, enrollment.Version)] = program;
        }
        return programs;
    }

    public ProgramDefinition? For(Enrollment enrollment) => found.GetValueOrDefault((enrollment.Program, enrollment.Version));
}
