namespace Journey.Domain.Confidential;

/// <summary>Who asks to see confidential values, what for, and on what ground. The vault adds whose values and which.</summary>
/// <param name="Action">What is done, as a stable word: <c>participant.view</c>, <c>cohort.list</c>, <c>criteria.evaluate</c>.</param>
/// <param name="Purpose">Stable word; follows from role and page.</param>
/// <param name="Trace">W3C trace id.</param>
/// <param name="Text">Free text, such as a break-glass sentence: sealed, about one of the subjects.</param>
public sealed record Access(
    Actor Actor, string Action, string Purpose, Basis Basis, Resource Resource,
    Query? Query = null, string? Recipient = null, Guid? Export = null, string? Trace = null, Sealed<string>? Text = null);

/// <summary>Who acts: a person of an organization, a job or a service.</summary>
/// <param name="User">Random reference; null only where nobody has signed in (a denial).</param>
/// <param name="Roles">The roles held at that moment.</param>
/// <param name="OnBehalfOf">The person that a service or a stand-in acts for.</param>
/// <param name="Session">The session's public id, never its cookie.</param>
/// <param name="Client">The application: <c>web</c>, <c>job</c>, an API client's id.</param>
/// <param name="Address">Network address, as text.</param>
public sealed record Actor(
    Guid? User, Guid? Organization, IReadOnlyList<string> Roles, Guid? OnBehalfOf = null, string? Session = null, string? Client = null, string? Address = null);

/// <summary>The ground a class may be seen on.</summary>
/// <param name="Reference">The consent, the agreement, the statute, the break-glass.</param>
/// <param name="Version">Of a consent.</param>
public sealed record Basis(BasisKind Kind, string? Reference = null, int? Version = null);

/// <summary><see cref="Application"/> holds before consent, for the organization that took it; <see cref="None"/> is for denials.</summary>
public enum BasisKind { None, Consent, Application, Agreement, Law, BreakGlass, OwnData, Demonstration }

/// <summary>What was looked at: a page's or answer's main thing.</summary>
public sealed record Resource(string Type, string? Id = null, long? Version = null);

/// <summary>A list or a search.</summary>
/// <param name="Template">The query's name, never its arguments.</param>
/// <param name="Tokens">Blind-index tokens of what was searched for.</param>
/// <param name="Results">How many rows were answered.</param>
public sealed record Query(string Template, IReadOnlyList<string> Tokens, int? Results = null);
