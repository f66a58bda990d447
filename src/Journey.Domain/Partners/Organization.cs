using System.Collections.Immutable;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Partners;

/// <summary>The ten partner roles of CP; one organization may hold several.</summary>
public enum PartnerRole
{
    LeadAgency, SecondarySchool, BridgeTrainingProgram, PostSecondaryInstitution, IndustryPartner, EmploymentServiceCentre,
    EconomicDevelopment, CommunityAgency, ProvincialDepartment, RegionalFoundation,
}

/// <summary>Which of the program's two employers of staff it is, if one.</summary>
public enum OrganizationKind { ServiceProvider, SectorOrganization, Other }

/// <summary>A partner organization with its roles and its staff. Never free text elsewhere: everything refers to it.</summary>
public sealed record Organization
{
    public static Organization None { get; } = new();

    public OrganizationId? Id { get; init; }

    public string Name { get; init; } = "";

    public OrganizationKind Kind { get; init; }

    public ImmutableHashSet<PartnerRole> Roles { get; init; } = [];

    public ImmutableDictionary<StaffId, StaffMember> Staff { get; init; } = ImmutableDictionary<StaffId, StaffMember>.Empty;

    public static Organization Fold(IEnumerable<JourneyEvent?> events) =>
        events.OfType<OrganizationEvent>().Aggregate(None, (organization, e) => e.Fold(organization));
}

/// <param name="Name">The name they work under. It identifies somebody in their job, and stands in the clear.</param>
public sealed record StaffMember(StaffId Id, string Name, ImmutableHashSet<StaffRole> Roles, bool HasLeft);

public abstract record OrganizationEvent : JourneyEvent
{
    internal abstract Organization Fold(Organization organization);
}

public sealed record OrganizationRegistered(OrganizationId Organization, string Name, OrganizationKind Kind) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) => organization with { Id = Organization, Name = Name, Kind = Kind };
}

public sealed record PartnerRoleTaken(PartnerRole Role) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) => organization with { Roles = organization.Roles.Add(Role) };
}

public sealed record PartnerRoleEnded(PartnerRole Role) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) => organization with { Roles = organization.Roles.Remove(Role) };
}

public sealed record StaffJoined(StaffId Staff, string Name, ImmutableArray<StaffRole> Roles) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) =>
        organization with { Staff = organization.Staff.SetItem(Staff, new StaffMember(Staff, Name, [.. Roles], false)) };
}

public sealed record StaffRolesChanged(StaffId Staff, ImmutableArray<StaffRole> Roles) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) => organization.Change(Staff, s => s with { Roles = [.. Roles] });
}

public sealed record StaffLeft(StaffId Staff) : OrganizationEvent
{
    internal override Organization Fold(Organization organization) => organization.Change(Staff, s => s with { HasLeft = true });
}

public static class Organizations
{
    internal static Organization Change(this Organization organization, StaffId id, Func<StaffMember, StaffMember> change) =>
        organization.Staff.TryGetValue(id, out var member) ? organization with { Staff = organization.Staff.SetItem(id, change(member)) } : organization;

    public static Decision Register(Organization organization, OrganizationId id, string name, OrganizationKind kind)
    {
        if (string.IsNullOrWhiteSpace(name)) return Refuse("organization.name", "An organization has a name.");
        return organization.Id is null ? Accept(new OrganizationRegistered(id, name, kind)) : Nothing;
    }

    public static Decision TakeRole(Organization organization, PartnerRole role) => organization.Id is null ? Unknown
        : organization.Roles.Contains(role) ? Nothing : Accept(new PartnerRoleTaken(role));

    public static Decision EndRole(Organization organization, PartnerRole role) => organization.Id is null ? Unknown
        : organization.Roles.Contains(role) ? Accept(new PartnerRoleEnded(role)) : Nothing;

    public static Decision Join(Organization organization, StaffId id, string name, ImmutableArray<StaffRole> roles)
    {
        if (organization.Id is null) return Unknown;
        if (string.IsNullOrWhiteSpace(name) || roles.IsDefaultOrEmpty) return Refuse("staff.incomplete", "A staff member has a name and at least one role.");
        return organization.Staff.TryGetValue(id, out var member) && !member.HasLeft ? Nothing : Accept(new StaffJoined(id, name, roles));
    }

    public static Decision ChangeRoles(Organization organization, StaffId id, ImmutableArray<StaffRole> roles)
    {
        if (!organization.Staff.TryGetValue(id, out var member) || member.HasLeft) return UnknownStaff;
        if (roles.IsDefaultOrEmpty) return Refuse("staff.incomplete", "A staff member has a name and at least one role.");
        return member.Roles.SetEquals(roles) ? Nothing : Accept(new StaffRolesChanged(id, roles));
    }

    public static Decision Leave(Organization organization, StaffId id)
    {
        if (!organization.Staff.TryGetValue(id, out var member)) return UnknownStaff;
        return member.HasLeft ? Nothing : Accept(new StaffLeft(id));
    }

    private static Decision Unknown { get; } = Refuse("organization.unknown", "There is no such organization.");

    private static Decision UnknownStaff { get; } = Refuse("staff.unknown", "Nobody of that name works for the organization.");
}
