using System.Security.Claims;

namespace Journey.Host.Features.SignIn;

/// <summary>
/// Who asks, for which operator: the request's one source for both. Minimal endpoints take it as a parameter, pages from
/// <c>HttpContext.User</c> through <see cref="Of"/>. <paramref name="Participant"/> is set for somebody who signs in to see their own journey.
/// </summary>
public sealed record SignedInPerson(string Operator, Guid User, Guid Organization, IReadOnlyList<string> Roles, string Session, string Name, Guid? Participant = null)
{
    public const string OperatorClaim = "operator";
    public const string UserClaim = "sub";
    public const string OrganizationClaim = "org";
    public const string RoleClaim = "role";
    public const string SessionClaim = "sid";
    public const string NameClaim = "name";
    public const string ParticipantClaim = "participant";

    /// <summary>Null when nobody is signed in.</summary>
    public static SignedInPerson? Of(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true) return null;
        string Claim(string type) => user.FindFirst(type)?.Value ?? throw new InvalidOperationException($"The signed-in person has no claim '{type}'.");
        return new(Claim(OperatorClaim), Guid.Parse(Claim(UserClaim)), Guid.Parse(Claim(OrganizationClaim)),
            [.. user.FindAll(RoleClaim).Select(c => c.Value)], Claim(SessionClaim), Claim(NameClaim),
            user.FindFirst(ParticipantClaim) is { } own ? Guid.Parse(own.Value) : null);
    }

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim>
        {
            new(OperatorClaim, Operator), new(UserClaim, User.ToString()), new(OrganizationClaim, Organization.ToString()),
            new(SessionClaim, Session), new(NameClaim, Name),
        };
        claims.AddRange(Roles.Select(r => new Claim(RoleClaim, r)));
        if (Participant is { } own) claims.Add(new(ParticipantClaim, own.ToString()));
        return new(new ClaimsIdentity(claims, scheme, NameClaim, RoleClaim));
    }

    public bool May(string policy) => Policies.Allows(policy, Roles);

    public static ValueTask<SignedInPerson?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));
}
