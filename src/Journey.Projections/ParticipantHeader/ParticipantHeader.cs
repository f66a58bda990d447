using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.EventStore;
using NpgsqlTypes;

namespace Journey.Projections;

/// <summary>A person's head: who (as ciphertext), how to reach them, which records are linked, how far the stream is.</summary>
public sealed record ParticipantHeader
{
    private static readonly string ReadSql = Sql.Load("ParticipantHeader.read"), ByReferenceSql = Sql.Load("ParticipantHeader.by_reference"), ReferencesSql = Sql.Load("ParticipantHeader.references");

    public required ParticipantId Participant { get; init; }

    /// <summary>Public reference, in the clear.</summary>
    public string? Reference { get; init; }

    public Sealed<string>? GivenName { get; init; }

    public Sealed<string>? FamilyName { get; init; }

    public Sealed<DateOnly>? BirthDate { get; init; }

    /// <summary>Which contact details are known: of `email`, `phone`, `address`.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>Null when nobody registered the person (an enrollment came first), or the registration was retracted.</summary>
    public DateOnly? Registered { get; init; }

    public IReadOnlyList<ParticipantId> LinkedWith { get; init; } = [];

    /// <summary>The record that this one was linked into: show that one instead.</summary>
    public ParticipantId? LinkedInto { get; init; }

    public IReadOnlyList<EnrollmentId> Enrollments { get; init; } = [];

    public bool Employed { get; init; }

    public DateOnly? LastActivity { get; init; }

    public long StreamVersion { get; init; }

    public long LinkedVersion { get; init; }

    public int Form { get; init; } = InlineRows.Form;

    /// <summary>Null for a participant that nothing is known of.</summary>
    public static async Task<ParticipantHeader?> Read(Operator op, ParticipantId participant, CancellationToken ct = default) =>
        await Query.Rows<ParticipantHeader>(op, ReadSql, [Query.P<Guid?>(participant.Value, NpgsqlDbType.Uuid)], ct) is [var found] ? found : null;

    /// <summary>By the public reference.</summary>
    public static async Task<ParticipantHeader?> ByReference(Operator op, string reference, CancellationToken ct = default) =>
        await Query.Rows<ParticipantHeader>(op, ByReferenceSql, [Query.P(reference, NpgsqlDbType.Text)], ct) is [var found, ..] ? found : null;

    /// <summary>The public references of many; those not known yet are left out.</summary>
    public static async Task<IReadOnlyDictionary<ParticipantId, string>> References(Operator op, IReadOnlyCollection<Guid> participants, CancellationToken ct = default) =>
        (await Query.Rows<Known>(op, ReferencesSql, [Query.P(participants.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid)], ct)).ToDictionary(k => k.Participant, k => k.Reference);

    private sealed record Known(ParticipantId Participant, string Reference);

    internal static ParticipantHeader Of(InlineState of)
    {
        var (person, identity) = (of.State, of.State.Identity);
        return new ParticipantHeader
        {
            Participant = of.Id, Reference = person.Reference, GivenName = identity.GivenName, FamilyName = identity.FamilyName, BirthDate = identity.BirthDate,
            Contact = [.. new (Sealed? Value, string Name)[] { (identity.Email, "email"), (identity.Phone, "phone"), (identity.Address, "address") }.Where(c => c.Value is not null).Select(c => c.Name)],
            Registered = person.Registered?.Day, LinkedWith = [.. person.LinkedWith.OrderBy(l => l.Value)], LinkedInto = person.LinkedInto,
            Enrollments = [.. person.Enrollments.Select(e => e.Id)], Employed = person.CurrentJob is not null, LastActivity = person.LastDay == default ? null : person.LastDay,
            StreamVersion = of.Version, LinkedVersion = of.LinkedVersion,
        };
    }
}
