using Journey.Domain.Intake;

namespace Journey.Host.Features.Events.Published;

/// <summary>What an entry of the log is told with beside its own body.</summary>
/// <param name="Subject">Whom or what it is about, as outside.</param>
/// <param name="Target">The entry that it corrects or takes back.</param>
/// <param name="Consent">The consent that ends with it.</param>
/// <param name="Other">The other person's subject of a merge.</param>
public sealed record EntryFacts(string Subject, NamedEntry? Target = null, Consent? Consent = null, string? Other = null);

/// <summary>An entry of the log, as outside.</summary>
/// <param name="Type">Its public type; <see cref="PublicEvents.Withheld"/> where it has none.</param>
public sealed record NamedEntry(Guid Event, string Type, long Position);
