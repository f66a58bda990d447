using System.Collections.Immutable;
using Journey.Domain.Partners;

namespace Journey.Domain.Confidential;

/// <summary>Who asks, as far as it decides: read anew for every request, so that nothing outlives the event that ends it.</summary>
/// <param name="User">Also their id as staff, where they are.</param>
/// <param name="Roles">Held now: those signed in with, as far as their organization's own list still has them.</param>
/// <param name="IsMember">They belong to their organization today. Whoever has left has no relationship with anybody.</param>
/// <param name="IsOwn">The organization is the operator's own: a service provider or the lead agency, not a partner.</param>
/// <param name="Self">The participant that they are.</param>
/// <param name="Agreements">Those that their organization is or was a party to.</param>
public sealed record ActorStanding(
    Guid User, OrganizationId Organization, ImmutableArray<Role> Roles, bool IsMember, bool IsOwn = true, ParticipantId? Self = null, ImmutableArray<Agreement> Agreements = default)
{
    /// <summary>Whether what they share with <paramref name="others"/> is agreed on today; nothing needs agreeing on within one organization.</summary>
    public bool Shares(IReadOnlyCollection<OrganizationId> others, string purpose, DateOnly today) =>
        others.Contains(Organization) || InForce(today).Any(a => a.Purposes.Contains(purpose) && others.Any(o => a.Binds(Organization, o)));

    /// <summary>Whether that goes for values of <paramref name="class"/> too.</summary>
    public bool Shares(IReadOnlyCollection<OrganizationId> others, string purpose, FieldClass @class, DateOnly today) =>
        others.Contains(Organization) || InForce(today).Any(a => a.Purposes.Contains(purpose) && a.Classes.Contains(@class) && others.Any(o => a.Binds(Organization, o)));

    /// <summary>
    /// Why they may not see exact counts, which are for the program's own staff and its partners' while an agreement holds; null when they may.
    /// </summary>
    public string? CountsRefusal(DateOnly today) => IsMember && (IsOwn || InForce(today).Any()) ? null : Reasons.Relationship;

    private IEnumerable<Agreement> InForce(DateOnly today) => Agreements.IsDefault ? [] : Agreements.Where(a => a.IsInForceOn(today));
}
