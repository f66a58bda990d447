using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Npgsql;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>One participant as of one version of their stream.</summary>
/// <param name="State">Folded from the stream and those linked to it, everything known.</param>
/// <param name="Version">The stream's version that the state includes.</param>
/// <param name="LinkedVersion">The linked streams' versions added up; 0 without any.</param>
public sealed record InlineState(ParticipantId Id, Participant State, long Version, long LinkedVersion = 0);

/// <summary>
/// The read models that a person must see right after acting: written in the append's transaction, and again by the
/// repairing shard (so that a row which an import or an older host left out appears). Older states never overwrite newer ones.
/// </summary>
public static class InlineRows
{
    /// <summary>Raised whenever a row's content changes for the same stream: repair then writes every row again.</summary>
    internal const int Form = 4;

    // Of rows with open work that is not known, as the program is not: whoever knows it repairs them.
    private const int Partial = 0;

    private static readonly string WriteCaseload = Sql.Load("Caseload.write"), RemoveVanished = Sql.Load("Caseload.remove_vanished"), WriteHeader = Sql.Load("ParticipantHeader.write"), WriteDue = Sql.Load("Due.write");

    /// <summary>For <c>Append.Inline</c>: the state after the appended events, at the version that the stream then has.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> For(ParticipantId id, Participant state, long version, PinnedPrograms? programs = null) => For([new InlineState(id, state, version)], programs);

    /// <summary>Several participants at once, such as both sides of a merge. Each at most once.</summary>
    /// <param name="programs">The programs they are in; due work of a program that is not among them stays as it is.</param>
    /// <param name="again">A row of the same state is written too, where it is another one: for a rebuild.</param>
    public static IReadOnlyList<NpgsqlBatchCommand> For(IReadOnlyCollection<InlineState> states, PinnedPrograms? programs = null, bool again = false)
    {
        programs ??= PinnedPrograms.None;
        // Always in the same order, so that two transactions never wait for each other.
        var ordered = states.OrderBy(s => s.Id.Value).ToList();
        var due = ordered.ToDictionary(s => s.Id, s => s.State.LinkedInto is not null ? [] : s.State.Enrollments.ToDictionary(e => e.Id, e => !e.IsOpened ? [] : programs.For(e) is { } p ? DueWork.Of(s.State, e, p).Where(d => d.IsOpen).ToList() : null));
        var caseload = ordered.ToDictionary(s => s.Id, s => CaseloadRow.Of(s, due[s.Id]).OrderBy(r => r.Enrollment.Value).ToList());
        int FormOf(ParticipantId id) => due[id].ContainsValue(null) ? Partial : Form;
        return
        [
            // First, and it stays for ever: whoever comes with an older state waits for its row, and sees then that it is too late.
            Write(WriteHeader, ordered.Select(s => ParticipantHeader.Of(s) with { Form = FormOf(s.Id) }), again),
            Write(WriteCaseload, ordered.SelectMany(s => caseload[s.Id].Select(r => r with { Form = FormOf(s.Id) })), again),
            new(RemoveVanished)
            {
                Parameters = { RowJson.Parameter(ordered.Select(s => new Kept(s.Id, [.. caseload[s.Id].Select(r => r.Enrollment)], s.Version, s.LinkedVersion)).ToList()), Participants(ordered) },
            },
            new(WriteDue)
            {
                Parameters =
                {
                    RowJson.Parameter(ordered.SelectMany(s => s.State.Enrollments.SelectMany(e => due[s.Id].GetValueOrDefault(e.Id)?.Select(d => DueRow.Of(s, e, programs.For(e)!, d)) ?? [])).ToList()),
                    RowJson.Parameter(ordered.Select(s => new Current(s.Id, s.Version, s.LinkedVersion, [.. due[s.Id].Where(d => d.Value is null).Select(d => d.Key)])).ToList()),
                    Participants(ordered),
                },
            },
        ];
    }

    internal static IReadOnlyList<NpgsqlBatchCommand> Of(Touched touched, bool again = false) => touched.People.Count == 0 ? [] : For([.. touched.People.Select(p => p.Inline())], touched.Programs, again);

    private static NpgsqlParameter Participants(IEnumerable<InlineState> states) => new() { Value = states.Select(s => s.Id.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlBatchCommand Write<T>(string sql, IEnumerable<T> rows, bool again)
    {
        var command = RowJson.Command(sql, rows.ToList());
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = again });
        return command;
    }

    private sealed record Current(ParticipantId Participant, long StreamVersion, long LinkedVersion, IReadOnlyList<EnrollmentId> Unread);

    private sealed record Kept(ParticipantId Participant, IReadOnlyList<EnrollmentId> Enrollments, long StreamVersion, long LinkedVersion);
}
