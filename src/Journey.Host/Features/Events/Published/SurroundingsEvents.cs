using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Partners;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Events.Published;

/// <summary>Programs, cohorts and their sessions, organizations, employers.</summary>
internal static class SurroundingsEvents
{
    private static PublicEvent<T> On<T>(string type, string title, string meaning, string when) where T : JourneyEvent => new(type, title, meaning, when);

    public static readonly PublicEvent[] All =
    [
        On<ProgramPublished>("journey.program.published", "Program published", "A version of a program's definition can be used from now on; its text never changes.", "When it is published.")
            .Code("program", e => e.Program).Number("version", e => e.Version).Code("hash", e => e.Hash, "SHA-256 of the definition."),
        On<CohortOpened>("journey.cohort.opened", "Cohort opened", "A group that goes through a program together.", "When it is planned.")
            .Ref("cohort", e => e.Cohort.Value).Text("name", e => e.Name).Code("program", e => e.Program).Number("version", e => e.Version).Text("variant?", e => e.Variant, "Which of the program's variants.").Text("site?", e => e.Site, "Where.")
            .Day("starts?", e => e.Starts, "First day, as planned.").Day("ends?", e => e.Ends, "Last day, as planned, included.").Number("capacity?", e => e.Capacity, "How many seats; missing: no limit."),
        On<SeatTaken>("journey.cohort.seat-taken", "Seat taken", "One seat fewer is free.", "With the acceptance, in the same moment.").Enrollment(e => e.Enrollment),
        On<SeatReleased>("journey.cohort.seat-released", "Seat released", "A seat is free again.", "When an offer ends, or a seat is given up.").Enrollment(e => e.Enrollment),
        On<SessionScheduled>("journey.session.scheduled", "Session scheduled", "A session of the cohort is planned.", "When it is planned.")
            .Ref("session", e => e.Session.Value).Code("stage", e => e.Stage).Day("date", e => e.Date, "The day.").Text("topic?", e => e.Topic, "What it is about.").Text("length?", e => e.Length, "How long it is, as the program says it."),
        On<SessionMoved>("journey.session.moved", "Session moved", "The session is on another day.", "When that is decided.").Ref("session", e => e.Session.Value).Day("date", e => e.Date, "The new day."),
        On<SessionCancelled>("journey.session.cancelled", "Session cancelled", "The session does not take place.", "When that is decided.").Ref("session", e => e.Session.Value),
        On<CohortClosed>("journey.cohort.closed", "Cohort closed", "The cohort takes nobody any more.", "When it is closed."),
        On<OrganizationRegistered>("journey.organization.registered", "Organization registered", "A partner became known to the operator.", "When it is registered.")
            .Ref("organization", e => e.Organization.Value).Text("name", e => e.Name).Word("kind", e => e.Kind, Said.Organization, "Which of the program's two employers of staff it is, if one."),
        On<PartnerRoleTaken>("journey.organization.role-taken", "Role taken", "The organization has a role among the partners.", "When it takes the role.").Word("role", e => e.Role, Said.Partner, "Which one."),
        On<PartnerRoleEnded>("journey.organization.role-ended", "Role ended", "The organization no longer has that role.", "When it ends.").Word("role", e => e.Role, Said.Partner, "Which one."),
        On<EmployerRegistered>("journey.employer.registered", "Employer registered", "An employer became known to the operator.", "When it is registered.").Ref("employer", e => e.Employer.Value).Text("name", e => e.Name).Text("industry?", e => e.Industry, "Its industry."),
        On<SiteVisitHeld>("journey.employer.site-visit", "Site visit held", "Participants visited the employer.", "When the visit took place.").Ref("cohort?", e => e.Cohort?.Value, "The cohort that visited."),
        On<GuestTalkGiven>("journey.employer.guest-talk", "Guest talk given", "The employer spoke to participants.", "When the talk took place.").Ref("cohort?", e => e.Cohort?.Value, "The cohort that listened."),
        On<ServiceDeclined>("journey.employer.service-declined", "Service declined", "The employer wants no contact any more.", "When it says so."),
        On<ServiceResumed>("journey.employer.service-resumed", "Service resumed", "The employer takes contact again.", "When it says so."),
    ];

    private static PublicEvent<T> Enrollment<T>(this PublicEvent<T> said, Func<T, EnrollmentId> of) where T : JourneyEvent => said.Ref("enrollment", e => of(e).Value, "Whose seat.");
}
