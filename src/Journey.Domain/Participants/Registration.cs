using Journey.Domain.Confidential;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>A person became known to the operator.</summary>
/// <param name="Reference">Random public reference.</param>
public sealed record ParticipantRegistered(ParticipantId Participant, string Reference, Sealed<string>? GivenName = null, Sealed<string>? FamilyName = null, Sealed<DateOnly>? BirthDate = null) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.Exists && person.Id != Participant
        ? person
        : person with
        {
            Id = Participant, Reference = Reference, Registered = person.Registered ?? at,
            Identity = person.Identity with { GivenName = GivenName ?? person.Identity.GivenName, FamilyName = FamilyName ?? person.Identity.FamilyName, BirthDate = BirthDate ?? person.Identity.BirthDate },
        };
}

public sealed record IdentityChanged(Sealed<string>? GivenName, Sealed<string>? FamilyName, Sealed<DateOnly>? BirthDate) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with
    {
        Identity = person.Identity with { GivenName = GivenName ?? person.Identity.GivenName, FamilyName = FamilyName ?? person.Identity.FamilyName, BirthDate = BirthDate ?? person.Identity.BirthDate },
    };
}

public sealed record ContactDetailsGiven(Sealed<string>? Email, Sealed<string>? Phone, Sealed<string>? Address) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with
    {
        Identity = person.Identity with { Email = Email ?? person.Identity.Email, Phone = Phone ?? person.Identity.Phone, Address = Address ?? person.Identity.Address },
    };
}

public sealed record Note(NoteId Id, FieldClass Class, Sealed<string> Text, EnrollmentId? Enrollment, Stamp Written);

/// <summary>Somebody wrote something down. The text is sealed under the class that the writer chose.</summary>
public sealed record NoteWritten(NoteId Note, FieldClass Class, Sealed<string> Text, EnrollmentId? Enrollment = null) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with { Notes = person.Notes.Add(new Note(Note, Class, Text, Enrollment, at)) };
}

public static class Registration
{
    public static Decision Register(Participant person, ParticipantId id, string reference, Sealed<string>? givenName, Sealed<string>? familyName, Sealed<DateOnly>? birthDate) =>
        person.Exists ? Nothing : Accept(new ParticipantRegistered(id, reference, givenName, familyName, birthDate));

    public static Decision ChangeIdentity(Participant person, Sealed<string>? givenName, Sealed<string>? familyName, Sealed<DateOnly>? birthDate)
    {
        if (!person.Exists) return Unknown;
        var changed = givenName.Differs(person.Identity.GivenName) || familyName.Differs(person.Identity.FamilyName) || birthDate.Differs(person.Identity.BirthDate);
        return changed ? Accept(new IdentityChanged(givenName, familyName, birthDate)) : Nothing;
    }

    public static Decision GiveContactDetails(Participant person, Sealed<string>? email, Sealed<string>? phone, Sealed<string>? address)
    {
        if (!person.Exists) return Unknown;
        var changed = email.Differs(person.Identity.Email) || phone.Differs(person.Identity.Phone) || address.Differs(person.Identity.Address);
        return changed ? Accept(new ContactDetailsGiven(email, phone, address)) : Nothing;
    }

    public static Decision WriteNote(Participant person, NoteId id, FieldClass @class, Sealed<string> text, EnrollmentId? enrollment)
    {
        if (!person.Exists) return Unknown;
        if (@class == FieldClass.None) return Refuse("note.class", "Free text is always sealed: choose the class it belongs to.");
        return person.Notes.Exists(n => n.Id == id) ? Nothing : Accept(new NoteWritten(id, @class, text, enrollment));
    }

    internal static Decision Unknown { get; } = Refuse("participant.unknown", "There is no such participant.");

    /// <summary>A value is given, and it is another one than before.</summary>
    internal static bool Differs<T>(this Sealed<T>? given, Sealed<T>? before) => given is not null && (before is null || !given.SameAs(before));
}
