using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>Moves the people of one page, there or back, each by a command under the version of their stream.</summary>
internal sealed class Mover(Caller caller, Journal journal, DryRun dryRun, Trial trial, VersionMapping mapping, ProgramDefinition from, MigrationId id, TimeProvider clock)
{
    private enum Came { NotOurs, Moved, Left, Blocked }

    public async Task<MigrationBatchDone> Batch(Migration migration, IReadOnlyList<Guid> page, int atOnce, CancellationToken ct)
    {
        var walkers = await Walk.Page(caller.Operator, mapping.Program, page, default, ct);
        if (migration.Cohort is { } cohort) walkers = [.. walkers.Where(w => w.State?.Enrollments.Exists(e => e.Program == mapping.Program && e.Memberships is [.., var last] && last.Cohort == cohort) == true)];
        var back = migration.Status == MigrationStatus.Reversing;
        var looked = back ? default : await dryRun.Judge(trial, walkers, ct);
        var verdicts = looked.Verdicts?.ToDictionary(v => v.Participant) ?? [];
        var results = new (Came Came, string? Reason, string? What)[walkers.Count];
        var room = migration.People - migration.Moved ?? int.MaxValue;
        var tried = 0;
        // A canary takes the first ones: whoever would be one too many is looked at no more.
        for (; tried < walkers.Count && room > 0; tried += atOnce)
        {
            var some = Math.Min(Math.Min(atOnce, room), walkers.Count - tried);
            await Task.WhenAll(Enumerable.Range(tried, some).Select(async i => results[i] = await One(walkers[i], back, verdicts.GetValueOrDefault(walkers[i].Id), looked.Results, ct)));
            room -= results.AsSpan(tried, some).ToArray().Count(r => r.Came == Came.Moved);
            if (some < atOnce) { tried += some; break; }
        }
        var done = results[..Math.Min(tried, walkers.Count)];
        ImmutableArray<BlockedPerson> blocked = [.. done.Index().Where(r => r.Item.Came == Came.Blocked).Select(r => new BlockedPerson(walkers[r.Index].Id, r.Item.Reason!, r.Item.What, walkers[r.Index].State?.Reference))];
        return new(done.Length < walkers.Count ? walkers[done.Length - 1].At : page[^1], done.Count(r => r.Came == Came.Moved), done.Count(r => r.Came == Came.Left), blocked);
    }

    private async Task<(Came, string?, string?)> One(Walker walker, bool back, Verdict? verdict, IReadOnlyDictionary<EnrollmentId, IReadOnlyDictionary<string, CriterionResult>>? results, CancellationToken ct)
    {
        var moved = walker.State?.Enrollments.Exists(e => e.IsMovedBy(id)) == true;
        if (back ? !moved && walker.State is not null : verdict is null) return (moved ? Came.Moved : Came.NotOurs, null, null);
        if (verdict?.Blocked is { } why) return (Came.Blocked, why, verdict.What);
        if (walker.State is null) return (Came.Blocked, Blocking.UnreadableHistory, null);
        if (verdict?.Kind == VerdictKind.Finished) return (moved ? Came.Moved : Came.Left, null, null);
        var result = await journal.Execute(caller, new Command
        {
            Participant = walker.Id,
            Decide = (s, _) => ValueTask.FromResult(back
                ? MovePeople.Back(s.Person, mapping, id, from)
                : MovePeople.There(s.Person, trial, mapping, id, e => Occurred.Instant(clock.GetUtcNow()).Day(e.Zone)!.Value, walker.State, results)),
        }, ct);
        return result switch
        {
            CommandResult.Done => (Came.Moved, null, null),
            // Somebody else did it, or the journey came to its end in this very moment.
            CommandResult.Unchanged => (Came.Left, null, null),
            CommandResult.Refused { Code: "stream.unknown-event" } => (Came.Blocked, Blocking.UnknownEvent, null),
            // Merged into somebody else's record meanwhile, or the answers changed: the next round meets them as they are then.
            CommandResult.Refused { Code: not Blocking.StageUnmapped and not Blocking.StageTaken } => (Came.Blocked, Blocking.Contested, null),
            CommandResult.Refused refused => (Came.Blocked, refused.Code, back ? MovePeople.NoWayBack(walker.State, mapping, id, from) : null),
            _ => (Came.Blocked, Blocking.Contested, null),
        };
    }
}
