namespace Journey.Host.Features.SignIn;

/// <summary>Who somebody is to an operator. Names are stored in claims and records of access.</summary>
public static class Roles
{
    public const string CaseManager = "caseManager";
    public const string AdvancementCoach = "advancementCoach";
    public const string Facilitator = "facilitator";
    public const string Employer = "employer";
    public const string Director = "director";
    public const string Evaluator = "evaluator";
    public const string Funder = "funder";
    public const string Participant = "participant";
    public const string PrivacyOfficer = "privacyOfficer";
    public const string Administrator = "administrator";
    /// <summary>A program of another organization's: reads the feed through that organization's subscriptions.</summary>
    public const string Service = "service";
    /// <summary>A program of the operator's own that reads the whole feed, such as its data warehouse.</summary>
    public const string FeedReader = "feedReader";

    /// <summary>Programs, not people.</summary>
    public static readonly IReadOnlyList<string> Programs = [Service, FeedReader];

    public static readonly IReadOnlyList<string> All =
        [CaseManager, AdvancementCoach, Facilitator, Director, Administrator, PrivacyOfficer, Evaluator, Funder, Employer, Participant, .. Programs];
}
