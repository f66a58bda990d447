using Journey.Domain;
using Journey.Domain.Participants;
using Npgsql;

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
    internal const int Form = 1;

    private static readonly string WriteCaseload = Sql.Load("Caseload.write"), RemoveVanished = Sql.Load("Caseload.remove_vanished"), WriteHeader = Sql.Load("ParticipantHeader.write");

    /// <summary>For <c>Append.Inline</c>: the state after the appended events, at the version that the stream then has.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> For(ParticipantId id, Participant state, long version) => For([new InlineState(id, state, version)]);

    /// <summary>Several participants at once, such as both sides of a merge. Each at most once.</summary>
    public static IReadOnlyList<NpgsqlBatchCommand> For(IReadOnlyCollection<InlineState> states)
    {
        // Always in the same order, so that two transactions never wait for each other.
        var ordered = states.OrderBy(s => s.Id.Value).ToList();
        var caseload = ordered.ToDictionary(s => s.Id, s => CaseloadRow.Of(s).OrderBy(r => r.Enrollment.Value).ToList());
        return
        [
            RowJson.Command(WriteCaseload, [.. ordered.SelectMany(s => caseload[s.Id])]),
            RowJson.Command(RemoveVanished, [.. ordered.Select(s => new Kept(s.Id, [.. caseload[s.Id].Select(r => r.Enrollment)], s.Version, s.LinkedVersion))]),
            RowJson.Command(WriteHeader, [.. ordered.Select(ParticipantHeader.Of)]),
        ];
    }

    private sealed record Kept(ParticipantId Participant, IReadOnlyList<EnrollmentId> Enrollments, long StreamVersion, long LinkedVersion);
}
