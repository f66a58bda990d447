using System.Globalization;
using Journey.Domain.Confidential;
using Journey.EventStore;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Recording;

/// <summary>Who acts, for which operator, on whose request.</summary>
/// <param name="Purpose">Follows from role and page; stands in every envelope and record of access.</param>
/// <param name="Correlation">The request's correlation id.</param>
public sealed record Caller(Operator Operator, Actor Actor, string Purpose, string? Correlation)
{
    /// <summary>What the product does by itself: the demonstration, a scheduled job.</summary>
    public static Caller Job(Operator op, string purpose, Guid? user = null, Guid? organization = null) =>
        new(op, new Actor(user, organization, ["service"], Client: "job"), purpose, null);

    public Access Access(string action, Resource resource, Basis basis, Query? query = null) =>
        new(Actor, action, Purpose, basis, resource, query, Trace: System.Diagnostics.Activity.Current?.TraceId.ToString());
}

/// <summary>Finds the caller of a request: the sign-in or the token determines the operator.</summary>
public sealed class Callers(Operators operators)
{
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint has no policy, which a test forbids.</exception>
    public Caller Of(HttpContext context)
    {
        var person = SignedInPerson.Of(context.User) ?? throw new InvalidOperationException("Nobody is signed in.");
        var op = context.Features.Get<Operator>() ?? operators.Find(new OperatorId(person.Operator)) ?? throw new InvalidOperationException($"No operator {person.Operator}.");
        var actor = new Actor(person.User, person.Organization, person.Roles, Session: person.Session, Client: "web", Address: context.Connection.RemoteIpAddress?.ToString());
        return new(op, actor, context.Features.Get<PersonAccess>()?.Permit.Purpose ?? PurposeOf(person.Roles), context.TraceIdentifier);
    }

    private static string PurposeOf(IReadOnlyList<string> roles) => roles switch
    {
        _ when roles.Contains(Roles.Participant) => Purposes.OwnData,
        _ when roles.Contains(Roles.PrivacyOfficer) => Purposes.Audit,
        _ when roles.Contains(Roles.Director) => Purposes.Oversight,
        _ when roles.Contains(Roles.CaseManager) || roles.Contains(Roles.AdvancementCoach) || roles.Contains(Roles.Facilitator) => Purposes.Service,
        _ when roles.Intersect(Roles.Programs).Any() => Purposes.Integration,
        _ => roles.Select(r => Enum.TryParse<Role>(r, ignoreCase: true, out var role) ? Purposes.Of(role) : null).OfType<string>().FirstOrDefault() ?? "none",
    };
}
