using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Partners;

/// <summary>One step of a learner plan: what a partner brings to a goal, and whose results it waits for (domain.md, section 4).</summary>
/// <param name="Goal">The goal it leads to.</param>
/// <param name="By">The organization that brings it; null: the program itself.</param>
/// <param name="WaitsFor">Steps whose result it needs or answers.</param>
public sealed record PlanStep(
    PlanStepId Id, string Stage, Sealed<string>? What, GoalId? Goal, OrganizationId? By, Coordination Coordination, ImmutableArray<PlanStepId> WaitsFor,
    Stamp Agreed, Sealed<string>? Result, Stamp? Done)
{
    public bool IsOpen => Done is null;
}

public sealed record PlanStepAgreed(
    EnrollmentId Enrollment, PlanStepId Step, string Stage, Coordination Coordination, Sealed<string>? What = null, GoalId? Goal = null, OrganizationId? By = null,
    ImmutableArray<PlanStepId>? WaitsFor = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Steps = enrollment.Steps.Put(new PlanStep(Step, Stage, What, Goal, By, Coordination, WaitsFor is { IsDefault: false } waits ? waits : [], at, null, null), s => s.Id == Step),
    };
}

public sealed record PlanStepDone(EnrollmentId Enrollment, PlanStepId Step, Sealed<string>? Result = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Steps = enrollment.Steps.Change(s => s.Id == Step && s.IsOpen, s => s with { Done = at, Result = Result }),
    };
}

public static class PlanSteps
{
    /// <summary>Agrees a step in an open stage of kind plan, coordinated in a way that the stage allows.</summary>
    public static Decision Agree(
        Enrollment? enrollment, ProgramDefinition program, PlanStepId id, string stage, Coordination coordination, Sealed<string>? what, GoalId? goal, OrganizationId? by,
        ImmutableArray<PlanStepId> waitsFor)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Steps.Exists(s => s.Id == id)) return Nothing;
        if (program.Stage(stage) is not { Kind: StageKind.Plan } plan) return Refuse("step.stage", $"{stage} is no stage of kind plan.");
        if (!enrollment.IsIn(stage)) return Refuse("step.stage", $"{stage} was not open for the participant on that day.");
        if (plan.Coordination.Count > 0 && !plan.Coordination.Contains(coordination)) return Refuse("step.coordination", $"{stage} works {string.Join(" or ", plan.Coordination)}.");
        if (goal is { } wanted && !enrollment.Training.Goals.Exists(g => g.Id == wanted)) return Refuse("goal.unknown", "The participant has no such goal on that day.");
        // Only earlier steps can be named, so no two ever wait for each other.
        if (waitsFor.Any(w => !enrollment.Steps.Exists(s => s.Id == w))) return Refuse("step.waits-for", "A step waits for steps that are agreed already.");
        return Accept(new PlanStepAgreed(enrollment.Id, id, stage, coordination, what, goal, by, waitsFor.IsEmpty ? null : waitsFor));
    }

    /// <summary>What is pooled or goes back and forth is done whenever it is; one thing after the other waits for the results before it.</summary>
    public static Decision Do(Enrollment? enrollment, PlanStepId id, Sealed<string>? result)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Steps.Find(s => s.Id == id) is not { } step) return Refuse("step.unknown", "The participant has no such step on that day.");
        if (!step.IsOpen) return Nothing;
        return step.Coordination == Coordination.Sequential && enrollment.WaitedFor(step).FirstOrDefault() is { } first
            ? Refuse("step.waits", $"It needs the result of step {first.Id} first.")
            : Accept(new PlanStepDone(enrollment.Id, id, result));
    }

    /// <summary>The open steps that this one waits for.</summary>
    public static IEnumerable<PlanStep> WaitedFor(this Enrollment enrollment, PlanStep step) => enrollment.Steps.Where(s => s.IsOpen && s.Id != step.Id && step.WaitsFor.Contains(s.Id));
}
