using System.Security.Cryptography;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Participants;

/// <summary>Who somebody is: registration, names, contact details, notes.</summary>
public static class RegisterParticipant
{
    public sealed record Registering(Guid? Id, string? GivenName, string? FamilyName, DateOnly? BirthDate) : CommandBody;

    public sealed record Identifying(string? GivenName, string? FamilyName, DateOnly? BirthDate) : CommandBody;

    public sealed record Contacting(string? Email, string? Phone, string? Address) : CommandBody;

    public sealed record Noting(Guid? Id, FieldClass Class, string Text, Guid? Enrollment) : CommandBody;

    public static void MapRegistration(this RouteGroupBuilder v1)
    {
        var people = v1.MapGroup("/participants").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Participants");

        people.MapPost("/", async (Registering body, Desk desk, CancellationToken ct) =>
        {
            var id = body.Id ?? Guid.CreateVersion7();
            // Of an id that is taken already nobody learns anything, unless the person is theirs.
            if (body.Id is not null && (await Store.ReadStream(desk.Caller.Operator, id, toVersion: 1, ct: ct)).Count > 0) await desk.MayWriteTo(new(id), ct);
            var (given, family, birth) = await Names(desk, id, body.GivenName, body.FamilyName, body.BirthDate, ct);
            var reference = NewReference();
            return await desk.Run(new ParticipantId(id), body, (s, _) => ValueTask.FromResult(Registration.Register(s.Person, new(id), reference, given, family, birth)), ct, new { id, reference }, await desk.Index(id, body.GivenName, body.FamilyName, ct));
        }).Touches(Touch.NewPerson, Verb.Write).WithName("registerParticipant").WithSummary("Registers a person.");

        people.MapPut("/{id:guid}/identity", async (Guid id, Identifying body, Desk desk, CancellationToken ct) =>
        {
            var (given, family, birth) = await Names(desk, id, body.GivenName, body.FamilyName, body.BirthDate, ct);
            return await desk.Run(new ParticipantId(id), body, (s, _) => ValueTask.FromResult(Registration.ChangeIdentity(s.Person, given, family, birth)), ct, rows: await desk.Index(id, body.GivenName, body.FamilyName, ct));
        }).WithName("changeIdentity").WithSummary("Changes names or birth date; what is left out stays.");

        people.MapPut("/{id:guid}/contact", async (Guid id, Contacting body, Desk desk, CancellationToken ct) =>
        {
            var email = await desk.Seal(id, null, FieldClass.Contact, body.Email, ct);
            var phone = await desk.Seal(id, null, FieldClass.Contact, body.Phone, ct);
            var address = await desk.Seal(id, null, FieldClass.Contact, body.Address, ct);
            return await desk.Run(new ParticipantId(id), body, s => Registration.GiveContactDetails(s.Person, email, phone, address), ct);
        }).WithName("giveContactDetails").WithSummary("Records contact details; what is left out stays.");

        people.MapPost("/{id:guid}/notes", async (Guid id, Noting body, Desk desk, CancellationToken ct) =>
        {
            var note = body.Id ?? Guid.CreateVersion7();
            var text = body.Class == FieldClass.None ? null : await desk.Seal(id, body.Enrollment, body.Class, body.Text, ct);
            EnrollmentId? enrollment = body.Enrollment is { } e ? new(e) : null;
            return await desk.Run(new ParticipantId(id), body, s => text is null
                ? Decide.Refuse("note.class", "Free text is always sealed: give a text, and the class it belongs to.")
                : Registration.WriteNote(s.Person, new(note), body.Class, text, enrollment), ct, new { id = note });
        }).WithName("writeNote").WithSummary("Writes a note, sealed under its class.");
    }

    /// <summary>A public reference: 50 random bits as ten characters that nobody mistakes for one another (Crockford's base 32).</summary>
    public static string NewReference() => RandomNumberGenerator.GetString("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 10);

    private static async Task<(Sealed<string>?, Sealed<string>?, Sealed<DateOnly>?)> Names(Desk desk, Guid id, string? given, string? family, DateOnly? birth, CancellationToken ct) => (
        await desk.Seal(id, null, FieldClass.Identity, given, ct),
        await desk.Seal(id, null, FieldClass.Identity, family, ct),
        await desk.SealValue(id, null, FieldClass.Identity, birth, ct));
}
