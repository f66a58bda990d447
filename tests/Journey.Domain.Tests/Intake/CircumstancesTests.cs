using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Intake;

public sealed class CircumstancesTests
{
    private static readonly BarrierId Bus = new(G(20));
    private static readonly ConsentId Consent = new(G(21));
    private static readonly OrganizationId Agency = new(G(22));

    [Fact]
    public void A_baseline_says_status_occupation_wage_and_hours_and_is_said_once() =>
        Given().When(e => Circumstances.RecordBaseline(e, LabourStatus.UnderEmployed, "75101", null, null, null, null)).ThenRefused("baseline.noc-edition")
            .When(e => Circumstances.RecordBaseline(e, LabourStatus.UnderEmployed, "75101", "2021", Secret(14.5m), Secret(18m), false))
            .Then(new BaselineRecorded(Manufacturing, LabourStatus.UnderEmployed, "75101", "2021", Secret(14.5m), Secret(18m), false))
            .When(e => Circumstances.RecordBaseline(e, LabourStatus.UnderEmployed, "75101", "2021", Secret(14.50m), Secret(18m), false)).ThenNothing();

    [Fact]
    public void The_effect_of_a_stipend_on_benefits_is_noted_as_discussed_once() =>
        Given().When(Circumstances.DiscussStipendEffect).Then(new StipendEffectDiscussed(Manufacturing)).When(Circumstances.DiscussStipendEffect).ThenNothing();

    [Fact]
    public void A_barrier_is_noted_and_later_resolved() =>
        Given().WhenPerson(p => Circumstances.ResolveBarrier(p, Bus)).ThenRefused("barrier.unknown")
            .WhenPerson(p => Circumstances.NoteBarrier(p, Bus, BarrierKind.Situational, Secret("no bus before 7"), shared: true)).Then(new BarrierNoted(Bus, BarrierKind.Situational, Secret("no bus before 7"), true))
            .WhenPerson(p => Circumstances.NoteBarrier(p, Bus, BarrierKind.Situational, Secret("no bus before 7"), shared: true)).ThenNothing()
            .WhenPerson(p => Circumstances.ResolveBarrier(p, Bus)).Then(new BarrierResolved(Bus))
            .WhenPerson(p => Circumstances.ResolveBarrier(p, Bus)).ThenNothing();

    [Fact]
    public void The_same_level_months_later_is_progress_not_made_and_worth_keeping() =>
        Given().On("2026-01-10", new SkillsAssessed("PDQ", "document-use", Secret("2")))
            .WhenPerson(p => Circumstances.AssessSkills(p, "PDQ", "document-use", Secret("2"), null, Day("2026-01-10"))).ThenNothing()
            .WhenPerson(p => Circumstances.AssessSkills(p, "PDQ", "document-use", Secret("2"), null, Day("2026-04-10"))).Then(new SkillsAssessed("PDQ", "document-use", Secret("2")));

    [Fact]
    public void An_accommodation_is_agreed_once() =>
        Given().WhenPerson(p => Circumstances.AgreeAccommodation(p, Secret("screen reader"))).Then(new AccommodationAgreed(Secret("screen reader")))
            .WhenPerson(p => Circumstances.AgreeAccommodation(p, Secret("screen reader"))).ThenNothing();

    [Fact]
    public void A_consent_says_what_for_and_is_in_force_from_its_day_to_the_day_before_it_is_withdrawn()
    {
        var story = Given().WhenPerson(p => Consenting.Give(p, Consent, Manufacturing, 2, "fr-CA", [], [FieldClass.Income], [Agency], null)).ThenRefused("consent.empty")
            .On("2026-02-01")
            .WhenPerson(p => Consenting.Give(p, Consent, Manufacturing, 2, "fr-CA", ["service"], [FieldClass.Income], [Agency], Day("2026-12-31")))
            .Then(new ConsentGiven(Consent, Manufacturing, 2, "fr-CA", ["service"], [FieldClass.Income], [Agency], Day("2026-12-31")))
            .On("2026-06-01")
            .WhenPerson(p => Consenting.Withdraw(p, Consent)).Then(new ConsentWithdrawn(Consent))
            .WhenPerson(p => Consenting.Withdraw(p, Consent)).ThenNothing();
        var consent = story.Person().Consents.ShouldHaveSingleItem();
        (consent.IsInForceOn(Day("2026-01-31")), consent.IsInForceOn(Day("2026-02-01")), consent.IsInForceOn(Day("2026-05-31")), consent.IsInForceOn(Day("2026-06-01"))).ShouldBe((false, true, true, false));
    }

    [Fact]
    public void A_consent_ends_after_its_last_day() =>
        Given(new ConsentGiven(Consent, null, 1, "en", ["service"], [FieldClass.Income], [], Day("2026-03-31"))).Person().Consents[0]
            .ShouldSatisfyAllConditions(c => c.IsInForceOn(Day("2026-03-31")).ShouldBeTrue(), c => c.IsInForceOn(Day("2026-04-01")).ShouldBeFalse());
}
