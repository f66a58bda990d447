using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.Host.Confidential;
using Journey.Host.Features.Intake;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>One journey whose answers have to be looked at again.</summary>
/// <param name="Now">The person as known now, whatever day is asked about: whether a value may be opened is never a question of the past.</param>
/// <param name="Own">The version that the person is on, whose consent form says how long a consent lasts.</param>
/// <param name="Moved">Under the names of the version whose criteria are checked.</param>
/// <param name="Asked">The day that is asked about.</param>
/// <param name="Today">In the program's zone.</param>
internal sealed record Recheck(Participant Now, ProgramDefinition Own, Enrollment Moved, DateOnly Asked, DateOnly Today);

/// <summary>What it came to.</summary>
/// <param name="Blocked">Why it came to nothing: the answer does not open, or may not be opened.</param>
internal sealed record Rechecked(IReadOnlyDictionary<string, CriterionResult> Results, string? Blocked, string? Field);

/// <summary>
/// Checks criteria against answers that are sealed, as a job for many people: one record of access for all of them, before anything is
/// opened. Whose consent no longer stands is not opened.
/// </summary>
internal static class Rechecks
{
    /// <summary>People that one record of access stands for.</summary>
    public const int MostSubjects = 1_000;

    private static readonly IReadOnlyDictionary<string, CriterionResult> None = new Dictionary<string, CriterionResult>();

    /// <param name="program">Whose criteria they are.</param>
    /// <param name="access">Action and resource, such as <c>migration.dry-run</c>.</param>
    public static async Task<IReadOnlyDictionary<EnrollmentId, Rechecked>> Run(
        Vault vault, Caller caller, Func<Caller, Access> access, ProgramDefinition program, IReadOnlyList<Criterion> criteria, IReadOnlyCollection<Recheck> journeys, CancellationToken ct)
    {
        var results = new Dictionary<EnrollmentId, Rechecked>();
        var fields = criteria.SelectMany(c => c.Reads).Distinct(StringComparer.Ordinal).ToList();
        foreach (var some in journeys.Chunk(MostSubjects))
        {
            var open = new List<(Recheck Journey, IReadOnlyDictionary<string, Sealed<string>> Values)>();
            foreach (var journey in some)
            {
                var needed = fields.Where(journey.Moved.Intake.Answers.ContainsKey).ToDictionary(f => f, f => journey.Moved.Intake.Answers[f], StringComparer.Ordinal);
                if (needed.FirstOrDefault(v => !MayOpen(journey, v.Value)) is { Key: { } closed }) results[journey.Moved.Id] = new(None, Blocking.ClosedValue, closed);
                else open.Add((journey, needed));
            }
            var values = open.SelectMany(o => o.Values.Values).ToList();
            var opened = values.Count == 0 ? null : await vault.Open(caller.Operator, values, access(caller), ct);
            foreach (var (journey, needed) in open)
            {
                var unreadable = needed.FirstOrDefault(v => opened!.IsUnreadable(v.Value)).Key;
                results[journey.Moved.Id] = unreadable is not null ? new(None, Blocking.UnreadableValue, unreadable) : new(Results(program, criteria, journey, f => needed.TryGetValue(f, out var value) ? opened!.Read(value) : null), null, null);
            }
        }
        return results;
    }

    // On the day on which it was checked: how old somebody was then is what was asked.
    private static Dictionary<string, CriterionResult> Results(ProgramDefinition program, IReadOnlyList<Criterion> criteria, Recheck journey, Func<string, string?> answer)
    {
        string? Text(string field) => journey.Moved.Intake.Facts.GetValueOrDefault(field) ?? answer(field);
        return criteria.ToDictionary(c => c.Id, c => CheckCriteria.ResultOf(c.When.Evaluate(name => CheckCriteria.Answer(program, name, Text), journey.Moved.Intake.Criteria.GetValueOrDefault(c.Id)?.At.Day ?? journey.Asked)), StringComparer.Ordinal);
    }

    // Before any consent the application stands for one; after a withdrawal nothing does.
    private static bool MayOpen(Recheck journey, Sealed value) => journey.Now.Consents.IsEmpty
        || journey.Now.Consents.Exists(c => c.IsInForceOn(journey.Today, journey.Own) && (c.Enrollment is null || c.Enrollment == journey.Moved.Id) && c.Classes.Contains(value.Class));
}
