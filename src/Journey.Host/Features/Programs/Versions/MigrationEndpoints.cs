using Journey.Domain;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Databases;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>Migrations over HTTP: planned on a dry run, then driven by the hosts in the background.</summary>
public static class MigrationEndpoints
{
    /// <param name="Mapping">YAML or JSON, as a text; left out: what follows from the definitions.</param>
    public sealed record Planning(string Program, int From, int To, string? Mapping);

    /// <param name="People">A canary of so many people; left out: everybody.</param>
    /// <param name="Cohort">A canary of one cohort.</param>
    public sealed record Starting(int? People, Guid? Cohort);

    /// <summary>Says nothing: the address does.</summary>
    public sealed record Asking;

    public static void MapMigrations(this RouteGroupBuilder v1)
    {
        var migrations = v1.MapGroup("/migrations").RequireAuthorization(Policies.Operate).Touches(Touch.Job).WithTags("Migrations");
        migrations.MapGet("/", async (HttpContext http, Callers callers, CancellationToken ct) =>
            TypedResults.Ok<IReadOnlyList<MigrationAnswer>>([.. (await MigrationStore.All(callers.Of(http).Operator, ct)).Select(MigrationAnswer.Of)]))
            .WithName("listMigrations").WithSummary("Every migration of people to another version, the newest first.");
        migrations.MapGet("/{id:guid}", async (Guid id, HttpContext http, Callers callers, CancellationToken ct) =>
            await MigrationStore.Read(callers.Of(http).Operator, new(id), ct) is { Migration.Id: not null } found ? TypedResults.Ok(MigrationAnswer.Of(found)) : Unknown)
            .WithName("getMigration").WithSummary("How far a migration is, and who is blocked.").Produces<MigrationAnswer>();
        migrations.MapPost("/", Plan).WithName("planMigration").WithSummary("Dry run, then a plan that rests on it. Nobody is moved yet.").Produces<MigrationAnswer>();
        migrations.MapPost("/{id:guid}/start", (Guid id, Starting body, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) =>
            Decide(id, m => Migrating.Start(m, body.People, body.Cohort is { } c ? new CohortId(c) : null), http, callers, clock, ct)).WithName("startMigration").WithSummary("Begins a round: a canary, or everybody.").Produces<MigrationAnswer>();
        migrations.MapPost("/{id:guid}/pause", (Guid id, Asking? _, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) => Decide(id, Migrating.Pause, http, callers, clock, ct))
            .WithName("pauseMigration").WithSummary("Pauses after the batch under way.").Produces<MigrationAnswer>();
        migrations.MapPost("/{id:guid}/resume", (Guid id, Asking? _, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) => Decide(id, Migrating.Resume, http, callers, clock, ct))
            .WithName("resumeMigration").WithSummary("Goes on where it was paused.").Produces<MigrationAnswer>();
        migrations.MapPost("/{id:guid}/reverse", (Guid id, Asking? _, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct) => Decide(id, Migrating.Reverse, http, callers, clock, ct))
            .WithName("reverseMigration").WithSummary("Everybody whom it moved goes back.").Produces<MigrationAnswer>();
    }

    public static void AddMigrations(this WebApplicationBuilder builder) => builder.Services.AddHostedService<RunningMigrations>();

    private static async Task<IResult> Plan(Planning body, HttpContext http, Callers callers, PublishedPrograms programs, Vault vault, TimeProvider clock, CancellationToken ct)
    {
        var caller = callers.Of(http) with { Purpose = "migration" };
        if (await VersionEndpoints.Both(programs, caller, body.Program, body.From, body.To, ct) is not var (from, to)) return VersionEndpoints.Unknown;
        var reading = MappingFile.Read("mapping", body.Mapping, from, to);
        if (reading.Mapping is not { } mapping) return VersionEndpoints.Wrong("mapping.findings", "The mapping has findings.", reading.Findings);
        // Told before everybody is gone through.
        if (from.Version == to.Version) return Problems.Of(422, "migration.same-version", "The two versions are one: there is nothing to move.");
        var report = await new DryRun(from, to, mapping, caller, vault, clock).Run(null, null, ct);
        var id = new MigrationId(Guid.CreateVersion7(clock.GetUtcNow()));
        return await Decide(id.Value, m => Migrating.Plan(m, new(id, from.Id, from.Version, to.Version, mapping.Write(), report.Hash, report.People)), http, callers, clock, ct);
    }

    private static async Task<IResult> Decide(Guid id, Func<Migration, Decision> decide, HttpContext http, Callers callers, TimeProvider clock, CancellationToken ct)
    {
        var (decision, after) = await MigrationStore.Decide(callers.Of(http), new(id), decide, Occurred.Micros(clock.GetUtcNow()), ct);
        return decision is Decision.Refused refused ? Problems.Of(refused.Code switch { "migration.unknown" => 404, "migration.same-version" or "migration.people" => 422, _ => 409 }, refused.Code, refused.Message) : TypedResults.Ok(MigrationAnswer.Of(after));
    }

    private static IResult Unknown => Problems.Of(404, "migration.unknown", "There is no such migration.");
}

/// <summary>Goes on with every round that is under way, whichever host began it: one whose host died is taken over.</summary>
internal sealed class RunningMigrations(Operators operators, Journal journal, PublishedPrograms programs, Vault vault, TimeProvider clock, ILogger<RunningMigrations> log) : ForEachOperator(operators)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // One that breaks off keeps no other from going on.
    private async Task Drive(Operator op, MigrationId id, CancellationToken stop)
    {
        try { await new MigrationRun(Caller.Job(op, "migration"), journal, programs, vault, clock).Go(id, null, stop); }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            log.LogWarning("Migration {Migration} of {Operator} broke off: {Exception}. It is tried again.", id, op.Id, e.GetType().Name);
        }
    }

    protected override async Task Run(Operator op, string owner, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var stored in await MigrationStore.All(op, stop))
                {
                    if (stored.Migration is { Status: MigrationStatus.Running or MigrationStatus.Reversing, Id: { } id }) await Drive(op, id, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                log.LogWarning("The migrations of {Operator} can't be read: {Exception}. It is tried again.", op.Id, e.GetType().Name);
            }
            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
