using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Host.Features.SignIn;

namespace Journey.Host.Confidential;

/// <summary>
/// Who may open what of a participant: role, live relationship, and a basis, for each class. Default deny. What a role never opens
/// (a director, an administrator, a privacy officer) no relationship gives it.
/// </summary>
public static class Readable
{
    private static readonly FieldClass[] Every = [.. Enum.GetValues<FieldClass>().Except([FieldClass.None])];

    private static readonly Dictionary<string, (FieldClass[] Classes, StaffRole? As)> ByRole = new(StringComparer.Ordinal)
    {
        [Roles.CaseManager] = (Every, StaffRole.CaseManager),
        [Roles.AdvancementCoach] = ([FieldClass.Identity, FieldClass.Contact, FieldClass.General, FieldClass.Employment], StaffRole.AdvancementCoach),
        [Roles.Facilitator] = ([FieldClass.Identity], StaffRole.Facilitator),
        [Roles.Participant] = (Every, null),
    };

    /// <summary>The classes that a role could open at all.</summary>
    public static IReadOnlySet<FieldClass> Classes(IEnumerable<string> roles) => roles.Where(ByRole.ContainsKey).SelectMany(r => ByRole[r].Classes).ToHashSet();

    /// <param name="person">As known now, whatever day is looked at: a consent withdrawn today closes yesterday's page too.</param>
    public static Permit Of(SignedInPerson viewer, Participant person, DateOnly today)
    {
        if (viewer.Participant is { } own) return own == person.Id?.Value ? new Permit(Every.ToHashSet(), false, new Basis(BasisKind.OwnData), null) : Permit.Denied("relationship");
        var roles = viewer.Roles.Where(r => ByRole.TryGetValue(r, out var rule) && rule.As is not null).ToList();
        if (roles.Count == 0) return Permit.Denied("role");
        roles.RemoveAll(r => !Related(viewer, person, ByRole[r].As!.Value));
        if (roles.Count == 0) return Permit.Denied("relationship");
        if (BasisOf(viewer, person, today) is not var (basis, consented)) return Permit.Denied("basis");
        var classes = Classes(roles).Where(c => consented is null || consented.Contains(c)).ToHashSet();
        return classes.Count == 0 ? Permit.Denied("basis") : new Permit(classes, roles.TrueForAll(r => r == Roles.Facilitator), basis, null) { SharedBarriersOnly = !roles.Contains(Roles.CaseManager) };
    }

    /// <summary>The one basis that a record over many people names: theirs where they share it, else the kind that most of them have.</summary>
    public static Basis Common(IReadOnlyCollection<Basis> bases) => bases.Distinct().ToList() switch
    {
        [] => new Basis(BasisKind.None),
        [var same] => same,
        _ => new Basis(bases.GroupBy(b => b.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key),
    };

    // Somebody who has no case manager yet is every case manager's of the organization that took them up.
    private static bool Related(SignedInPerson viewer, Participant person, StaffRole role) =>
        person.Assignments.Exists(a => a.IsLive && a.Role == role && a.Staff.Value == viewer.User)
        || (role == StaffRole.CaseManager && !person.Assignments.Exists(a => a.IsLive && a.Role == role) && TookUp(viewer, person));

    private static bool TookUp(SignedInPerson viewer, Participant person) =>
        person.Registered?.Organization == viewer.Organization
        || person.Enrollments.Exists(e => (e.Intake.AppliedTo?.Value ?? e.Intake.Applied?.Organization ?? e.Opened?.Organization) == viewer.Organization);

    // Before any consent the application stands for one, for the organization that took it; after a withdrawal nothing does.
    private static (Basis Basis, IReadOnlySet<FieldClass>? Classes)? BasisOf(SignedInPerson viewer, Participant person, DateOnly today)
    {
        if (person.Consents.IsEmpty) return TookUp(viewer, person) ? (new Basis(BasisKind.Application), null) : null;
        var given = person.Consents.FindAll(c => c.IsInForceOn(today) && (c.Recipients.IsDefaultOrEmpty || c.Recipients.Any(r => r.Value == viewer.Organization)));
        return given is [.., { } last] ? (new Basis(BasisKind.Consent, last.Id.ToString(), last.FormVersion), given.SelectMany(c => c.Classes).ToHashSet()) : null;
    }
}

/// <summary>What somebody may open of one participant.</summary>
/// <param name="NamesOnly">Of the class identity the names alone.</param>
/// <param name="Reason">Why nothing may be opened: <c>role</c>, <c>relationship</c>, <c>basis</c>; null when something may.</param>
public sealed record Permit(IReadOnlySet<FieldClass> Classes, bool NamesOnly, Basis Basis, string? Reason)
{
    /// <summary>Barriers only where the participant agreed that a coach sees them.</summary>
    public bool SharedBarriersOnly { get; init; }

    public static Permit Denied(string reason) => new(new HashSet<FieldClass>(), true, new Basis(BasisKind.None), reason);

    public bool Allows(Sealed? value) => value is not null && Classes.Contains(value.Class) && (!NamesOnly || value.Place?.Field is "givenName" or "familyName");
}
