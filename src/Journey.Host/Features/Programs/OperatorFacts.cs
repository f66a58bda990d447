using Journey.Domain;
using Journey.Domain.Partners;
using Journey.EventStore;

namespace Journey.Host.Features.Programs;

/// <summary>What lint asks of an operator at publication.</summary>
/// <param name="RolesHeld">The roles that somebody holds there, by their names in <see cref="SignIn.Roles"/>.</param>
public sealed record OperatorFacts(IReadOnlySet<string> RolesHeld)
{
    private static readonly string[] Staffing = ["staff_joined", "staff_roles_changed", "staff_left"];

    /// <summary>From the organizations' own streams, as far as the log is sequenced.</summary>
    public static async Task<OperatorFacts> Of(Operator op, CancellationToken ct)
    {
        const int Page = 1_000;
        var organizations = new Dictionary<Guid, List<JourneyEvent>>();
        for (long after = 0; ;)
        {
            var page = await Store.ReadLog(op, after, Page, Staffing, ct);
            foreach (var entry in page)
                if (Body.Read(entry.Event.Type, entry.Event.Data) is { } happened) (organizations.TryGetValue(entry.Event.StreamId, out var known) ? known : organizations[entry.Event.StreamId] = []).Add(happened);
            if (page.Count < Page) break;
            after = page[^1].Position;
        }
        return new(organizations.Values.SelectMany(events => Organization.Fold(events).Staff.Values.Where(s => !s.HasLeft).SelectMany(s => s.Roles))
            .Select(role => role.ToString()).Select(r => char.ToLowerInvariant(r[0]) + r[1..]).ToHashSet(StringComparer.Ordinal));
    }
}
