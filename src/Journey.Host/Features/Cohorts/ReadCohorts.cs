using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Programs;
using Journey.Domain.Supports;
using Journey.EventStore;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Cohorts;

/// <summary>One session as it was planned then.</summary>
public sealed record SessionAnswer(Guid Id, string Stage, DateOnly Date, string? Topic, string? Length, bool Cancelled);

/// <param name="Left">What is neither spent nor promised.</param>
public sealed record BudgetAnswer(string Budget, Money Limit, Money Left);

/// <summary>A cohort's own facts, true on a day as known at a time.</summary>
/// <param name="Version">Of its stream, now.</param>
public sealed record CohortPlan(Guid Id, long Version, int SeatsTaken, bool Full, IReadOnlyList<SessionAnswer> Sessions, IReadOnlyList<BudgetAnswer> Budgets);

/// <param name="Week">Its Monday.</param>
public sealed record PaymentList(Guid Cohort, DateOnly Week, IReadOnlyList<PaymentLine> Lines, IReadOnlyList<Money> Totals, Guid AccessRecord);

/// <param name="Delivered">Paid already.</param>
public sealed record PaymentLine(Guid Participant, string? Reference, Guid Enrollment, Guid Support, string Category, Money Amount, bool Delivered);

/// <summary>Cohorts in figures, and the weekly payment list.</summary>
public static class ReadCohorts
{
    public static void MapCohortReads(this RouteGroupBuilder v1)
    {
        var cohorts = v1.MapGroup("/cohorts").RequireAuthorization(Policies.SeeCounts).Touches(Touch.Counts).WithTags("Cohorts");
        cohorts.MapGet("/", async (DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, CancellationToken ct) =>
            TypedResults.Ok(await CohortList.Read(callers.Of(http).Operator, KnownOn.And(trueOn, knownOn), await programs.Meanings(callers.Of(http).Operator, ct), ct)))
            .WithName("listCohorts").WithSummary("Every cohort with its figures, the latest start first, true on a day as known at a time.");
        cohorts.MapGet("/{id:guid}", async (Guid id, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, PublishedPrograms programs, CancellationToken ct) =>
            await CohortDashboard.Read(callers.Of(http).Operator, new(id), KnownOn.And(trueOn, knownOn), await programs.Meanings(callers.Of(http).Operator, ct), ct) is { } found ? TypedResults.Ok(found) : Unknown)
            .WithName("getCohort").WithSummary("One cohort's figures, true on a day as known at a time.").Produces<CohortDashboard>();
        cohorts.MapGet("/{id:guid}/plan", Plan).WithName("getCohortPlan").WithSummary("Seats, sessions and budgets, true on a day as known at a time.").Produces<CohortPlan>();
        v1.MapGet("/cohorts/{id:guid}/payments", Pay).RequireAuthorization(Policies.SeePeople).Touches(Touch.People).WithTags("Cohorts").WithName("listPayments")
            .WithSummary("One week's payments: what follows from approvals, training, exits and graduations.").Produces<PaymentList>();
    }

    private static async Task<IResult> Plan(Guid id, DateOnly? trueOn, KnownOn? knownOn, HttpContext http, Callers callers, CancellationToken ct)
    {
        var stored = await Store.ReadStream(callers.Of(http).Operator, id, ct: ct);
        var cohort = Cohort.Fold(Entries.Of(stored), KnownOn.And(trueOn, knownOn));
        if (cohort.Id is null) return Unknown;
        http.Response.Headers.ETag = Desk.Tag(stored[^1].Version);
        return TypedResults.Ok(new CohortPlan(id, stored[^1].Version, cohort.Seats.Count, cohort.IsFull,
            [.. cohort.Sessions.OrderBy(s => s.Date).Select(s => new SessionAnswer(s.Id.Value, s.Stage, s.Date, s.Topic, s.Length, s.Cancelled))],
            [.. cohort.Budgets.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => new BudgetAnswer(b.Key, b.Value.Limit, b.Value.Left))]));
    }

    private static async Task<IResult> Pay(Guid id, DateOnly week, HttpContext http, Callers callers, PublishedPrograms programs, Vault vault, Warden warden, CancellationToken ct)
    {
        if (week.DayOfWeek != DayOfWeek.Monday) return Problems.Of(400, "payments.week", "A week is named by its Monday.");
        var caller = callers.Of(http);
        var events = (await Store.ReadStream(caller.Operator, id, ct: ct)).Select(e => Entries.Of(e).Event).ToList();
        var cohort = Cohort.Fold(events);
        if (cohort.Id is null) return Unknown;
        // Somebody may have been moved to another version than the cohort's: their stages go by its names.
        var training = new Dictionary<int, IReadOnlyList<string>>();

        // Whoever ever took a seat: who has left since may still be paid for the week in which they did.
        var lines = new Dictionary<SupportId, PaymentLine>();
        foreach (var participant in events.OfType<SeatTaken>().Select(s => s.Participant).Distinct())
        {
            var person = (await People.Read(caller.Operator, participant, ct))?.Fold();
            if (person?.LinkedInto is { } into) person = (await People.Read(caller.Operator, into, ct))?.Fold();
            if (person is null) continue;
            foreach (var version in person.Enrollments.Where(e => e.Program == cohort.Program).Select(e => e.Version))
                if (!training.ContainsKey(version)) training[version] = await programs.Find(caller.Operator, cohort.Program, version, ct) is { } program ? [.. program.StagesOf(StageKind.Training)] : [];
            foreach (var p in Payments.Of(person, week, e => e.Memberships.Exists(m => m.Cohort.Value == id) ? training.GetValueOrDefault(e.Version, []) : []))
                lines[p.Support] = new PaymentLine(p.Participant.Value, person.Reference, p.Enrollment.Value, p.Support.Value, p.Category, p.Amount, p.AlreadyDelivered);
        }
        // Totals too are over those whom the viewer may see: the difference would tell of the others.
        var permits = await warden.People(http, [.. lines.Values.Select(l => new ParticipantId(l.Participant))], ct);
        foreach (var hidden in lines.Where(l => permits.GetValueOrDefault(new(l.Value.Participant))?.SeesWhole != true).Select(l => l.Key).ToList()) lines.Remove(hidden);
        var access = caller.Access("cohort.payments", new Resource("cohort", id.ToString()), new Basis(BasisKind.Agreement), new Query("cohort.payments", [], lines.Count));
        var record = await vault.Record(caller.Operator, access, lines.Values.Select(l => new Subject(l.Participant)), [], [], ct);
        IReadOnlyList<Money> totals = [.. lines.Values.GroupBy(l => l.Amount.Currency, StringComparer.Ordinal).Select(g => new Money(g.Sum(l => l.Amount.Amount), g.Key))];
        return TypedResults.Ok(new PaymentList(id, week, [.. lines.Values.OrderBy(l => l.Reference, StringComparer.Ordinal)], totals, record));
    }

    private static IResult Unknown => Problems.Of(404, "cohort.unknown", "There is no such cohort.");
}
