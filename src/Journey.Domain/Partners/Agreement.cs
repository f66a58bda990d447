using System.Collections.Immutable;
using Journey.Domain.Confidential;
using static Journey.Domain.Decide;

namespace Journey.Domain.Partners;

/// <summary>What organizations have agreed to share about participants: between whom, what for, which classes, from when to when.</summary>
/// <param name="To">Last day, included; null for no end.</param>
public sealed record Agreement(
    AgreementId? Id, ImmutableArray<OrganizationId> Parties, ImmutableArray<string> Purposes, ImmutableArray<FieldClass> Classes, DateOnly From, DateOnly? To, bool HasEnded)
{
    public static Agreement None { get; } = new(null, [], [], [], default, null, false);

    public bool IsInForceOn(DateOnly day) => Id is not null && !HasEnded && From <= day && (To is null || day <= To);

    public bool Binds(OrganizationId one, OrganizationId other) => one != other && Parties.Contains(one) && Parties.Contains(other);

    public static Agreement Fold(IEnumerable<JourneyEvent?> events) => events.OfType<AgreementEvent>().Aggregate(None, (agreement, e) => e.Fold(agreement));
}

public abstract record AgreementEvent : JourneyEvent
{
    internal abstract Agreement Fold(Agreement agreement);
}

public sealed record AgreementMade(
    AgreementId Agreement, ImmutableArray<OrganizationId> Parties, ImmutableArray<string> Purposes, ImmutableArray<FieldClass> Classes, DateOnly From, DateOnly? To = null) : AgreementEvent
{
    internal override Agreement Fold(Agreement agreement) => new(Agreement, Parties, Purposes, Classes, From, To, false);
}

/// <summary>It is over, whatever its last day was to be: from the next request on nothing rests on it.</summary>
public sealed record AgreementEnded(string? Reason = null) : AgreementEvent
{
    internal override Agreement Fold(Agreement agreement) => agreement with { HasEnded = true };
}

public static class Agreements
{
    public static Decision Make(Agreement agreement, AgreementMade made)
    {
        if (agreement.Id is not null) return Nothing;
        if (made.Parties.Distinct().Count() < 2) return Refuse("agreement.parties", "An agreement is between two organizations or more.");
        if (made.Purposes.IsDefaultOrEmpty || made.Purposes.Any(p => !Purposes.Shared.Contains(p))) return Refuse("agreement.purposes", $"An agreement names one or more of the purposes {string.Join(", ", Purposes.Shared)}.");
        if (made.Classes.IsDefaultOrEmpty || made.Classes.Contains(FieldClass.None)) return Refuse("agreement.classes", "An agreement names the classes that may be shared; what identifies nobody needs no naming.");
        return made.To < made.From ? Refuse("agreement.dates", "An agreement ends on the day on which it begins, or later.") : Accept(made);
    }

    public static Decision End(Agreement agreement, string? reason) => agreement switch
    {
        { Id: null } => Refuse("agreement.unknown", "There is no such agreement."),
        { HasEnded: true } => Nothing,
        _ => Accept(new AgreementEnded(reason)),
    };
}
