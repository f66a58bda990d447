using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Cohorts;
using Journey.Domain.Supports;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Supports;

/// <summary>Wraparound supports over HTTP: requested, approved against a budget, delivered, stopped.</summary>
public static class SupportEndpoints
{
    public sealed record Requesting(Guid? Id, string Category, decimal Amount, string Currency, string? Reason) : CommandBody;

    /// <param name="Weeks">Of a weekly support, how many weeks the approval promises; left out: to the cohort's last day.</param>
    public sealed record Approving(int? Weeks) : CommandBody;

    public sealed record Declining(string Reason) : CommandBody;

    public sealed record Delivering(decimal Amount, string Currency, DateOnly? Week) : CommandBody;

    public static void MapSupports(this RouteGroupBuilder v1)
    {
        var supports = v1.MapGroup("/participants/{id:guid}/enrollments/{enrollment:guid}/supports").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Supports");

        supports.MapPost("/", async (Guid id, Guid enrollment, Requesting body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
        {
            var support = body.Id ?? Guid.CreateVersion7();
            var reason = await desk.Seal(id, enrollment, FieldClass.General, body.Reason, ct);
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var program = await programs.Of(s, new(enrollment), stop);
                if (program is not null && program.Support(body.Category) is null) return Decide.Refuse("support.category", $"The program's supports are: {string.Join(", ", program.Supports.Select(x => x.Id))}.");
                return Supporting.Request(s.Enrollment(new(enrollment)), new(support), body.Category, new Money(body.Amount, body.Currency), program?.Support(body.Category)?.Recurs is not null, reason);
            }, ct, new { id = support });
        }).WithName("requestSupport").WithSummary("Requests a support of a category of the program.");

        supports.MapPost("/{support:guid}/approve", (Guid id, Guid enrollment, Guid support, Approving body, Desk desk, PublishedPrograms programs, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var current = s.Enrollment(new(enrollment));
                var cohort = current?.Seat is { } seat ? await s.Cohort(seat.Cohort, stop) : Cohort.None;
                var weeks = body.Weeks ?? (cohort is { Starts: { } first, Ends: { } last } ? (last.DayNumber - first.DayNumber) / 7 + 1 : 1);
                var category = current?.Supports.Find(x => x.Id.Value == support)?.Category;
                var draws = category is null ? null : (await programs.Of(s, new(enrollment), stop))?.Support(category)?.Budget;
                return Supporting.Approve(current, new(support), cohort, draws, weeks);
            }, ct)).WithName("approveSupport").WithSummary("Approves a support; it draws on the cohort's budget.");

        supports.MapPost("/{support:guid}/decline", (Guid id, Guid enrollment, Guid support, Declining body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Supporting.Decline(s.Enrollment(new(enrollment)), new(support), body.Reason), ct)).WithName("declineSupport").WithSummary("Declines a request.");

        supports.MapPost("/{support:guid}/deliveries", (Guid id, Guid enrollment, Guid support, Delivering body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Supporting.Deliver(s.Enrollment(new(enrollment)), new(support), new Money(body.Amount, body.Currency), body.Week), ct)).WithName("deliverSupport").WithSummary("A support was delivered.");

        supports.MapPost("/{support:guid}/stop", (Guid id, Guid enrollment, Guid support, Happened body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), body, s => Supporting.Stop(s.Enrollment(new(enrollment)), new(support)), ct)).WithName("stopSupport").WithSummary("Stops a recurring support.");
    }
}
