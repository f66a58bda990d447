using Journey.Domain.Participants;
using Journey.Domain.Partners;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Partners;

public sealed class PartnerTests
{
    private static readonly OrganizationId Agency = new(G(12));
    private static readonly StaffId Kim = new(G(10));
    private static readonly EmployerId Foundry = new(G(71));
    private static readonly ReferralId Referral = new(G(60));

    private static Organization Known(params JourneyEvent[] events) => Organization.Fold([new OrganizationRegistered(Agency, "Harbour Works", OrganizationKind.ServiceProvider), .. events]);

    private static Employer Hiring(params JourneyEvent[] events) => Employer.Fold([new EmployerRegistered(Foundry, "Foundry"), .. events]);

    [Fact]
    public void An_organization_is_registered_once_under_a_name()
    {
        Organizations.Register(Organization.None, Agency, "Harbour Works", OrganizationKind.ServiceProvider).ShouldTell(new OrganizationRegistered(Agency, "Harbour Works", OrganizationKind.ServiceProvider));
        Organizations.Register(Known(), Agency, "Harbour Works", OrganizationKind.ServiceProvider).ShouldSayNothing();
        Organizations.Register(Organization.None, Agency, "", OrganizationKind.Other).ShouldBeRefused("organization.name");
    }

    [Fact]
    public void One_organization_may_hold_several_partner_roles_and_give_one_up()
    {
        Organizations.TakeRole(Known(), PartnerRole.LeadAgency).ShouldTell(new PartnerRoleTaken(PartnerRole.LeadAgency));
        var two = Known(new PartnerRoleTaken(PartnerRole.LeadAgency), new PartnerRoleTaken(PartnerRole.CommunityAgency));
        Organizations.TakeRole(two, PartnerRole.LeadAgency).ShouldSayNothing();
        Organizations.EndRole(two, PartnerRole.LeadAgency).ShouldTell(new PartnerRoleEnded(PartnerRole.LeadAgency));
        Organizations.EndRole(Known(), PartnerRole.LeadAgency).ShouldSayNothing();
        Organizations.TakeRole(Organization.None, PartnerRole.LeadAgency).ShouldBeRefused("organization.unknown");
    }

    [Fact]
    public void Staff_join_with_roles_change_them_leave_and_may_return()
    {
        var joined = new StaffJoined(Kim, "Kim", [StaffRole.CaseManager]);
        Organizations.Join(Known(), Kim, "Kim", []).ShouldBeRefused("staff.incomplete");
        Organizations.Join(Known(), Kim, "Kim", [StaffRole.CaseManager]).ShouldTell(joined);
        Organizations.Join(Known(joined), Kim, "Kim", [StaffRole.CaseManager]).ShouldSayNothing();
        Organizations.ChangeRoles(Known(joined), Kim, [StaffRole.CaseManager]).ShouldSayNothing();
        Organizations.ChangeRoles(Known(joined), Kim, [StaffRole.Director]).ShouldTell(new StaffRolesChanged(Kim, [StaffRole.Director]));
        Organizations.Leave(Known(joined), Kim).ShouldTell(new StaffLeft(Kim));
        var left = Known(joined, new StaffLeft(Kim));
        Organizations.Leave(left, Kim).ShouldSayNothing();
        Organizations.ChangeRoles(left, Kim, [StaffRole.Director]).ShouldBeRefused("staff.unknown");
        Organizations.Join(left, Kim, "Kim", [StaffRole.CaseManager]).ShouldTell(joined);
    }

    [Fact]
    public void An_employer_has_a_sealed_contact_and_takes_part()
    {
        Employers.Register(Employer.None, Foundry, "Foundry", null).ShouldTell(new EmployerRegistered(Foundry, "Foundry"));
        Employers.Register(Hiring(), Foundry, "Foundry", null).ShouldSayNothing();
        Employers.Register(Employer.None, Foundry, " ", null).ShouldBeRefused("employer.name");
        Employers.GiveContact(Hiring(), Secret("Lee"), Secret("902 555 0100")).ShouldTell(new EmployerContactGiven(Secret("Lee"), Secret("902 555 0100")));
        Employers.GiveContact(Hiring(new EmployerContactGiven(Secret("Lee"), null)), Secret("Lee"), null).ShouldSayNothing();
        Employers.HoldSiteVisit(Hiring(), null).ShouldTell(new SiteVisitHeld());
        Employers.GiveGuestTalk(Employer.None, null).ShouldBeRefused("employer.unknown");
        Hiring(new SiteVisitHeld(), new GuestTalkGiven(), new GuestTalkGiven()).ShouldSatisfyAllConditions(e => e.SiteVisits.ShouldBe(1), e => e.GuestTalks.ShouldBe(2));
    }

    [Fact]
    public void An_employer_may_decline_the_coachs_service_and_take_it_up_again()
    {
        Employers.DeclineService(Hiring(), null).ShouldTell(new ServiceDeclined());
        Employers.DeclineService(Hiring(new ServiceDeclined()), null).ShouldSayNothing();
        Employers.ResumeService(Hiring(new ServiceDeclined())).ShouldTell(new ServiceResumed());
        Employers.ResumeService(Hiring()).ShouldSayNothing();
    }

    [Fact]
    public void A_referral_is_sent_received_accepted_started_and_reported_back() =>
        Given().WhenPerson(p => Referrals.Send(p, Referral, Agency, "housing", null, null)).Then(new ReferralSent(Referral, Agency, "housing"))
            .WhenPerson(p => Referrals.Start(p, Referral)).ThenRefused("referral.state")
            .WhenPerson(p => Referrals.Receive(p, Referral)).Then(new ReferralReceived(Referral))
            .WhenPerson(p => Referrals.Accept(p, Referral)).Then(new ReferralAccepted(Referral))
            .WhenPerson(p => Referrals.Accept(p, Referral)).ThenNothing()
            .WhenPerson(p => Referrals.Start(p, Referral)).Then(new ReferralServiceStarted(Referral))
            .WhenPerson(p => Referrals.ReportBack(p, Referral, Secret("flat found"))).Then(new ReferralReportedBack(Referral, Secret("flat found")));

    [Fact]
    public void A_referral_is_declined_with_a_reason() =>
        Given(new ReferralSent(Referral, Agency, "housing")).WhenPerson(p => Referrals.Decline(p, Referral, " ")).ThenRefused("referral.reason")
            .WhenPerson(p => Referrals.Decline(p, Referral, "full")).Then(new ReferralDeclined(Referral, "full"))
            .WhenPerson(p => Referrals.Accept(p, Referral)).ThenRefused("referral.state")
            .WhenPerson(p => Referrals.Receive(p, new(G(99)))).ThenRefused("referral.unknown");
}
