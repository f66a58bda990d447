using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Host.Features.Cohorts;
using Journey.Host.Features.Due;
using Journey.Host.Features.Events;
using Journey.Host.Features.Health;
using Journey.Host.Features.OpenApi;
using Journey.Host.Features.Operations;
using Journey.Host.Features.Participants;
using Journey.Host.Features.Programs;
using Journey.Host.Features.Programs.Versions;
using Journey.Host.Features.Proof;
using Journey.Host.Features.RabbitMq;
using Journey.Host.Features.SignIn;
using Journey.Host.Features.Subscriptions;
using Journey.Host.Features.Telemetry;
using Journey.Host.Features.Webhooks;
using Journey.Host.Http;
using Journey.Host.Language;
using Journey.Host.Pages;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Command = Journey.Host.Commands.Command;

namespace Journey.Host;

public static class Program
{
    private static readonly Command[] Commands =
    [
        new("up", "start the host (--urls ADDRESS, JOURNEY_DATA=FOLDER)", Up.Run),
        new("import", "bring in rows of another system as events (--help says how)", Features.Import.ImportCommand.Run, Features.Import.ImportCommand.Usage),
        new("operator", "list the operators; add ID NAME [LABEL] [--server NAME]", OperatorCommand.Run),
        new("lint", "check program definitions: FILE… (--help says more)", LintCommand.Run, LintCommand.Usage),
        new("schema", "print the JSON Schema of program definitions (docs/schema holds it)", (_, _) => { Console.Out.Write(ProgramSchema.Json); return Task.FromResult(0); }),
        new("language", "write the published language of events: a page for each type, or their schemas (--help says how)", LanguageCommand.Run, LanguageCommand.Usage),
        new("programs", "versions of programs: list, show, diff, publish, dry-run, migrate, backtest (--help says how)", Features.Programs.Commands.ProgramsCommand.Run, Features.Programs.Commands.ProgramsCommand.Usage),
        new("shards", "how far what follows the log is behind it, and why; retry, skip (--help says more)", ShardsCommand.Run, ShardsCommand.Usage),
        new("rebuild", "make a read model again from the log, beside running hosts: [OPERATOR] NAME (--help says more)", RebuildCommand.Run, RebuildCommand.Usage),
        new("subscriptions", "who gets what and how far behind: [OPERATOR]; pause, resume, replay ID (--help says how)", SubscriptionsCommand.Run, SubscriptionsCommand.Usage),
        new("due", "open work by role, and what is due first (--help says more)", Features.Due.DueCommand.Run, Features.Due.DueCommand.Usage),
        new("verify", "derive the logs anew and compare them with all that was signed: in a database, over HTTP, or one proof (--help says how)", Features.Proof.Verify.VerifyCommand.Run, Features.Proof.Verify.VerifyCommand.Usage),
        new("witness", "cosign other organizations' checkpoints: key, serve (--help says how)", Features.Proof.Witnessing.WitnessCommand.Run, Features.Proof.Witnessing.WitnessCommand.Usage),
        new("checkpoints", "how far the logs are signed and witnessed; begin another history after a restore (--help says how)", CheckpointsCommand.Run, CheckpointsCommand.Usage),
        new("demo", "fill in the demonstration's invented cohorts (a first start does so by itself)", DemoCommand.Run),
        new("postgres", "the embedded PostgreSQL alone, for psql and pg_dump", PostgresCommand.Run),
    ];

    public static Task<int> Main(string[] args) => Command.Dispatch(Commands, args);

    /// <summary>The whole host, not yet started. Tests adjust it: another address, another operator.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = "journey", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets().ConfigureKestrel(o => (o.AddServerHeader, o.Limits.MaxRequestBodySize) = (false, RecordingFeature.LargestBody));
        adjust?.Invoke(builder);

        builder.AddTelemetry();
        builder.AddHealth();
        builder.AddProblems();
        builder.AddSignIn();
        builder.AddPermits();
        builder.AddPages();
        builder.AddRecording();
        builder.AddOpenApiDocument();
        builder.AddEventLanguage();
        builder.AddShards();
        builder.AddLiveFigures();
        builder.AddDueWork();
        builder.AddRabbitMq();
        builder.AddMigrations();
        builder.AddSubscriptions();
        builder.AddWebhooks();
        builder.AddProof();

        var app = builder.Build();
        app.UseTelemetry();
        app.UseCorrelation();
        app.UseSecurityHeaders();
        app.UseLanguages();
        app.UseProblems();
        app.UseSameOriginChanges();
        app.UseRepeatableBodies();
        app.UseRouting();
        app.UseSignIn();
        app.UseOperators();
        app.UsePermits();
        app.UseAntiforgery();

        app.MapHealth();
        app.MapProgramSchema();
        app.MapSignIn();
        app.MapLanguages();
        app.MapPages();
        app.MapRecording();
        app.MapStoryActions();
        app.MapSubscriptionForms();
        app.MapReading();
        app.MapOpenApiDocument();
        app.MapEventLanguage();
        app.MapShards();
        app.MapLiveFigures();
        app.MapWebhookForms();
        app.MapDueWork();
        app.MapProof();
        return app;
    }
}
