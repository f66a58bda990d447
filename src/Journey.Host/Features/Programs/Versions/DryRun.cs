using System.Security.Cryptography;
using System.Text;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Host.Confidential;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>What a dry run came to.</summary>
/// <param name="People">How many got a verdict: everybody who has an enrollment on the old version.</param>
/// <param name="Verdicts">People by verdict; their sum is <paramref name="People"/>.</param>
/// <param name="Blocked">The blocked ones by reason.</param>
/// <param name="Opened">People whose answers were opened for changed criteria.</param>
/// <param name="Hash">SHA-256 over all verdicts in order.</param>
/// <param name="Events">How many events were folded.</param>
public sealed record DryRunReport(
    string Program, int From, int To, int People, IReadOnlyDictionary<VerdictKind, int> Verdicts, IReadOnlyDictionary<string, int> Blocked, int Opened, string Hash, long Events, double Seconds);

/// <summary>Every journey on one version of a program under another one. Changes nothing.</summary>
/// <param name="asOf">Journeys as they were: what the change would have meant then. The default: as they are.</param>
public sealed class DryRun(ProgramDefinition from, ProgramDefinition to, VersionMapping mapping, Caller caller, Vault vault, TimeProvider clock, AsOf asOf = default)
{
    private sealed record Page(IReadOnlyList<Verdict> Verdicts, IReadOnlyDictionary<EnrollmentId, Rechecked>? Results, int Opened, long Events, int Records);

    /// <summary>The verdicts on some people who are about to be moved, and what changed criteria come to for them.</summary>
    internal async Task<(IReadOnlyList<Verdict> Verdicts, IReadOnlyDictionary<EnrollmentId, IReadOnlyDictionary<string, CriterionResult>> Results)> Judge(Trial trial, IReadOnlyList<Walker> walkers, CancellationToken ct)
    {
        var page = await Look(trial, walkers, "migration.move", ct);
        return (page.Verdicts, page.Results?.Where(r => r.Value.Blocked is null).ToDictionary(r => r.Key, r => r.Value.Results) ?? []);
    }

    /// <param name="each">Gets every page's verdicts, in order.</param>
    /// <param name="progress">People so far.</param>
    public async Task<DryRunReport> Run(Action<IReadOnlyList<Verdict>>? each, IProgress<int>? progress, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        var declining = await Population.DecliningEmployers(caller.Operator, ct);
        var trial = new Trial(from, to, mapping, declining.Contains);
        var verdicts = Enum.GetValues<VerdictKind>().ToDictionary(k => k, _ => 0);
        var blocked = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (people, opened, events, looked) = (0, 0, 0L, 0);
        await foreach (var page in Walk.Through(caller.Operator, from.Id, asOf, walkers => Look(trial, walkers, "migration.dry-run", ct), ct))
        {
            foreach (var verdict in page.Verdicts)
            {
                verdicts[verdict.Kind]++;
                if (verdict is { Kind: VerdictKind.Blocked, Blocked: { } why }) blocked[why] = blocked.GetValueOrDefault(why) + 1;
                hash.AppendData(Encoding.UTF8.GetBytes(VerdictLines.Json(verdict)));
            }
            (people, opened, events, looked) = (people + page.Verdicts.Count, opened + page.Opened, events + page.Events, looked + page.Records);
            each?.Invoke(page.Verdicts);
            progress?.Report(looked);
        }
        return new(from.Id, from.Version, to.Version, people, verdicts, blocked, opened, Convert.ToHexStringLower(hash.GetHashAndReset()), events, clock.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<Page> Look(Trial trial, IReadOnlyList<Walker> walkers, string action, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rechecks = new List<Recheck>();
        if (trial.Changed.Count > 0)
        {
            foreach (var walker in walkers.Where(w => w is { State: not null, IsUnknown: false }))
                foreach (var e in On(walker.State!))
                    if (!e.HasExited && trial.NeedsAnswers(e) && trial.Obstacle(e) is null) rechecks.Add(new(asOf == AsOf.Now ? walker.State! : walker.History!.Fold(), from, trial.Moved(e, Asked(e, now)), Asked(e, now), Today(e, now)));
        }
        var results = rechecks.Count == 0 ? null : await Rechecks.Run(vault, caller, c => c.Access(action, new Resource("program", to.Id, to.Version), new Basis(BasisKind.Agreement)), to, trial.Changed, rechecks, ct);

        var verdicts = new List<Verdict>(walkers.Count);
        long events = 0;
        foreach (var walker in walkers)
        {
            events += walker.Events;
            if (Of(trial, walker, now, results) is { } verdict) verdicts.Add(verdict);
        }
        return new(verdicts, results, rechecks.Select(r => r.Now).Distinct(ReferenceEqualityComparer.Instance).Count(), events, walkers.Count);
    }

    private Verdict? Of(Trial trial, Walker walker, DateTimeOffset now, IReadOnlyDictionary<EnrollmentId, Rechecked>? results)
    {
        // Whose history does not read may be on this version: it is said, and not left out.
        if (walker.State is not { } person) return new(walker.Id, null, [JourneyVerdict.Block(null, Blocking.UnreadableHistory)]);
        List<JourneyVerdict>? journeys = null;
        foreach (var e in On(person)) (journeys ??= []).Add(Of(trial, walker, person, e, now, results?.GetValueOrDefault(e.Id)));
        return journeys is null ? null : new(walker.Id, person.Reference, journeys);
    }

    private JourneyVerdict Of(Trial trial, Walker walker, Participant person, Enrollment e, DateTimeOffset now, Rechecked? looked)
    {
        if (walker.IsUnknown) return JourneyVerdict.Block(e.Id, Blocking.UnknownEvent);
        if (looked?.Blocked is { } why) return JourneyVerdict.Block(e.Id, why, looked.Field);
        return trial.Of(person, e, Asked(e, now), looked?.Results);
    }

    private IEnumerable<Enrollment> On(Participant person)
    {
        foreach (var e in person.Enrollments)
        {
            if (e.IsOpened && e.Version == from.Version && string.Equals(e.Program, from.Id, StringComparison.Ordinal)) yield return e;
        }
    }

    private DateOnly Asked(Enrollment e, DateTimeOffset now) => asOf.TrueOn ?? (asOf.KnownOn is { } known ? Today(e, known) : Today(e, now));

    private static DateOnly Today(Enrollment e, DateTimeOffset now) => Occurred.Instant(now).Day(e.Zone)!.Value;
}
