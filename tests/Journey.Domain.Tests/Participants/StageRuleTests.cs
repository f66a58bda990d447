using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Participants;

public sealed class StageRuleTests
{
    private static readonly Text Any = new("en", "fr");
    private static readonly JobId First = new(G(80)), Second = new(G(81));
    private static readonly JobTerms Terms = new(null, null, null, null, null, null);
    private static readonly DateOnly Today = Day("2026-06-30");

    private static Stage Stage(string id, StageKind kind, string? entry = null, string? exit = null, params string[] to) =>
        new() { Id = id, Kind = kind, Title = Any, Entry = entry is null ? null : GateFactTests.Guard(entry), Exit = new Exit(to, exit is null ? null : GateFactTests.Guard(exit)) };

    private static ProgramDefinition With(params Stage[] stages) => Due.Definition.Manufacturing with { Stages = stages };

    private static Func<Enrollment?, Decision> Enter(Story story, ProgramDefinition program, string stage) => e => Stages.Enter(story.Person(), e, program, program.Stages, stage, Today);

    private static Func<Enrollment?, Decision> Complete(Story story, ProgramDefinition program, string stage) => e => Stages.Complete(story.Person(), e, program, stage, Today);

    [Fact]
    public void A_way_in_opens_when_what_it_asks_for_is_recorded()
    {
        var program = With(Stage("plan", StageKind.Plan), Stage("closing", StageKind.Plan, entry: "goals.open == 0 && consent.given"));
        var story = Given(new StageEntered(Manufacturing, "plan"), new GoalSet(Manufacturing, new(G(45)), Secret("a car")));
        Enter(story, program, "closing")(story.Enrollment()).ShouldBeOfType<Decision.Refused>().Message.ShouldBe("The way into closing is not open: goals.open NotMet, consent.given NotMet.");
        story.Each(new GoalReached(Manufacturing, new(G(45))), new Journey.Domain.Intake.ConsentGiven(new(G(21)), null, 1, "en", ["service"], [Journey.Domain.Confidential.FieldClass.General], [], null));
        story.When(Enter(story, program, "closing")).Then(new StageEntered(Manufacturing, "closing"));
    }

    [Fact]
    public void What_nobody_has_looked_at_leaves_a_way_out_shut_and_entering_the_next_stage_goes_through_intakes_way_out()
    {
        var program = With(Stage("intake", StageKind.Intake, exit: "rubric.passed"), Stage("plan", StageKind.Plan));
        var story = Given(new StageEntered(Manufacturing, "intake"));
        story.When(Enter(story, program, "plan")).ThenRefused("stage.gate").When(Complete(story, program, "intake")).ThenRefused("stage.gate");
        story.Each(new Journey.Domain.Intake.RubricScored(Manufacturing, System.Collections.Immutable.ImmutableDictionary<string, int>.Empty, true));
        story.When(Enter(story, program, "plan")).Then(new StageEntered(Manufacturing, "plan"), new StageLeft(Manufacturing, "intake", StageEnd.Completed));
    }

