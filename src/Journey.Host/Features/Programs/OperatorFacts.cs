using Journey.Domain;
using Journey.Domain.Partners;
using Journey.EventStore;

namespace Journey.Host.Features.Programs;

/// <summary>What lint asks of an operator at publication.</summary>
/// <param name="RolesHeld">The roles that somebody holds there, by their names in <see cref="SignIn.Roles"/>.</param>
public sealed record OperatorFacts(IReadOnlySet<string> RolesHeld)
{
    private static readonly string[] Staffing = ["staff_joined", "staff_roles_changed", "staff_left"];

    /// <summary>From the organizations' own streams: how long the log is does not matter.</summary>
    public static async Task<OperatorFacts> Of(Operator op, CancellationToken ct)
    {
        var organizations = await Store.StreamsOf(op, "organization", ct);
        var staffing = await Store.ReadStreams(op, [.. organizations.Select(o => o.Id)], Staffing, ct);
        return new(staffing.GroupBy(e => e.StreamId).SelectMany(o => Organization.Fold(o.Select(e => Body.Read(e.Type, e.Data))).Staff.Values.Where(s => !s.HasLeft).SelectMany(s => s.Roles))
            .Select(role => role.ToString()).Select(r => char.ToLowerInvariant(r[0]) + r[1..]).ToHashSet(StringComparer.Ordinal));
    }
}
