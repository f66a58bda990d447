using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

public enum StaffRole { CaseManager, AdvancementCoach, Facilitator, Director, Evaluator, Funder, PrivacyOfficer, Administrator }

/// <summary>A staff member works with a participant, for an organization, from a day to a day.</summary>
public sealed record Assignment(AssignmentId Id, StaffRole Role, StaffId Staff, OrganizationId Organization, EnrollmentId? Enrollment, Stamp From, Stamp? Ended)
{
    public bool IsLive => Ended is null;
}

public sealed record StaffAssigned(AssignmentId Assignment, StaffRole Role, StaffId Staff, OrganizationId Organization, EnrollmentId? Enrollment = null) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Assignments = person.Assignments.Put(new Assignment(Assignment, Role, Staff, Organization, Enrollment, at, null), a => a.Id == Assignment) };
}

public sealed record AssignmentEnded(AssignmentId Assignment) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Assignments = person.Assignments.Change(a => a.Id == Assignment, a => a with { Ended = a.Ended ?? at }) };
}

public static class Assigning
{
    public static Decision Assign(Participant person, AssignmentId id, StaffRole role, StaffId staff, OrganizationId organization, EnrollmentId? enrollment)
    {
        if (!person.Exists) return Registration.Unknown;
        if (role is not (StaffRole.CaseManager or StaffRole.AdvancementCoach or StaffRole.Facilitator))
            return Refuse("assignment.role", "Only a case manager, an advancement coach or a facilitator is assigned to a participant.");
        return person.Assignments.Exists(a => a.IsLive && a.Role == role && a.Staff == staff && a.Enrollment == enrollment)
            ? Nothing
            : Accept(new StaffAssigned(id, role, staff, organization, enrollment));
    }

    public static Decision End(Participant person, AssignmentId id)
    {
        if (person.Assignments.Find(a => a.Id == id) is not { } assignment) return Refuse("assignment.unknown", "The participant has no such assignment on that day.");
        return assignment.IsLive ? Accept(new AssignmentEnded(id)) : Nothing;
    }
}
