using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Placement;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Language;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>What the ids in a history stand for: cohorts, organizations with their staff, employers. None of it is a participant's value.</summary>
public sealed class Names
{
    private readonly Dictionary<Guid, Cohort> cohorts = [];
    private readonly Dictionary<Guid, Organization> organizations = [];
    private readonly Dictionary<Guid, Employer> employers = [];
    private readonly Dictionary<Guid, string> people = [];

    /// <summary>Reads every stream that the history refers to, at once.</summary>
    public static async Task<Names> Of(Operator op, IReadOnlyCollection<Entry> history, CancellationToken ct)
    {
        var names = new Names();
        foreach (var role in Roles.All) names.people[DevelopmentPeople.IdOf(op.Id.Value, role)] = Words.Of("Role", role);
        var ids = history.SelectMany(e => Referred(e.Event).Append(e.Organization)).OfType<Guid>().Distinct().ToList();
        foreach (var stream in Entries.Of(await Store.ReadStreams(op, ids, ct)).GroupBy(e => e.Stream))
        {
            var events = stream.OrderBy(e => e.Version).Select(e => e.Event).ToList();
            if (events.Exists(e => e is CohortEvent)) names.cohorts[stream.Key] = Domain.Cohorts.Cohort.Fold(events);
            if (events.Exists(e => e is OrganizationEvent)) names.organizations[stream.Key] = Domain.Partners.Organization.Fold(events);
            if (events.Exists(e => e is EmployerEvent)) names.employers[stream.Key] = Domain.Partners.Employer.Fold(events);
        }
        foreach (var member in names.organizations.Values.SelectMany(o => o.Staff.Values)) names.people[member.Id.Value] = member.Name;
        return names;
    }

    public string? Person(Guid? user) => user is { } id ? people.GetValueOrDefault(id) : null;

    public string? Organization(Guid? id) => id is { } o && organizations.TryGetValue(o, out var found) ? found.Name : null;

    public string? Employer(EmployerId? id) => id is { } e && employers.TryGetValue(e.Value, out var found) ? found.Name : null;

    public bool DeclinesService(EmployerId id) => employers.TryGetValue(id.Value, out var employer) && employer.DeclinesService;

    public Cohort? Cohort(CohortId id) => cohorts.GetValueOrDefault(id.Value);

    private static IEnumerable<Guid?> Referred(JourneyEvent? happened) => happened switch
    {
        SeatOffered e => [e.Cohort.Value],
        OfferAccepted e => [e.Cohort.Value],
        OfferDeclined e => [e.Cohort.Value],
        SeatOfferExpired e => [e.Cohort.Value],
        PlanStepAgreed e => [e.By?.Value],
        StaffAssigned e => [e.Organization.Value],
        ApplicationReceived e => [e.By?.Value],
        ReferralSent e => [e.To.Value],
        WorkPlacementStarted e => [e.Host.Value],
        JobApplicationSent e => [e.Employer.Value],
        EmploymentStarted e => [e.Employer?.Value],
        Domain.Corrections.EntryAmended e => Referred(e.Replacement),
        _ => [],
    };
}
