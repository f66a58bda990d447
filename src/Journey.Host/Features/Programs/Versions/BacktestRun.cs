using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Host.Confidential;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>One rule over everybody.</summary>
/// <param name="Changed">For how many it comes out otherwise.</param>
public sealed record RuleTally(RuleKind Kind, string Id, int PassedOld, int PassedNew, int UndecidedOld, int UndecidedNew, int Looked, int Changed);

/// <summary>One rule that comes out otherwise for one person.</summary>
public sealed record RuleChange(ParticipantId Participant, string? Reference, EnrollmentId Enrollment, int Version, RuleKind Kind, string Id, bool? Old, bool? New, IReadOnlyList<string> Why);

/// <param name="Label">What this is, and is not.</param>
/// <param name="Journeys">Enrollments looked at.</param>
/// <param name="Unreadable">People whose history does not read, or an answer of whom does not open: they are in no figure below.</param>
public sealed record BacktestReport(string Label, string Program, string Draft, DateOnly? TrueOn, DateTimeOffset? KnownOn, int Journeys, int Unreadable, IReadOnlyList<RuleTally> Rules);

/// <summary>A draft over all recorded journeys of its program, on two clocks.</summary>
public sealed class BacktestRun(ProgramDefinition draft, Func<int, Task<Trial?>> trialOf, AsOf asOf, Caller caller, Vault vault, TimeProvider clock)
{
    private sealed record Looked(IReadOnlyList<RuleChange> Changes, IReadOnlyList<RuleResult> Results, int Journeys, int Unreadable, int Records);

    /// <param name="label">What the answer says of itself.</param>
    /// <param name="each">Gets who changes, page by page.</param>
    public async Task<BacktestReport> Run(string label, Action<IReadOnlyList<RuleChange>>? each, IProgress<int>? progress, CancellationToken ct)
    {
        var tallies = new Dictionary<(RuleKind, string), RuleTally>();
        var (journeys, unreadable, records) = (0, 0, 0);
        await foreach (var page in Walk.Through(caller.Operator, draft.Id, asOf, walkers => Look(walkers, ct), ct))
        {
            foreach (var r in page.Results)
            {
                var was = tallies.GetValueOrDefault((r.Kind, r.Id)) ?? new(r.Kind, r.Id, 0, 0, 0, 0, 0, 0);
                tallies[(r.Kind, r.Id)] = was with
                {
                    PassedOld = was.PassedOld + (r.Old == true ? 1 : 0), PassedNew = was.PassedNew + (r.New == true ? 1 : 0),
                    UndecidedOld = was.UndecidedOld + (r.Old is null ? 1 : 0), UndecidedNew = was.UndecidedNew + (r.New is null ? 1 : 0),
                    Looked = was.Looked + 1, Changed = was.Changed + (r.Old != r.New ? 1 : 0),
                };
            }
            (journeys, unreadable, records) = (journeys + page.Journeys, unreadable + page.Unreadable, records + page.Records);
            each?.Invoke(page.Changes);
            progress?.Report(records);
        }
        return new(label, draft.Id, draft.Hash(), asOf.TrueOn, asOf.KnownOn, journeys, unreadable, [.. tallies.Values.OrderBy(t => t.Kind).ThenBy(t => t.Id, StringComparer.Ordinal)]);
    }

    private async Task<Looked> Look(IReadOnlyList<Walker> walkers, CancellationToken ct)
    {
        var found = new List<(Walker Walker, Participant Person, Enrollment Enrollment, Trial Trial, DateOnly Day)>();
        foreach (var walker in walkers.Where(w => w is { State: not null, IsUnknown: false }))
        {
            foreach (var e in walker.State!.Enrollments.Where(e => e.IsOpened && e.Program == draft.Id))
            {
                if (await trialOf(e.Version) is { } trial) found.Add((walker, walker.State, e, trial, asOf.TrueOn ?? Occurred.Instant(asOf.KnownOn ?? clock.GetUtcNow()).Day(e.Zone)!.Value));
            }
        }
        var looked = new Dictionary<EnrollmentId, Rechecked>();
        foreach (var version in found.Where(f => f.Trial.Changed.Count > 0 && Backtest.HasAnswers(f.Enrollment)).GroupBy(f => f.Trial))
        {
            var rechecks = version.Select(f => new Recheck(asOf == AsOf.Now ? f.Person : f.Walker.History!.Fold(), f.Trial.From, f.Trial.Moved(f.Enrollment, f.Day), f.Day, Occurred.Instant(clock.GetUtcNow()).Day(f.Enrollment.Zone)!.Value)).ToList();
            foreach (var (id, result) in await Rechecks.Run(vault, caller, c => c.Access("program.backtest", new Resource("program", draft.Id, draft.Version), new Basis(BasisKind.Agreement)), draft, version.Key.Changed, rechecks, ct)) looked[id] = result;
        }
        var (changes, results, unreadable) = (new List<RuleChange>(), new List<RuleResult>(), walkers.Count(w => w.State is null || w.IsUnknown));
        foreach (var (_, person, e, trial, day) in found)
        {
            var again = looked.GetValueOrDefault(e.Id);
            if (again?.Blocked is not null)
            {
                unreadable++;
                continue;
            }
            foreach (var result in Backtest.Of(person, e, trial, day, again?.Results))
            {
                results.Add(result);
                if (result.Old != result.New) changes.Add(new(person.Id ?? default, person.Reference, e.Id, e.Version, result.Kind, result.Id, result.Old, result.New, result.Why));
            }
        }
        return new(changes, results, found.Count, unreadable, walkers.Count);
    }
}
