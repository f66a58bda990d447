using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;
using Journey.Host.Language;

namespace Journey.Host.Features.SignIn;

/// <summary>One invented person per operator and role, the same on every start, so that what they record keeps its author.</summary>
public static class DevelopmentPeople
{
    public static SignedInPerson? Find(Operators operators, string operatorId, string role, string session) =>
        (operators.All.Any(o => o.Id.Value == operatorId) || operators.Missing.Any(o => o.Id.Value == operatorId)) && Roles.All.Contains(role)
            ? new(operatorId, IdOf(operatorId, role), IdOf(operatorId, OrganizationOf(role)), [role], session, Words.Of("Role", role), role == Roles.Participant ? IdOf(operatorId, role) : null)
            : null;

    /// <summary>Coach and facilitator work for a sector organization, the others for the service provider.</summary>
    public const string SectorOrganization = "sector-organization";

    private static string OrganizationOf(string role) => role is Roles.AdvancementCoach or Roles.Facilitator ? SectorOrganization : "organization";

    /// <summary>An RFC 9562 version 8 id out of a hash of the name.</summary>
    public static Guid IdOf(string operatorId, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"journey development {operatorId} {name}"));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
