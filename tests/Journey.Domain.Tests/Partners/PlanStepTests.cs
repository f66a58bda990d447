using System.Collections.Immutable;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Partners;

public sealed class PlanStepTests
{
    private static readonly Text Any = new("en", "fr");
    private static readonly PlanStepId Assess = new(G(60)), Teach = new(G(61)), Childcare = new(G(62));
    private static readonly GoalId Goal = new(G(63));
    private static readonly OrganizationId College = new(G(64));

    private static readonly ProgramDefinition Plan = Due.Definition.Manufacturing with
    {
        Stages =
        [
            new Stage { Id = "management", Kind = StageKind.Plan, Title = Any, Coordination = [Coordination.Pooled, Coordination.Sequential] },
            new Stage { Id = "crt", Kind = StageKind.Training, Title = Any },
        ],
    };

    private static Story InManagement() => Given(new StageEntered(Manufacturing, "management"), new StageEntered(Manufacturing, "crt"), new GoalSet(Manufacturing, Goal, Secret("a ticket")));

    private static Decision Agree(Enrollment? e, PlanStepId id, Coordination how = Coordination.Sequential, string stage = "management", GoalId? goal = null, params PlanStepId[] waitsFor) =>
        PlanSteps.Agree(e, Plan, id, stage, how, null, goal, College, [.. waitsFor]);

    private static PlanStepAgreed Agreed(PlanStepId id, Coordination how = Coordination.Sequential, GoalId? goal = null, params PlanStepId[] waitsFor) =>
        new(Manufacturing, id, "management", how, null, goal, College, waitsFor.Length == 0 ? null : [.. waitsFor]);

    [Fact]
    public void One_thing_after_the_other_waits_for_the_result_before_it() =>
        InManagement().When(e => Agree(e, Assess)).Then(Agreed(Assess))
            .When(e => Agree(e, Teach, goal: Goal, waitsFor: Assess)).Then(Agreed(Teach, goal: Goal, waitsFor: Assess))
            .When(e => PlanSteps.Do(e, Teach, null)).ThenRefused("step.waits")
            .When(e => PlanSteps.Do(e, Assess, Secret("level 2"))).Then(new PlanStepDone(Manufacturing, Assess, Secret("level 2")))
            .When(e => PlanSteps.Do(e, Teach, null)).Then(new PlanStepDone(Manufacturing, Teach))
            .When(e => PlanSteps.Do(e, Teach, null)).ThenNothing()
            .Enrollment().Steps.ShouldAllBe(s => !s.IsOpen);

    [Fact]
    public void What_is_pooled_is_done_whenever_it_is() =>
        InManagement().Each(Agreed(Assess), Agreed(Childcare, Coordination.Pooled, null, Assess))
            .When(e => PlanSteps.Do(e, Childcare, null)).Then(new PlanStepDone(Manufacturing, Childcare));

    [Fact]
    public void A_step_is_agreed_once_in_an_open_plan_stage_in_a_way_that_the_stage_allows_and_after_known_steps() =>
        InManagement().When(e => Agree(e, Teach, Coordination.Reciprocal)).ThenRefused("step.coordination")
            .When(e => Agree(e, Teach, stage: "crt")).ThenRefused("step.stage")
            .When(e => Agree(e, Teach, waitsFor: Assess)).ThenRefused("step.waits-for")
            .When(e => Agree(e, Teach, waitsFor: Teach)).ThenRefused("step.waits-for")
            .When(e => Agree(e, Teach, goal: new GoalId(G(99)))).ThenRefused("goal.unknown")
            .When(e => PlanSteps.Do(e, Teach, null)).ThenRefused("step.unknown")
            .When(e => Agree(e, Teach)).Then(Agreed(Teach)).When(e => Agree(e, Teach)).ThenNothing()
            .Each(new StageLeft(Manufacturing, "management", StageEnd.Completed)).When(e => Agree(e, Assess)).ThenRefused("step.stage");
}
