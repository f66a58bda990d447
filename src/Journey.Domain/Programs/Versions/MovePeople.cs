using System.Collections.Immutable;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Programs.Versions;

/// <summary>What a migration does to one person: all of their enrollments on the old version, or none.</summary>
public static class MovePeople
{
    /// <summary>Somebody who is there already, or whose journeys are over, is left as they are.</summary>
    /// <param name="today">In an enrollment's zone.</param>
    /// <param name="looked">The person as they were when the changed criteria were looked at.</param>
    /// <param name="results">What those come to, by enrollment.</param>
    public static Decision There(Participant person, Trial trial, VersionMapping mapping, MigrationId migration, Func<Enrollment, DateOnly> today,
        Participant? looked = null, IReadOnlyDictionary<EnrollmentId, IReadOnlyDictionary<string, CriterionResult>>? results = null)
    {
        var moving = person.Enrollments.FindAll(e => e.IsOpened && e.Version == mapping.From && string.Equals(e.Program, mapping.Program, StringComparison.Ordinal) && trial.IsLive(person, e, today(e)));
        if (moving.Select(trial.Obstacle).FirstOrDefault(o => o is not null) is { } obstacle) return Refuse(obstacle.Blocked!, $"{obstacle.What} has no place in version {mapping.To}.");
        // Answers given since might come to something else.
        if (moving.Exists(e => trial.NeedsAnswers(e) && looked?.Enrollment(e.Id)?.Intake is { } then && !AreSame(then.AnsweredAt, e.Intake.AnsweredAt))) return Refuse(Blocking.Contested, "The answers have changed meanwhile.");
        return moving.IsEmpty ? Nothing : Accept([.. moving.Select(e => mapping.Move(e.Id, migration, results?.GetValueOrDefault(e.Id)))]);
    }

    /// <summary>Back to where the migration took them from. Who has gone on to yet another version stays there.</summary>
    /// <param name="old">The version they came from.</param>
    public static Decision Back(Participant person, VersionMapping mapping, MigrationId migration, ProgramDefinition old)
    {
        var backs = person.Enrollments.FindAll(e => e.Version == mapping.To && IsMovedBy(e, migration)).ConvertAll(e => (Enrollment: e, Back: mapping.Back(e.Id, migration)));
        if (NoWayBack(person, mapping, migration, old) is { } lost) return Refuse(Blocking.StageUnmapped, $"{lost} has no place in version {mapping.From}.");
        return backs.IsEmpty ? Nothing : Accept([.. backs.Select(b => b.Back)]);
    }

    /// <summary>A stage that somebody has entered since and that the old version does not have.</summary>
    public static string? NoWayBack(Participant person, VersionMapping mapping, MigrationId migration, ProgramDefinition old) =>
        person.Enrollments.FindAll(e => e.Version == mapping.To && IsMovedBy(e, migration))
            .SelectMany(e => e.OpenStages, (e, s) => (s.Stage, Back: mapping.Back(e.Id, migration).Stages)).FirstOrDefault(s => old.Stage(s.Back.GetValueOrDefault(s.Stage, s.Stage)) is null).Stage;

    /// <summary>Whether this migration has moved it last, and nobody moved it back.</summary>
    public static bool IsMovedBy(this Enrollment enrollment, MigrationId migration) => enrollment.Moves.FindLast(m => m.Stands)?.Migration == migration;

    private static bool AreSame(ImmutableDictionary<string, Stamp> one, ImmutableDictionary<string, Stamp> other) => one.Count == other.Count && one.All(a => other.TryGetValue(a.Key, out var b) && a.Value == b);
}
