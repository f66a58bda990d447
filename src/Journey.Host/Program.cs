using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Language;
using Journey.Host.Pages;

namespace Journey.Host;

public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (SetupException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    /// <summary>The whole host, not yet started. Tests adjust it: another address, another operator.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = "journey", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(o => o.AddServerHeader = false);
        adjust?.Invoke(builder);

        builder.AddProblems();
        builder.AddSignIn();
        builder.AddPages();

        var app = builder.Build();
        app.UseCorrelation();
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseProblems();
        app.UseSameOriginChanges();
        app.UseRouting();
        app.UseSignIn();
        app.UseAntiforgery();

        app.MapGet("/health/live", () => Results.Ok()).AllowAnonymous();
        app.MapSignIn();
        app.MapLanguages();
        app.MapPages();
        return app;
    }
}
