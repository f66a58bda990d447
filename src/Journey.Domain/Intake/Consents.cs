using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Intake;

/// <summary>What somebody allowed: to whom, for which purposes and classes, until when, on which form.</summary>
/// <param name="FormVersion">Version of the consent form's text.</param>
/// <param name="Language">BCP 47 tag of the language it was read in.</param>
/// <param name="Until">Last day, included; null for no end.</param>
public sealed record Consent(
    ConsentId Id, EnrollmentId? Enrollment, int FormVersion, string Language, ImmutableArray<string> Purposes, ImmutableArray<FieldClass> Classes,
    ImmutableArray<OrganizationId> Recipients, DateOnly? Until, Stamp Given, Stamp? Withdrawn)
{
    public bool IsInForceOn(DateOnly day) => Given.Day <= day && (Until is null || day <= Until) && (Withdrawn is null || day < Withdrawn.Value.Day);

    /// <summary>The same under a program whose consents have to be renewed.</summary>
    public bool IsInForceOn(DateOnly day, ProgramDefinition program) => IsInForceOn(day) && (ExpiresOn(Given.Day, program) is not { } last || day <= last);

    /// <summary>The last day, included, of a consent given on <paramref name="given"/>; null where the program's don't expire.</summary>
    public static DateOnly? ExpiresOn(DateOnly given, ProgramDefinition program) => program.Consent?.Expires is { } after ? program.Calendar.Add(given, after) : null;
}

public sealed record ConsentGiven(
    ConsentId Consent, EnrollmentId? Enrollment, int FormVersion, string Language, ImmutableArray<string> Purposes, ImmutableArray<FieldClass> Classes,
    ImmutableArray<OrganizationId> Recipients, DateOnly? Until) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with
    {
        Consents = person.Consents.Put(new Consent(Consent, Enrollment, FormVersion, Language, Purposes, Classes, Recipients, Until, at, null), c => c.Id == Consent),
    };
}

public sealed record ConsentWithdrawn(ConsentId Consent) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Consents = person.Consents.Change(c => c.Id == Consent, c => c with { Withdrawn = c.Withdrawn ?? at }) };
}

public static class Consenting
{
    /// <param name="expires">The last day that the program's form allows: a consent holds no longer than that.</param>
    public static Decision Give(Participant person, ConsentId id, EnrollmentId? enrollment, int formVersion, string language, ImmutableArray<string> purposes, ImmutableArray<FieldClass> classes, ImmutableArray<OrganizationId> recipients, DateOnly? until, DateOnly? expires = null)
    {
        if (!person.Exists) return Registration.Unknown;
        if (purposes.IsDefaultOrEmpty || classes.IsDefaultOrEmpty) return Refuse("consent.empty", "A consent names at least one purpose and one class.");
        return person.Consents.Exists(c => c.Id == id) ? Nothing : Accept(new ConsentGiven(id, enrollment, formVersion, language, purposes, classes, recipients, until is null || expires < until ? expires ?? until : until));
    }

    public static Decision Withdraw(Participant person, ConsentId id)
    {
        if (person.Consents.Find(c => c.Id == id) is not { } consent) return Refuse("consent.unknown", "The participant has given no such consent by that day.");
        return consent.Withdrawn is null ? Accept(new ConsentWithdrawn(id)) : Nothing;
    }
}
