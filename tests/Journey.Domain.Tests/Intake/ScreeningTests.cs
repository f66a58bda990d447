using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Intake;

public sealed class ScreeningTests
{
    private static readonly string[] Items = ["interest", "motivation"];
    private static readonly ImmutableDictionary<string, int> Good = Scores(4, 3), Weak = Scores(2, 2);

    private static ImmutableDictionary<string, int> Scores(int interest, int motivation) => ImmutableDictionary<string, int>.Empty.Add("interest", interest).Add("motivation", motivation);

    private static Decision Score(Enrollment? e, ImmutableDictionary<string, int> scores) => Screening.Score(e, scores, Items, 1, 5, s => s.Values.Average() >= 3);

    [Fact]
    public void A_first_inquiry_opens_an_enrollment_under_the_version_in_force_and_enters_intake() =>
        Nobody().Then(new ParticipantRegistered(Sam, "P-7Q2"))
            .WhenPerson(p => Applying.Inquire(p, Manufacturing, "manufacturing", 3, Halifax, "intake", "friend"))
            .Then(new EnrollmentOpened(Manufacturing, "manufacturing", 3, Halifax), new InquiryMade(Manufacturing, "friend"), new StageEntered(Manufacturing, "intake"))
            .WhenPerson(p => Applying.Inquire(p, Manufacturing, "manufacturing", 4, Halifax, "intake", "friend")).ThenNothing()
            .Enrollment().Version.ShouldBe(3);

    [Fact]
    public void Nobody_inquires_before_they_are_registered() =>
        Nobody().WhenPerson(p => Applying.Inquire(p, Manufacturing, "manufacturing", 1, Halifax, "intake", "friend")).ThenRefused("participant.unknown");

    [Fact]
    public void An_information_session_is_attended_once() =>
        Given().When(Applying.AttendInformationSession).Then(new InformationSessionAttended(Manufacturing)).When(Applying.AttendInformationSession).ThenNothing();

    [Fact]
    public void An_application_is_received_once_until_it_was_turned_down() =>
        Given().When(e => Applying.Apply(e, null)).Then(new ApplicationReceived(Manufacturing))
            .When(e => Applying.Apply(e, null)).ThenNothing()
            .On("2026-01-20", new AdmissionDecided(Manufacturing, AdmissionOutcome.NotReady, "attendance"))
            .When(e => Applying.Apply(e, null)).Then(new ApplicationReceived(Manufacturing));

    [Fact]
    public void Only_answers_that_say_something_new_are_kept() =>
        Given(new AnswersGiven(Manufacturing, ImmutableDictionary<string, string>.Empty.Add("shift", "day"), ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Secret("28000"))))
            .When(e => Applying.Answer(e, ImmutableDictionary<string, string>.Empty.Add("shift", "day"), ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Secret("28000")))).ThenNothing()
            .When(e => Applying.Answer(e, ImmutableDictionary<string, string>.Empty.Add("shift", "day"), ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Secret("31000"))))
            .Then(new AnswersGiven(Manufacturing, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Secret("31000"))));

    [Fact]
    public void Criteria_are_checked_one_by_one_and_a_result_that_changes_is_kept() =>
        Given().When(e => Screening.Check(e, "income", CriterionResult.NotMet, ["annualIncome"])).Then(new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, ["annualIncome"]))
            .When(e => Screening.Check(e, "income", CriterionResult.NotMet, ["annualIncome"])).ThenNothing()
            .When(e => Screening.Check(e, "income", CriterionResult.Met, ["annualIncome"])).Then(new CriterionChecked(Manufacturing, "income", CriterionResult.Met, ["annualIncome"]));

    [Fact]
    public void An_allowance_lets_a_missed_criterion_pass_and_outlives_the_next_check()
    {
        var story = Given(new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, []))
            .When(e => Screening.OverrideCriterion(e, "income", Secret("three dependants"))).Then(new CriterionOverridden(Manufacturing, "income", Secret("three dependants")))
            .When(e => Screening.OverrideCriterion(e, "income", Secret("three dependants"))).ThenNothing()
            .Then(new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, ["annualIncome"]));
        story.Enrollment().Intake.Criteria["income"].Passes.ShouldBeTrue();
        story.Person().Enrollment(Manufacturing)!.Intake.Criteria["income"].Override!.At.Actor.ShouldBe(G(7));
    }

    [Fact]
    public void An_allowance_needs_a_reason_and_something_to_allow() =>
        Given(new CriterionChecked(Manufacturing, "income", CriterionResult.Met, []))
            .When(e => Screening.OverrideCriterion(e, "experience", null)).ThenRefused("criterion.override-reason")
            .When(e => Screening.OverrideCriterion(e, "income", Secret("why not"))).ThenRefused("criterion.already-met");

    [Fact]
    public void The_interview_is_scored_on_every_item_of_the_rubric_and_on_its_scale() =>
        Given().When(e => Score(e, Good.Remove("interest"))).ThenRefused("rubric.items")
            .When(e => Score(e, Good.SetItem("interest", 6))).ThenRefused("rubric.scale")
            .When(e => Score(e, Weak)).Then(new RubricScored(Manufacturing, Weak, false))
            .When(e => Score(e, Weak)).ThenNothing()
            .When(e => Score(e, Good)).Then(new RubricScored(Manufacturing, Good, true));

    [Fact]
    public void A_failed_rubric_may_be_allowed_with_a_reason_and_a_passed_one_needs_none() =>
        Given(new RubricScored(Manufacturing, Weak, false))
            .When(e => Screening.OverrideRubric(e, null)).ThenRefused("rubric.override-reason")
            .When(e => Screening.OverrideRubric(e, Secret("nervous"))).Then(new RubricOverridden(Manufacturing, Secret("nervous")))
            .When(e => Screening.OverrideRubric(e, Secret("nervous"))).ThenNothing()
            .Then(new RubricScored(Manufacturing, Good, true))
            .When(e => Screening.OverrideRubric(e, Secret("again"))).ThenRefused("rubric.already-passed");

    [Fact]
    public void Nothing_is_screened_without_an_enrollment() =>
        Nobody().When(e => Screening.Check(e, "income", CriterionResult.Met, [])).ThenRefused("enrollment.unknown");
}
