using Journey.Domain.Participants;

namespace Journey.Domain.Due;

/// <summary>Whose work it is: a role, found in the participant's assignments.</summary>
/// <param name="Staff">Null where the role is nobody's in particular, such as a director's, or where it is <paramref name="Unowned"/>.</param>
/// <param name="Unowned">A role that people are assigned to, and nobody is: it goes to whoever directs the program.</param>
public readonly record struct DueOwner(string Role, StaffId? Staff, bool Unowned)
{
    private static readonly StaffRole[] FrontLine = [StaffRole.CaseManager, StaffRole.AdvancementCoach, StaffRole.Facilitator];

    /// <summary>Whoever is assigned in that role; else whoever has been assigned longest in another one.</summary>
    public static DueOwner Of(Participant person, Enrollment enrollment, string role)
    {
        if (!Enum.TryParse<StaffRole>(role, ignoreCase: true, out var wanted) || !FrontLine.Contains(wanted)) return new DueOwner(role, null, false);
        var live = person.Assignments.FindAll(a => a.IsLive && FrontLine.Contains(a.Role) && (a.Enrollment is null || a.Enrollment == enrollment.Id));
        var staff = (live.FindLast(a => a.Role == wanted) ?? live.Find(a => a.Role != StaffRole.Facilitator) ?? live.FirstOrDefault())?.Staff;
        return new DueOwner(role, staff, staff is null);
    }
}
