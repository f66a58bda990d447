using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Programs.Versions;

/// <summary>What a migration does to one person: all of their enrollments on the old version, or none.</summary>
public static class MovePeople
{
    /// <summary>Somebody who is there already, or whose journeys are over, is left as they are.</summary>
    /// <param name="today">In an enrollment's zone.</param>
    public static Decision There(Participant person, Trial trial, VersionMapping mapping, MigrationId migration, Func<Enrollment, DateOnly> today)
    {
        var moving = person.Enrollments.FindAll(e => e.IsOpened && e.Version == mapping.From && string.Equals(e.Program, mapping.Program, StringComparison.Ordinal) && trial.IsLive(person, e, today(e)));
        if (moving.Select(trial.Obstacle).FirstOrDefault(o => o is not null) is { } obstacle) return Refuse(obstacle.Blocked!, $"{obstacle.What} has no place in version {mapping.To}.");
        return moving.IsEmpty ? Nothing : Accept([.. moving.Select(e => mapping.Move(e.Id, migration))]);
    }

    /// <summary>Back to where the migration took them from. Who has gone on to yet another version stays there.</summary>
    /// <param name="old">The version they came from.</param>
    public static Decision Back(Participant person, VersionMapping mapping, MigrationId migration, ProgramDefinition old)
    {
        var backs = person.Enrollments.FindAll(e => e.Version == mapping.To && IsMovedBy(e, migration)).ConvertAll(e => (Enrollment: e, Back: mapping.Back(e.Id, migration)));
        foreach (var (enrollment, back) in backs)
        {
            if (enrollment.OpenStages.FirstOrDefault(s => old.Stage(back.Stages.GetValueOrDefault(s.Stage, s.Stage)) is null) is { } lost)
                return Refuse(Blocking.StageUnmapped, $"{lost.Stage} has no place in version {mapping.From}.");
        }
        return backs.IsEmpty ? Nothing : Accept([.. backs.Select(b => b.Back)]);
    }

    /// <summary>Whether this migration has moved it, and nobody moved it back.</summary>
    public static bool IsMovedBy(this Enrollment enrollment, MigrationId migration) => enrollment.Moves.Exists(m => m.Stands && m.Migration == migration);
}
