using Journey.Domain.Participants;
using Journey.Domain.Partners;

namespace Journey.Domain.Confidential;

/// <summary>Reads from events what somebody has to do with a participant today. An agreement between their organizations is part of it.</summary>
public static class Relationships
{
    /// <summary>The organizations that took the participant up: at registration, or with an application.</summary>
    public static IReadOnlyCollection<OrganizationId> TakenUpBy(Participant person) =>
    [
        .. new[] { person.Registered?.Organization }.Concat(person.Enrollments.Select(e => e.Intake.AppliedTo?.Value ?? e.Intake.Applied?.Organization ?? e.Opened?.Organization))
            .OfType<Guid>().Distinct().Select(OrganizationId.From),
    ];

    /// <summary>
    /// Whoever may come into question as a reader by name or as the organization that has to act: assigned staff, organizations with a live referral,
    /// and those that took the person up while no case manager is assigned. An index over people; <see cref="Of"/> decides.
    /// </summary>
    public static IEnumerable<Guid> Readers(Participant person) =>
        person.Assignments.Where(a => a.IsLive).Select(a => a.Staff.Value)
            .Concat(person.Referrals.Where(IsLive).Select(r => r.To.Value))
            .Concat(HasCaseManager(person) ? [] : TakenUpBy(person).Select(o => o.Value)).Distinct();

    /// <summary>Those that took the person up or have staff assigned to them.</summary>
    public static IEnumerable<OrganizationId> Organizations(Participant person) => TakenUpBy(person).Concat(person.Assignments.Where(a => a.IsLive).Select(a => a.Organization)).Distinct();

    /// <summary>Every live relationship in one role; empty for none.</summary>
    /// <param name="person">As known now, whatever day is looked at.</param>
    public static IReadOnlyCollection<Relationship> Of(ActorStanding actor, Role role, Participant person, DateOnly today)
    {
        if (!actor.IsMember || !actor.Roles.Contains(role) || person.Id is null) return [];
        var found = new List<Relationship>();
        if (role == Role.Participant)
        {
            if (actor.Self == person.Id) found.Add(Relationship.Own);
            return found;
        }
        if (role == Role.Employer)
        {
            if (IsCandidate(person, actor.Organization.Value)) found.Add(Relationship.Candidate);
            return found;
        }
        var takers = TakenUpBy(person);
        if (!actor.Shares(takers, Purposes.Of(role), today) && !actor.Shares(takers, Purposes.Service, today)) return found;
        if (StaffRoleOf(role) is { } staff && person.Assignments.Exists(a => a.IsLive && a.Role == staff && a.Staff.Value == actor.User && a.Organization == actor.Organization)) found.Add(Relationship.Assigned);
        if (role == Role.CaseManager && takers.Contains(actor.Organization) && !HasCaseManager(person)) found.Add(Relationship.Unassigned);
        if (role == Role.CaseManager && person.Referrals.Exists(r => r.To == actor.Organization && IsLive(r))) found.Add(Relationship.Referred);
        if (role == Role.Director && Organizations(person).Contains(actor.Organization)) found.Add(Relationship.Organization);
        return found;
    }

    private static bool HasCaseManager(Participant person) => person.Assignments.Exists(a => a.IsLive && a.Role == StaffRole.CaseManager);

    private static bool IsLive(Referral referral) => referral.State is not (ReferralState.Declined or ReferralState.ReportedBack);

    private static StaffRole? StaffRoleOf(Role role) => role switch
    {
        Role.CaseManager => StaffRole.CaseManager,
        Role.AdvancementCoach => StaffRole.AdvancementCoach,
        Role.Facilitator => StaffRole.Facilitator,
        _ => null,
    };

    private static bool IsCandidate(Participant person, Guid employer) =>
        person.Jobs.Exists(j => j.IsCurrent && j.Employer?.Value == employer)
        || person.Enrollments.Exists(e => e.Placement.Applications.Exists(a => a.Referred && a.Closed is null && a.Employer.Value == employer)
            || e.Training.WorkPlacements.Exists(w => w.Ended is null && w.Host.Value == employer));
}
