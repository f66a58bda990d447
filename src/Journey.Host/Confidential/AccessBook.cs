using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.EventStore.Accesses;

namespace Journey.Host.Confidential;

/// <summary>Writes records of access: the one place that does.</summary>
internal static class AccessBook
{
    /// <summary>Returns once the record is committed in the operator's main database, on the primary.</summary>
    /// <exception cref="AccessNotRecorded">It could not be written, whatever the reason.</exception>
    public static async Task Write(Operator op, AccessRecord record, CancellationToken ct)
    {
        try { await AccessLog.Record(op.Primary, Row(record), ct); }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested) { throw new AccessNotRecorded(e); }
    }

    private static AccessRow Row(AccessRecord record)
    {
        var (access, actor) = (record.Access, record.Access.Actor);
        return new(record.Id, record.Nonce.ToByteArray(bigEndian: true), record.Entry(), record.At)
        {
            Actor = actor.User, Organization = actor.Organization, Roles = [.. actor.Roles], OnBehalfOf = actor.OnBehalfOf,
            Session = actor.Session, Client = actor.Client, Address = actor.Address,
            Action = access.Action, Purpose = access.Purpose, Subjects = [.. record.Subjects.Select(s => s.Id)],
            ResourceType = access.Resource.Type, ResourceId = access.Resource.Id, ResourceVersion = access.Resource.Version,
            Classes = [.. record.Classes.Select(c => c.Name())], Fields = [.. record.Fields],
            Basis = access.Basis.Kind.ToString(), BasisReference = access.Basis.Reference, BasisVersion = access.Basis.Version,
            Allowed = record.Allowed, Reason = record.Reason, Query = access.Query?.Template, Results = access.Query?.Results,
            Recipient = access.Recipient, Export = access.Export, Trace = access.Trace,
        };
    }
}