    [Fact]
    public void Graduation_goes_through_the_ways_out_of_training_and_counts_for_them()
    {
        var program = With(Stage("crt", StageKind.Training, exit: "graduated && attendance.met") with { Attendance = new AttendanceRule(0.9m, 2) }, Stage("placement", StageKind.Placement));
        var story = Given(new StageEntered(Manufacturing, "crt"), new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Absent));
        story.When(e => Graduating.Graduate(story.Person(), e, program, Today)).ThenRefused("stage.gate");
        story.Each(new AttendanceMarked(Manufacturing, new(G(41)), "crt", Presence.Present));
        story.When(e => Graduating.Graduate(story.Person(), e, program, Today))
            .Then(new Graduated(Manufacturing), new StageLeft(Manufacturing, "crt", StageEnd.Completed), new StageEntered(Manufacturing, "placement"));
    }

    [Fact]
    public void A_job_is_recorded_whatever_the_gates_say_and_moves_nobody_through_a_shut_one()
    {
        var program = With(Stage("placement", StageKind.Placement, exit: "jobs.started >= 1 && workPlacement.hours >= 100.0"), Stage("employment", StageKind.Employment));
        var story = Given(new StageEntered(Manufacturing, "placement"));
        story.WhenPerson(p => Jobs.Start(p, Manufacturing, First, null, Terms, program, Today)).Then(new EmploymentStarted(Manufacturing, First, null, Terms));
        story = Given(new StageEntered(Manufacturing, "placement"), new WorkPlacementStarted(Manufacturing, new(G(46)), new(G(47)), null), new WorkPlacementHoursRecorded(Manufacturing, new(G(46)), 120));
        story.WhenPerson(p => Jobs.Start(p, Manufacturing, First, null, Terms, program, Today))
            .Then(new EmploymentStarted(Manufacturing, First, null, Terms), new StageLeft(Manufacturing, "placement", StageEnd.Completed), new StageEntered(Manufacturing, "employment"));
    }

    [Fact]
    public void The_return_beyond_the_last_is_refused_and_the_loss_itself_is_recorded()
    {
        var back = new Return(Milestone.JobLost, "placement", [], 1);
        var program = With(Stage("placement", StageKind.Placement), Stage("employment", StageKind.Employment) with { Returns = [back] });
        Story Employed(Story story, JobId job) => story.Each(new EmploymentStarted(Manufacturing, job, null, Terms), new StageLeft(Manufacturing, "placement", StageEnd.Completed), new StageEntered(Manufacturing, "employment"));
        Decision Lose(Participant p, JobId job) => Jobs.Lose(p, job, JobLossReason.Employer, null, "employment", back.To, back.Max);
        var story = Employed(Given(new StageEntered(Manufacturing, "placement")), First).On("2026-06-01").WhenPerson(p => Lose(p, First))
            .Then(new JobLost(Manufacturing, First, JobLossReason.Employer), new StageLeft(Manufacturing, "employment", StageEnd.Returned), new StageEntered(Manufacturing, "placement"));
        Employed(story, Second).WhenPerson(p => Lose(p, Second)).Then(new JobLost(Manufacturing, Second, JobLossReason.Employer), new StageLeft(Manufacturing, "employment", StageEnd.Left));
        story.Enrollment().ReturnsFrom("employment").ShouldBe(1);
        story.When(Enter(story, program, "placement")).ThenRefused("return.max");
    }

    [Fact]
    public void A_way_back_is_taken_once_its_milestone_is_reached_in_this_stay_and_as_often_as_allowed()
    {
        var program = With(Stage("crt", StageKind.Plan), Stage("ost", StageKind.Plan) with { Tasks = [new("review", Any, Repeats: true)], Returns = [new Return(Milestone.TaskDone("ost", "review"), "crt", [], 1)] });
        var story = Given(new StageEntered(Manufacturing, "crt"), new StageLeft(Manufacturing, "crt", StageEnd.Completed)).On("2026-03-02", new StageEntered(Manufacturing, "ost"));
        Decision Back(Enrollment? e) => Stages.Return(story.Person(), e, program, "ost", "crt");
        story.When(e => Stages.Return(story.Person(), e, program, "crt", "ost")).ThenRefused("return.unknown").When(Back).ThenRefused("return.not-reached");
        story.On("2026-03-09", new TaskDone(Manufacturing, "ost", "review")).When(Back).Then(new StageLeft(Manufacturing, "ost", StageEnd.Returned), new StageEntered(Manufacturing, "crt"))
            .When(Back).ThenNothing().Each(new StageLeft(Manufacturing, "crt", StageEnd.Completed)).When(Back).ThenRefused("return.stage")
            .Each(new StageEntered(Manufacturing, "ost")).When(Back).ThenRefused("return.max");
    }

    [Fact]
    public void A_ladder_is_climbed_from_any_rung_that_leads_on_or_sideways_and_a_rung_is_attained_with_its_certificates()
    {
        Rung Rung(string[] certificates, params string[] lateral) => new(null, null, null, null, certificates, null, lateral);
        var program = With(
            Stage("handler", StageKind.Rung, to: ["driver"]) with { Rung = Rung([], "clerk") }, Stage("driver", StageKind.Rung) with { After = ["handler", "yard"], Rung = Rung(["forklift"]) },
            Stage("clerk", StageKind.Rung) with { After = ["office"], Rung = Rung([]) }, Stage("manager", StageKind.Rung) with { After = ["driver"], Rung = Rung([]) });
        var story = Given();
        story.When(Enter(story, program, "driver")).ThenRefused("stage.order").When(Enter(story, program, "clerk")).ThenRefused("stage.order");
        story.When(Enter(story, program, "handler")).Then(new StageEntered(Manufacturing, "handler"));
        story.When(Enter(story, program, "clerk")).Then(new StageEntered(Manufacturing, "clerk"));
        story.When(Enter(story, program, "driver")).Then(new StageEntered(Manufacturing, "driver")).When(Enter(story, program, "manager")).ThenRefused("stage.order");
        story.When(Complete(story, program, "driver")).ThenRefused("rung.certificate")
            .When(e => Graduating.Award(e, "forklift", [])).ThenRefused("credential.not-graduated")
            .When(e => Graduating.Award(e, "forklift", [], ofRung: true)).Then(new CredentialAwarded(Manufacturing, "forklift"));
        story.When(Complete(story, program, "driver")).Then(new StageLeft(Manufacturing, "driver", StageEnd.Completed));
        story.When(Enter(story, program, "manager")).Then(new StageEntered(Manufacturing, "manager"));
    }
}
