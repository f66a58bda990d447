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
    public const string Service = "service";

    public static readonly IReadOnlyList<string> All =
        [CaseManager, AdvancementCoach, Facilitator, Director, Administrator, PrivacyOfficer, Evaluator, Funder, Employer, Participant, Service];
}
