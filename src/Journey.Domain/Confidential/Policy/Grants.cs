using static Journey.Domain.Confidential.FieldClass;
using static Journey.Domain.Confidential.Relationship;
using static Journey.Domain.Confidential.Role;
using static Journey.Domain.Confidential.Verb;

namespace Journey.Domain.Confidential;

/// <summary>Who somebody is to an operator.</summary>
public enum Role { CaseManager, AdvancementCoach, Facilitator, Employer, Director, Evaluator, Funder, Participant, PrivacyOfficer, Administrator, Service, FeedReader }

/// <summary>What somebody has to do with one participant, today. <see cref="Relationships"/> reads it from events.</summary>
public enum Relationship
{
    Nothing,
    /// <summary>They are the participant.</summary>
    Own,
    /// <summary>Assigned to the participant in this role, by name, for the organization they act for.</summary>
    Assigned,
    /// <summary>Of the organization that took the participant up, while nobody is assigned to them as case manager.</summary>
    Unassigned,
    /// <summary>Of an organization that took the participant up or has staff assigned to them.</summary>
    Organization,
    /// <summary>Of the organization that the participant is referred to.</summary>
    Referred,
    /// <summary>The employer that the participant is referred to, or works or trains with.</summary>
    Candidate,
}

/// <summary><see cref="See"/>: the facts in the clear, such as stages. <see cref="Open"/>: sealed values. <see cref="Write"/>: recording something.</summary>
public enum Verb { See, Open, Write }

/// <summary>Which of a participant's facts. <see cref="Whole"/> covers the others.</summary>
public enum Part { Whole, Attendance, Placement, Referral }

/// <summary>Which fields of the granted classes.</summary>
public enum FieldRule
{
    All,
    /// <summary>Given and family name alone.</summary>
    Names,
    /// <summary>Barriers only where the participant agreed to share them.</summary>
    SharedBarriers,
    /// <summary>Names, and wage and hours of what the employer offers or pays.</summary>
    PlacementFields,
}

/// <summary>One line of the policy: a role, in one relationship, for one purpose, may do these things.</summary>
/// <param name="Classes">May be opened, and written, each where it has a basis.</param>
/// <param name="Bases">The grounds that a class may rest on.</param>
public sealed record Grant(Role Role, Relationship Relationship, string Purpose, Part Part, Verb[] Verbs, FieldClass[] Classes, BasisKind[] Bases, FieldRule Fields = FieldRule.All)
{
    /// <summary>The rule in a sentence, for the page of documentation.</summary>
    public required string Says { get; init; }

    public bool Covers(Part part) => Part == Part.Whole || Part == part;
}

/// <summary>
/// The policy: what is not granted here is denied. A role's rule stands in one place, and nothing else in the product widens it.
/// </summary>
public static class Grants
{
    private static readonly FieldClass[] Every = [.. Enum.GetValues<FieldClass>().Except([None])];

    // Before any consent the application stands for one, for the organization that took it.
    private static readonly BasisKind[] Consented = [BasisKind.Consent], ConsentedOrApplied = [BasisKind.Consent, BasisKind.Application];

    public static readonly IReadOnlyList<Grant> All =
    [
        new(CaseManager, Assigned, Purposes.Service, Part.Whole, [See, Open, Write], Every, ConsentedOrApplied) { Says = "Their participants: everything, and every class with a basis." },
        new(CaseManager, Unassigned, Purposes.Service, Part.Whole, [See, Open, Write], Every, ConsentedOrApplied) { Says = "Whoever has no case manager yet is every case manager's of the organization that took them up." },
        new(CaseManager, Referred, Purposes.Service, Part.Referral, [See, Open, Write], [Identity, Contact, General], Consented, FieldRule.SharedBarriers) { Says = "Whoever was referred to their organization: who they are, how to reach them, and the referral." },

        new(AdvancementCoach, Assigned, Purposes.Service, Part.Whole, [See, Open, Write], [Identity, Contact, General, FieldClass.Employment], ConsentedOrApplied, FieldRule.SharedBarriers)
            { Says = "Their participants: identity, contact, general, employment, and the barriers that the participant agreed to share." },

        new(Facilitator, Assigned, Purposes.Service, Part.Attendance, [See, Open, Write], [Identity], ConsentedOrApplied, FieldRule.Names) { Says = "Names and attendance of those in their sessions." },

        new(Employer, Candidate, Purposes.Placement, Part.Placement, [See, Open], [Identity, FieldClass.Employment], Consented, FieldRule.PlacementFields) { Says = "Placement fields of the people referred to them." },

        new(Director, Organization, Purposes.Oversight, Part.Whole, [See], [], []) { Says = "Exact counts; the people of their organization without any sealed value." },

        new(Participant, Own, Purposes.OwnData, Part.Whole, [See, Open], Every, [BasisKind.OwnData]) { Says = "Their own: everything." },
    ];

