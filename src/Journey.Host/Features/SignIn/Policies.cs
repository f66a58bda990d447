using Microsoft.AspNetCore.Authorization;
using static Journey.Host.Features.SignIn.Roles;

namespace Journey.Host.Features.SignIn;

/// <summary>
/// Every endpoint names one of these; an endpoint that names none is denied. They go by role; what a role may see of one
/// participant goes by relationship, purpose and basis as well: the policy of the domain (Grants) decides, in front of the endpoint.
/// </summary>
public static class Policies
{
    /// <summary>Whoever is signed in, whatever the role: the start page, signing out.</summary>
    public const string SignedIn = "signed-in";
    /// <summary>Lists of people and who they are.</summary>
    public const string SeePeople = "see-people";
    /// <summary>One participant's page or record; the participant themself only theirs (route value "id").</summary>
    public const string SeePerson = "see-person";
    /// <summary>Of one participant the part that concerns whoever asks: an employer too, of whoever was referred to it.</summary>
    public const string SeePart = "see-part";
    /// <summary>Recording what happened on a participant's journey.</summary>
    public const string RecordJourney = "record-journey";
    public const string RecordAttendance = "record-attendance";
    /// <summary>Exact counts, for the program's own staff. Evaluators and funders get published tables only.</summary>
    public const string SeeCounts = "see-counts";
    public const string ManageCohorts = "manage-cohorts";
    public const string SeePrograms = "see-programs";
    /// <summary>Staff, organizations, program definitions: configuration without personal data.</summary>
    public const string Configure = "configure";
    public const string Operate = "operate";
    public const string Audit = "audit";
    /// <summary>The public feed of events, which carries no sealed value; without <see cref="ReadWholeFeed"/>, through a subscription.</summary>
    public const string Subscribe = "subscribe";
    /// <summary>The feed without a subscription: all of it, from its beginning.</summary>
    public const string ReadWholeFeed = "read-whole-feed";
    /// <summary>Subscriptions and how far they are; a service sees those of its own organization.</summary>
    public const string SeeSubscriptions = "see-subscriptions";
    public const string ManageSubscriptions = "manage-subscriptions";
    /// <summary>Saying that what was asked for is deleted: the subscriber, for its own organization's subscriptions; an administrator, whom a subscriber told.</summary>
    public const string AcknowledgeDeletions = "acknowledge-deletions";
    /// <summary>Over all subscriptions, who has not said that they deleted what they had to.</summary>
    public const string SeeOutstandingDeletions = "see-outstanding-deletions";

    static readonly Dictionary<string, string[]> _roles = new()
    {
        [SignedIn] = [.. All],
        [SeePeople] = [CaseManager, AdvancementCoach, Facilitator, Director],
        [SeePerson] = [CaseManager, AdvancementCoach, Facilitator, Director, Participant],
        [SeePart] = [CaseManager, AdvancementCoach, Facilitator, Director, Participant, Employer],
        [RecordJourney] = [CaseManager, AdvancementCoach],
        [RecordAttendance] = [CaseManager, AdvancementCoach, Facilitator],
        [SeeCounts] = [CaseManager, AdvancementCoach, Facilitator, Director],
        [ManageCohorts] = [Director, Administrator],
        [SeePrograms] = [CaseManager, AdvancementCoach, Facilitator, Director, Administrator, Evaluator],
        [Configure] = [Administrator],
        [Operate] = [Administrator, Director],
        [Audit] = [PrivacyOfficer],
        [Subscribe] = [Service, FeedReader],
        [ReadWholeFeed] = [FeedReader],
        [SeeSubscriptions] = [Administrator, Director, PrivacyOfficer, Service],
        [ManageSubscriptions] = [Administrator],
        [AcknowledgeDeletions] = [Service, Administrator],
        [SeeOutstandingDeletions] = [PrivacyOfficer, Administrator],
    };

    public static IReadOnlyCollection<string> Names => _roles.Keys;

    /// <summary>Whether one of these roles opens the policy; for showing or hiding a link, never instead of the policy itself.</summary>
    public static bool Allows(string policy, IEnumerable<string> roles) => _roles[policy].Intersect(roles).Any();

    public static void Add(AuthorizationOptions options)
    {
        foreach (var (name, roles) in _roles)
            options.AddPolicy(name, p =>
            {
                p.RequireAuthenticatedUser().RequireClaim(SignedInPerson.RoleClaim, roles);
                if (name is SeePerson or SeePart) p.RequireAssertion(OnlyTheirOwn);
            });
        options.DefaultPolicy = options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
    }

    static bool OnlyTheirOwn(AuthorizationHandlerContext context)
    {
        var staff = context.User.FindAll(SignedInPerson.RoleClaim).Any(r => r.Value != Participant && _roles[SeePart].Contains(r.Value));
        return staff || (context.Resource is HttpContext http && context.User.FindFirst(SignedInPerson.ParticipantClaim)?.Value is { } own
            && string.Equals(http.GetRouteValue("id")?.ToString(), own, StringComparison.OrdinalIgnoreCase));
    }
}
