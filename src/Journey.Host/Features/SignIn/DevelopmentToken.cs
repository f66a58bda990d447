using System.Security.Claims;
using System.Text.Encodings.Web;
using Journey.EventStore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Journey.Host.Features.SignIn;

/// <summary><c>Authorization: Bearer dev:&lt;operator&gt;:&lt;role&gt;[:&lt;participant id&gt;]</c>, for scripts and tests beside the development sign-in.</summary>
public sealed class DevelopmentToken(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Operators operators)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "development-token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var parts = Request.Headers.Authorization.ToString()["Bearer ".Length..].Split(':');
        if (parts is not ["dev", var op, var role, ..] || parts.Length > 4) return Failed("not a development token");
        if (DevelopmentPeople.Find(operators, op, role, "dev-token") is not { } person) return Failed("unknown operator or role");
        if (parts.Length == 4)
        {
            if (role != Roles.Participant || !Guid.TryParse(parts[3], out var own)) return Failed("only a participant names a participant");
            person = person with { Participant = own };
        }
        return Task.FromResult(AuthenticateResult.Success(new(person.ToPrincipal(SchemeName), SchemeName)));
    }

    static Task<AuthenticateResult> Failed(string why) => Task.FromResult(AuthenticateResult.Fail(why));
}
