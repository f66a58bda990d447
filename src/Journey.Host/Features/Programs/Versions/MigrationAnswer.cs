using Journey.Domain.Programs.Versions;

namespace Journey.Host.Features.Programs.Versions;

/// <param name="People">At most so many in the present round; absent for all.</param>
/// <param name="Moved">Of the present round: on the new version by this migration. Then those left since there is nothing to move, then those blocked.</param>
/// <param name="DryRun">Hash of the dry run that it was planned on.</param>
public sealed record MigrationAnswer(
    Guid Id, string Program, int From, int To, string Status, int? People, Guid? Cohort, int Batches, int Moved, int Left, int Blocked, IReadOnlyList<BlockedAnswer> BlockedPeople, string DryRun, DateTimeOffset? Planned)
{
    public static MigrationAnswer Of(StoredMigration stored)
    {
        var m = stored.Migration;
        return new(m.Id!.Value.Value, m.Program, m.From, m.To, m.Status.ToString(), m.People, m.Cohort?.Value, m.Batches, m.Moved, m.Left, m.Blocked.Count, [.. m.Blocked.Select(b => new BlockedAnswer(b.Participant.Value, b.Reference, b.Reason, b.What))], m.DryRun, stored.Planned);
    }
}

/// <param name="What">The stage or the field that stands in the way, where it is one.</param>
public sealed record BlockedAnswer(Guid Participant, string? Reference, string Reason, string? What);
