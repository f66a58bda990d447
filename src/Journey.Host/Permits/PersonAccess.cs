using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Projections;

namespace Journey.Host.Permits;

/// <summary>What was decided for this request about the participant that its route names.</summary>
/// <param name="Now">As known now, of the primary.</param>
public sealed record PersonAccess(ParticipantId Id, ActorStanding Actor, Permit Permit, PersonHistory History, Participant Now)
{
    public static PersonAccess Of(HttpContext http) => http.Features.Get<PersonAccess>()
        ?? throw new InvalidOperationException("The endpoint touches one participant and does not say so: Touches(Touch.Person).");
}
