namespace Journey.Domain.Confidential;

/// <summary>What somebody looks or writes for, as stable words. It follows from the role; consents and agreements name those they cover.</summary>
public static class Purposes
{
    /// <summary>Support during the program and after.</summary>
    public const string Service = "service";
    /// <summary>Referral to employers.</summary>
    public const string Placement = "placement";
    public const string Oversight = "oversight";
    public const string Evaluation = "evaluation";
    public const string Reporting = "reporting";
    public const string OwnData = "own-data";
    public const string Audit = "audit";
    public const string Configuration = "configuration";
    public const string Integration = "integration";

    public static readonly IReadOnlyList<string> All = [Service, Placement, Oversight, Evaluation, Reporting, OwnData, Audit, Configuration, Integration];

    /// <summary>Those that one organization may share people's values with another for.</summary>
    public static readonly IReadOnlyList<string> Shared = [Service, Placement, Evaluation];

    public static string Of(Role role) => role switch
    {
        Role.CaseManager or Role.AdvancementCoach or Role.Facilitator => Service,
        Role.Employer => Placement,
        Role.Director => Oversight,
        Role.Evaluator => Evaluation,
        Role.Funder => Reporting,
        Role.Participant => OwnData,
        Role.PrivacyOfficer => Audit,
        Role.Administrator => Configuration,
        Role.Service or Role.FeedReader => Integration,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };
}
