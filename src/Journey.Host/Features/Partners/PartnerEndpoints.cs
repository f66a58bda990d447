using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;
using Journey.Host.Recording;

namespace Journey.Host.Features.Partners;

/// <summary>Organizations with their roles and staff, and employers, over HTTP.</summary>
public static class PartnerEndpoints
{
    public sealed record RegisteringOrganization(Guid? Id, string Name, OrganizationKind Kind) : CommandBody;

    public sealed record Joining(Guid? Id, string Name, StaffRole[] Roles) : CommandBody;

    public sealed record ChangingRoles(StaffRole[] Roles) : CommandBody;

    public sealed record RegisteringEmployer(Guid? Id, string Name, string? Industry) : CommandBody;

    /// <param name="Contact">The contact's own reference: another one for another person.</param>
    public sealed record GivingContact(Guid? Contact, string Name, string? Details) : CommandBody;

    public sealed record ForCohort(Guid? Cohort) : CommandBody;

    public sealed record DecliningService(string? Note) : CommandBody;

    public static void MapPartners(this RouteGroupBuilder v1)
    {
        var organizations = v1.MapGroup("/organizations").RequireAuthorization(Policies.Configure).Touches(Touch.Nobody).WithTags("Partners");
        organizations.MapPost("/", (RegisteringOrganization body, Desk desk, CancellationToken ct) =>
        {
            var id = body.Id ?? Guid.CreateVersion7();
            return Run(desk, id, body, o => Organizations.Register(o, new(id), body.Name, body.Kind), ct, new { id });
        }).WithName("registerOrganization").WithSummary("Registers a partner organization.");
        organizations.MapPut("/{id:guid}/roles/{role}", (Guid id, PartnerRole role, Desk desk, CancellationToken ct) =>
            Run(desk, id, new Happened(), o => Organizations.TakeRole(o, role), ct)).WithName("takePartnerRole").WithSummary("The organization takes a partner role.");
        organizations.MapDelete("/{id:guid}/roles/{role}", (Guid id, PartnerRole role, Desk desk, CancellationToken ct) =>
            Run(desk, id, new Happened(), o => Organizations.EndRole(o, role), ct)).WithName("endPartnerRole").WithSummary("The organization gives a partner role up.");
        organizations.MapPost("/{id:guid}/staff", (Guid id, Joining body, Desk desk, CancellationToken ct) =>
        {
            var staff = body.Id ?? Guid.CreateVersion7();
            return Run(desk, id, body, o => Organizations.Join(o, new(staff), body.Name, [.. body.Roles]), ct, new { id = staff });
        }).WithName("joinStaff").WithSummary("A staff member joins.");
        organizations.MapPut("/{id:guid}/staff/{staff:guid}/roles", (Guid id, Guid staff, ChangingRoles body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, o => Organizations.ChangeRoles(o, new(staff), [.. body.Roles]), ct)).WithName("changeStaffRoles").WithSummary("Changes a staff member's roles.");
        organizations.MapPost("/{id:guid}/staff/{staff:guid}/leave", (Guid id, Guid staff, Happened body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, o => Organizations.Leave(o, new(staff)), ct)).WithName("leaveStaff").WithSummary("A staff member leaves.");

        var employers = v1.MapGroup("/employers").RequireAuthorization(Policies.RecordJourney).Touches(Touch.Contact, Verb.Write).WithTags("Partners");
        employers.MapPost("/", (RegisteringEmployer body, Desk desk, CancellationToken ct) =>
        {
            var id = body.Id ?? Guid.CreateVersion7();
            return Run(desk, id, body, e => Employers.Register(e, new(id), body.Name, body.Industry), ct, new { id });
        }).WithName("registerEmployer").WithSummary("Registers an employer.");
        employers.MapPut("/{id:guid}/contact", async (Guid id, GivingContact body, Desk desk, CancellationToken ct) =>
        {
            var contact = body.Contact ?? Guid.CreateVersion7();
            var name = await desk.Seal(contact, null, FieldClass.Contact, body.Name, ct);
            var details = await desk.Seal(contact, null, FieldClass.Contact, body.Details, ct);
            return await Run(desk, id, body, e => name is null ? Decide.Refuse("employer.contact", "A contact has a name.") : Employers.GiveContact(e, name, details), ct, new { contact });
        }).WithName("giveEmployerContact").WithSummary("Whom to talk to.");
        employers.MapPost("/{id:guid}/site-visits", (Guid id, ForCohort body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, e => Employers.HoldSiteVisit(e, Of(body.Cohort)), ct)).WithName("holdSiteVisit").WithSummary("A site visit was held.");
        employers.MapPost("/{id:guid}/guest-talks", (Guid id, ForCohort body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, e => Employers.GiveGuestTalk(e, Of(body.Cohort)), ct)).WithName("giveGuestTalk").WithSummary("A guest talk was given.");
        employers.MapPost("/{id:guid}/decline-service", async (Guid id, DecliningService body, Desk desk, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, null, FieldClass.General, body.Note, ct);
            return await Run(desk, id, body, e => Employers.DeclineService(e, note), ct);
        }).WithName("declineService").WithSummary("The employer declines the coach's service.");
        employers.MapPost("/{id:guid}/resume-service", (Guid id, Happened body, Desk desk, CancellationToken ct) =>
            Run(desk, id, body, Employers.ResumeService, ct)).WithName("resumeService").WithSummary("The employer wants the coach's service after all.");
    }

    private static CohortId? Of(Guid? cohort) => cohort is { } c ? new(c) : null;

    private static Task<IResult> Run(Desk desk, Guid id, CommandBody body, Func<Organization, Decision> decide, CancellationToken ct, object? answer = null) =>
        desk.Run(null, body, async (Situation s, CancellationToken stop) => decide(await s.Organization(new(id), stop)), ct, answer);

    private static Task<IResult> Run(Desk desk, Guid id, CommandBody body, Func<Employer, Decision> decide, CancellationToken ct, object? answer = null) =>
        desk.Run(null, body, async (Situation s, CancellationToken stop) => decide(await s.Employer(new(id), stop)), ct, answer);
}
