using System.Collections.Immutable;
using Journey.Domain.Intake;

namespace Journey.Domain.Participants;

/// <summary>One change of the program version that an enrollment is on.</summary>
/// <param name="Restarts">Follow-ups of the new version whose time counts anew from here.</param>
/// <param name="Back">It undid an earlier one.</param>
/// <param name="Undone">It was undone by a later one.</param>
public sealed record Move(MigrationId Migration, int From, int To, ImmutableDictionary<string, string> Stages, ImmutableArray<string> Restarts, Stamp At, bool Back = false, bool Undone = false)
{
    /// <summary>The enrollment just before and just after: what undoing it goes by.</summary>
    internal Enrollment? Before { get; init; }

    internal Enrollment? After { get; init; }

    public bool Stands => !Back && !Undone;
}

/// <summary>
/// An enrollment went over to another version of its program. Stages and fields get the names that the new version has for them, past
/// ones too. The same move the other way round, by the same migration, gives back what was before it.
/// </summary>
/// <param name="From">It changes an enrollment that is on this version and no other.</param>
/// <param name="Stages">Old id to new id, where they differ; no two to the same one.</param>
/// <param name="Leaves">Stages of the old version that the new one has nothing for: whoever is in one leaves it.</param>
/// <param name="Fields">Old id to new id, where they differ; no two to the same one.</param>
/// <param name="Restarts">Follow-ups of the new version that count from the day of the move; all others keep their time.</param>
/// <param name="Criteria">Of criteria that the new version words otherwise: what the answers come to under it; null for none. The results recorded before spoke for the old ones.</param>
public sealed record EnrollmentMoved(
    EnrollmentId Enrollment, string Program, int From, int To, ImmutableDictionary<string, string> Stages, ImmutableArray<string> Leaves,
    ImmutableDictionary<string, string> Fields, ImmutableArray<string> Restarts, MigrationId Migration, ImmutableDictionary<string, CriterionResult>? Criteria = null) : EnrollmentEvent(Enrollment)
{
    // Said of another version, as when an earlier move was retracted, it changes nothing and shows among the findings.
    internal override Enrollment Fold(Enrollment enrollment, Stamp at)
    {
        if (enrollment.Version != From || From == To || !string.Equals(enrollment.Program, Program, StringComparison.Ordinal)) return enrollment;
        var undone = enrollment.Moves.FindLastIndex(m => m.Stands && m.Migration == Migration && m.From == To && m.To == From);
        if (undone < 0)
        {
            var after = Renaming.Of(enrollment, Stages, Fields).Leave(Leaves, at).Rejudge(Criteria, at);
            return after with { Version = To, Moves = enrollment.Moves.Add(new Move(Migration, From, To, Stages, Restarts, at) { Before = enrollment, After = after }) };
        }
        var move = enrollment.Moves[undone];
        return Renaming.Undo(move.Before!, move.After!, enrollment, Stages, Fields) with
        {
            Version = To,
            Moves = enrollment.Moves.SetItem(undone, move with { Undone = true }).Add(new Move(Migration, From, To, Stages, [], at, Back: true)),
        };
    }
}

public static class Moving
{
    /// <summary>What a stage is called for this enrollment on that day: a cohort's sessions keep the names of the version that the cohort was opened under.</summary>
    public static string NameOf(this Enrollment enrollment, string stage, DateOnly day)
    {
        if (enrollment.WasIn(stage, day)) return stage;
        var now = stage;
        foreach (var move in enrollment.Moves) now = move.Stages.GetValueOrDefault(now, now);
        return enrollment.WasIn(now, day) ? now : stage;
    }
}
