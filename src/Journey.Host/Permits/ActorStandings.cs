using System.Collections.Concurrent;
using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Projections;

namespace Journey.Host.Permits;

/// <summary>
/// Who somebody is today, by the streams of their organization and of its agreements: few, remembered by version, and their versions asked of the
/// primary for every request. So what has ended has ended on every host, whatever an old sign-in says.
/// </summary>
public sealed class ActorStandings
{
    private sealed record Known(long Version, int Restores, Organization? Organization, Agreement? Agreement);

    private readonly ConcurrentDictionary<(string Operator, Guid Stream), Known> known = new();

    /// <param name="op">Of the primary.</param>
    public async Task<ActorStanding> Of(Operator op, SignedInPerson person, CancellationToken ct)
    {
        if (person.Participant is { } self) return new(person.User, new(person.Organization), RolesOf(person), IsMember: true, IsOwn: false, new ParticipantId(self));
        var organizations = (await Store.StreamsOf(op, "organization", ct)).Where(s => s.Id == person.Organization).ToList();
        var agreements = await Store.StreamsOf(op, "agreement", ct);
        await Refresh(op, [.. organizations, .. agreements], ct);

        var organization = organizations is [var own] ? known[(op.Id.Value, own.Id)].Organization : null;
        var bound = agreements.Select(a => known[(op.Id.Value, a.Id)].Agreement!).Where(a => a.Parties.Contains(new OrganizationId(person.Organization)));
        var (isMember, roles) = Membership(op, person, organization);
        var isOwn = organization is null ? person.Organization == DevelopmentPeople.IdOf(op.Id.Value, "organization")
            : organization.Kind == OrganizationKind.ServiceProvider || organization.Roles.Contains(PartnerRole.LeadAgency);
        return new(person.User, new(person.Organization), roles, isMember, isOwn, Agreements: [.. bound]);
    }

    // An organization's own list of its staff counts. The development sign-in's people belong to theirs until it has one.
    private static (bool, ImmutableArray<Role>) Membership(Operator op, SignedInPerson person, Organization? organization)
    {
        var roles = RolesOf(person);
        if (organization is not null && organization.Staff.TryGetValue(new(person.User), out var member))
            return (!member.HasLeft, [.. roles.Where(r => !Enum.TryParse<StaffRole>(r.ToString(), out var held) || member.Roles.Contains(held))]);
        // An employer's people are on no staff list.
        return (roles.Contains(Role.Employer) || (organization is null or { Staff.IsEmpty: true }) && Roles.All.Any(r => DevelopmentPeople.IdOf(op.Id.Value, r) == person.User), roles);
    }

    private static ImmutableArray<Role> RolesOf(SignedInPerson person) =>
        [.. person.Roles.Select(r => Enum.TryParse<Role>(r, ignoreCase: true, out var role) ? role : (Role?)null).OfType<Role>()];

    private async Task Refresh(Operator op, IReadOnlyList<(Guid Id, long Version)> streams, CancellationToken ct)
    {
        var restores = op.Restores;
        var stale = streams.Where(s => !known.TryGetValue((op.Id.Value, s.Id), out var k) || k.Version != s.Version || k.Restores != restores).Select(s => s.Id).ToList();
        if (stale.Count == 0) return;
        foreach (var stream in (await Store.ReadStreams(op, stale, ct)).GroupBy(e => e.StreamId))
        {
            var events = stream.OrderBy(e => e.Version).Select(e => Entries.Of(e).Event).ToList();
            known[(op.Id.Value, stream.Key)] = new(stream.Max(e => e.Version), restores, Organization.Fold(events), Agreement.Fold(events));
        }
    }
}
