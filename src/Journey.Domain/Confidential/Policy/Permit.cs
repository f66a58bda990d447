using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Domain.Confidential;

/// <summary>
/// What one actor may do with one participant today: every role they hold, in every live relationship, with the ground that each class
/// rests on. Made by <see cref="Of"/> and asked cell by cell.
/// </summary>
public sealed class Permit
{
    private static readonly FieldClass[] Sealable = [.. Enum.GetValues<FieldClass>().Except([FieldClass.None])];

    private readonly List<(Role Role, Relationship Relationship)> held = [];
    private readonly Dictionary<(string Purpose, FieldClass Class), Basis> grounds = [];

    private Permit() { }

    /// <summary>A permit for nothing, where values were not asked for.</summary>
    public static Permit Nothing { get; } = new();

    /// <param name="person">As known now, whatever day is looked at: a consent withdrawn today closes yesterday's page too.</param>
    /// <param name="today">The real day in the person's zone, never a slider's.</param>
    public static Permit Of(ActorStanding actor, Participant person, DateOnly today)
    {
        var permit = new Permit();
        foreach (var role in actor.Roles)
        {
            var live = Relationships.Of(actor, role, person, today);
            foreach (var relationship in live.Count == 0 ? [Relationship.Nothing] : live) permit.held.Add((role, relationship));
            if (live.Count == 0) continue;
            foreach (var @class in Sealable)
                if (Grounds.Of(actor, person, Purposes.Of(role), @class, today) is { } ground) permit.grounds[(Purposes.Of(role), @class)] = ground;
        }
        return permit;
    }

    /// <summary>Null when it is permitted; else the nearest of the reasons that their roles fail for.</summary>
    public string? Refusal(Verb verb, FieldClass @class = FieldClass.None, Part part = Part.Whole)
    {
        var reasons = new List<string>();
        foreach (var (role, relationship) in held)
        {
            var purpose = Purposes.Of(role);
            if (Grants.Refusal(role, relationship, purpose, verb, @class, part, Ground(purpose, @class).Kind) is not { } reason) return null;
            reasons.Add(reason);
        }
        return Nearest(reasons);
    }

    /// <summary>The parts of the participant's facts that may be seen; empty for none.</summary>
    public IReadOnlyList<Part> Parts => field ??= [.. Enum.GetValues<Part>().Where(p => Refusal(Verb.See, part: p) is null)];

    public bool SeesWhole => Parts.Contains(Part.Whole);

    /// <summary>The classes that may be opened, in whichever part.</summary>
    public IReadOnlySet<FieldClass> Classes => field ??= Sealable.Where(c => Open(c).Any()).ToHashSet();

    /// <summary>Whether this value may be opened, by class and by field.</summary>
    public bool Allows(Sealed? value) => value is not null && Open(value.Class).Any(g => Fits(g.Fields, value));

    /// <summary>Whether an entry is one that this actor learns of; false for a barrier that the participant keeps from them.</summary>
    public bool Knows(JourneyEvent? happened) => SeesUnsharedBarriers || (happened is EntryAmended amended ? amended.Replacement : happened) is not BarrierNoted { Shared: false };

    /// <summary>Whether a barrier that the participant did not agree to share may be seen.</summary>
    public bool SeesUnsharedBarriers => held.Exists(h => Granted(h).Any(g => g.Fields == FieldRule.All && g.Part == Part.Whole));

    /// <summary>Why no value may be opened, by the nearest of all classes' reasons; null when one may be, or where nothing was asked for.</summary>
    public string? Reason => held.Count == 0 || Classes.Count > 0 ? null : Nearest(Sealable.SelectMany(c => Enum.GetValues<Part>().Select(p => Refusal(Verb.Open, c, p))));

    /// <summary>What the record says: the purpose that goes with the role that opens most.</summary>
    public string? Purpose => held.Count == 0 ? null : Purposes.Of(held.OrderByDescending(h => Granted(h).Sum(g => g.Classes.Length + g.Verbs.Length)).First().Role);

    /// <summary>The ground of what is opened: of the latest consent among them where there is one.</summary>
    public Basis Basis => Classes.Count > 0
        ? Classes.SelectMany(c => held.Select(h => Ground(Purposes.Of(h.Role), c))).Where(g => g.Kind != BasisKind.None).OrderByDescending(g => g.Kind == BasisKind.Consent).ThenByDescending(g => g.Version ?? 0).First()
        // Facts in the clear rest on the work itself: what was done has to be kept and looked after.
        : new Basis(Parts.Count > 0 ? BasisKind.Law : BasisKind.None);

    private IEnumerable<Grant> Open(FieldClass @class) =>
        held.SelectMany(h => Granted(h).Where(g => g.Verbs.Contains(Verb.Open) && Grants.Refusal(h.Role, h.Relationship, g.Purpose, Verb.Open, @class, g.Part, Ground(g.Purpose, @class).Kind) is null && g.Classes.Contains(@class)));

    private static string Nearest(IEnumerable<string?> reasons) => Reasons.All.LastOrDefault(reasons.Contains) ?? Reasons.Role;

    private static IEnumerable<Grant> Granted((Role Role, Relationship Relationship) held) => Grants.All.Where(g => g.Role == held.Role && g.Relationship == held.Relationship);

    private Basis Ground(string purpose, FieldClass @class) => grounds.GetValueOrDefault((purpose, @class)) ?? new Basis(BasisKind.None);

    private static bool Fits(FieldRule rule, Sealed value) => rule switch
    {
        FieldRule.Names => IsName(value),
        FieldRule.PlacementFields => value.Class == FieldClass.Identity ? IsName(value) : value.Place?.Field is { } f && (f.EndsWith("ourlyWage", StringComparison.Ordinal) || f.EndsWith("eeklyHours", StringComparison.Ordinal)),
        _ => true,
    };

    private static bool IsName(Sealed value) => value.Place?.Field is "givenName" or "familyName";
}

/// <summary>What one class of one participant's values rests on, for one actor and purpose.</summary>
public static class Grounds
{
    /// <summary>The one basis that a record over many people names: theirs where they share it, else the kind that most of them have.</summary>
    public static Basis Common(IReadOnlyCollection<Basis> bases) => bases.Distinct().ToList() switch
    {
        [] => new Basis(BasisKind.None),
        [var same] => same,
        _ => new Basis(bases.GroupBy(b => b.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key),
    };

    /// <returns>Null for nothing.</returns>
    public static Basis? Of(ActorStanding actor, Participant person, string purpose, FieldClass @class, DateOnly today)
    {
        if (actor.Self is { } self && self == person.Id && purpose == Purposes.OwnData) return new Basis(BasisKind.OwnData);
        var takers = Relationships.TakenUpBy(person);
        // An employer is no partner: what it gets rests on the consent to be referred to it.
        if (purpose != Purposes.Placement && !actor.Shares(takers, purpose, @class, today)) return null;
        // Before any consent the application stands for one, for the organization that took it; after a withdrawal nothing does.
        if (person.Consents.IsEmpty) return takers.Contains(actor.Organization) ? new Basis(BasisKind.Application) : null;
        return person.Consents.FindLast(c => c.IsInForceOn(today) && c.Purposes.Contains(purpose) && c.Classes.Contains(@class)
            && (c.Recipients.IsDefaultOrEmpty || c.Recipients.Contains(actor.Organization))) is { } consent
            ? new Basis(BasisKind.Consent, consent.Id.ToString(), consent.FormVersion) : null;
    }
}
