namespace Journey.Domain.Programs;

/// <summary>One rung of a career ladder. Whoever attained it has something that stands on its own; nobody must climb on.</summary>
/// <param name="NocCode">Occupation by the National Occupational Classification, with its edition.</param>
/// <param name="WageFrom">Hourly wage range of the occupation, both ends included; null where nobody says.</param>
/// <param name="Certificates">Ids of the credentials that are needed for it.</param>
/// <param name="Experience">Experience that is asked for.</param>
/// <param name="Lateral">Rungs beside it, of another ladder, that one may move to.</param>
public sealed record Rung(string? NocCode, string? NocEdition, Money? WageFrom, Money? WageTo, IReadOnlyList<string> Certificates, Period? Experience, IReadOnlyList<string> Lateral);

/// <summary>How strongly an offering relates to a rung's work.</summary>
public enum Relation { Strong, Partial, Poor }

/// <summary>One line of the training-asset map.</summary>
/// <param name="ProviderType">As the map says it, such as college or community organization.</param>
/// <param name="Credential">What it awards, in the map's words.</param>
/// <param name="Rungs">How strongly it relates to which rung.</param>
public sealed record Offering(
    string Id, Text Title, string Organization, Text? ProviderType, Text? Delivery, Text? Duration, Text? Entrance, Text? Credential, Text? SubSector,
    IReadOnlyList<string> NocCodes, IReadOnlyDictionary<string, Relation> Rungs);
