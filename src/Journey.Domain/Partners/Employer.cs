using System.Collections.Immutable;
using Journey.Domain.Confidential;
using static Journey.Domain.Decide;

namespace Journey.Domain.Partners;

/// <summary>The second client: an employer, what it takes part in, and whether it wants the coach's service.</summary>
public sealed record Employer
{
    public static Employer None { get; } = new();

    public EmployerId? Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Industry code (NAICS), when known.</summary>
    public string? Industry { get; init; }

    public Sealed<string>? ContactName { get; init; }

    public Sealed<string>? ContactDetails { get; init; }

    public int SiteVisits { get; init; }

    public int GuestTalks { get; init; }

    /// <summary>The employer said that it does not need the coach's service after a hire (AA, "Post-Employment Services").</summary>
    public bool DeclinesService { get; init; }

    public static Employer Fold(IEnumerable<JourneyEvent?> events) => events.OfType<EmployerEvent>().Aggregate(None, (employer, e) => e.Fold(employer));
}

public abstract record EmployerEvent : JourneyEvent
{
    internal abstract Employer Fold(Employer employer);
}

public sealed record EmployerRegistered(EmployerId Employer, string Name, string? Industry = null) : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { Id = Employer, Name = Name, Industry = Industry };
}

/// <summary>Who to talk to. The contact is a person of their own: sealed under their own keys.</summary>
public sealed record EmployerContactGiven(Sealed<string> Name, Sealed<string>? Details) : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { ContactName = Name, ContactDetails = Details };
}

public sealed record SiteVisitHeld(CohortId? Cohort = null) : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { SiteVisits = employer.SiteVisits + 1 };
}

public sealed record GuestTalkGiven(CohortId? Cohort = null) : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { GuestTalks = employer.GuestTalks + 1 };
}

public sealed record ServiceDeclined(Sealed<string>? Note = null) : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { DeclinesService = true };
}

public sealed record ServiceResumed : EmployerEvent
{
    internal override Employer Fold(Employer employer) => employer with { DeclinesService = false };
}

public static class Employers
{
    public static Decision Register(Employer employer, EmployerId id, string name, string? industry)
    {
        if (string.IsNullOrWhiteSpace(name)) return Refuse("employer.name", "An employer has a name.");
        return employer.Id is null ? Accept(new EmployerRegistered(id, name, industry)) : Nothing;
    }

    public static Decision GiveContact(Employer employer, Sealed<string> name, Sealed<string>? details)
    {
        if (employer.Id is null) return Unknown;
        var same = employer.ContactName?.SameAs(name) == true && (details is null || employer.ContactDetails?.SameAs(details) == true);
        return same ? Nothing : Accept(new EmployerContactGiven(name, details));
    }

    public static Decision HoldSiteVisit(Employer employer, CohortId? cohort) => employer.Id is null ? Unknown : Accept(new SiteVisitHeld(cohort));

    public static Decision GiveGuestTalk(Employer employer, CohortId? cohort) => employer.Id is null ? Unknown : Accept(new GuestTalkGiven(cohort));

    public static Decision DeclineService(Employer employer, Sealed<string>? note) => employer switch
    {
        { Id: null } => Unknown,
        { DeclinesService: true } => Nothing,
        _ => Accept(new ServiceDeclined(note)),
    };

    public static Decision ResumeService(Employer employer) => employer switch
    {
        { Id: null } => Unknown,
        { DeclinesService: false } => Nothing,
        _ => Accept(new ServiceResumed()),
    };

    private static Decision Unknown { get; } = Refuse("employer.unknown", "There is no such employer.");
}