    /// <summary>Roles that nobody's record is opened to, and what they come for instead.</summary>
    public static readonly IReadOnlyDictionary<Role, string> Without = new Dictionary<Role, string>
    {
        [Evaluator] = "De-identified exports under an agreement; no participant.",
        [Funder] = "Published tables; no participant.",
        [PrivacyOfficer] = "The record of access and its proofs; no content.",
        [Administrator] = "Staff, roles, configuration; no personal data.",
        [Service] = "The public feed, which holds no sealed value; no participant.",
        [FeedReader] = "The whole public feed, which holds no sealed value; no participant.",
    };

    /// <summary>The classes that roles, by their names in sign-ins and definitions, could open at all.</summary>
    public static IReadOnlySet<FieldClass> Classes(IEnumerable<string> roles)
    {
        var held = roles.Select(r => Enum.TryParse<Role>(r, ignoreCase: true, out var role) ? role : (Role?)null).OfType<Role>().ToList();
        return All.Where(g => held.Contains(g.Role) && g.Verbs.Contains(Open)).SelectMany(g => g.Classes).ToHashSet();
    }

    /// <summary>
    /// Decides one cell: null is a permit, otherwise the reason, which is the first that fails of <c>role</c>, <c>relationship</c>, <c>purpose</c>,
    /// <c>field</c> and <c>basis</c>. Field comes before basis: who may never see a class is not told whether the participant consented to it.
    /// </summary>
    /// <param name="class"><see cref="FieldClass.None"/> for facts in the clear, which need no basis of their own: that a consent is withdrawn must itself be seen.</param>
    /// <param name="basis">What the class rests on for this actor; <see cref="BasisKind.None"/> for nothing.</param>
    public static string? Refusal(Role role, Relationship relationship, string purpose, Verb verb, FieldClass @class, Part part, BasisKind basis)
    {
        var grants = All.Where(g => g.Role == role && g.Verbs.Contains(verb)).ToList();
        if (grants.Count == 0) return Reasons.Role;
        if (grants.RemoveAll(g => g.Relationship != relationship) > 0 && grants.Count == 0) return Reasons.Relationship;
        if (grants.RemoveAll(g => g.Purpose != purpose) > 0 && grants.Count == 0) return Reasons.Purpose;
        if (grants.RemoveAll(g => !g.Covers(part) || !Reaches(g, verb, @class)) > 0 && grants.Count == 0) return Reasons.Field;
        return @class == None || grants.Exists(g => g.Bases.Contains(basis)) ? null : Reasons.Basis;
    }

    // What is opened is sealed, and so has a class; facts in the clear are seen.
    private static bool Reaches(Grant grant, Verb verb, FieldClass @class) => verb switch
    {
        See => @class == None,
        Open => grant.Classes.Contains(@class),
        _ => @class == None || grant.Classes.Contains(@class),
    };
}

/// <summary>Why something is denied: stable codes, in answers and in the record.</summary>
public static class Reasons
{
    public const string Role = "role", Relationship = "relationship", Purpose = "purpose", Field = "field", Basis = "basis";

    /// <summary>From the farthest to the nearest to a permit: of several refusals the last one is told.</summary>
    public static readonly IReadOnlyList<string> All = [Role, Relationship, Purpose, Field, Basis];
}
