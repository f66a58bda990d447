using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Training;

/// <summary>What training has recorded for one enrollment.</summary>
public sealed record TrainingFile
{
    public static TrainingFile Empty { get; } = new();

    public ImmutableList<Attendance> Attendance { get; init; } = [];

    public ImmutableList<BackOnTrackPlan> Plans { get; init; } = [];

    public ImmutableList<Goal> Goals { get; init; } = [];

    public ImmutableList<CheckIn> CheckIns { get; init; } = [];

    public ImmutableList<CompetencyAssessment> Assessments { get; init; } = [];

    public Stamp? Graduated { get; init; }

    public ImmutableList<Credential> Credentials { get; init; } = [];

    public ImmutableList<WorkPlacement> WorkPlacements { get; init; } = [];
}

/// <summary>What was agreed when attendance or conduct slipped.</summary>
/// <param name="ReviewOn">The day on which it is looked at again.</param>
public sealed record BackOnTrackPlan(PlanId Id, string Stage, Sealed<string> Steps, DateOnly ReviewOn, Stamp Agreed, bool? Met, Stamp? Reviewed)
{
    public bool IsOpen => Reviewed is null;
}

public sealed record BackOnTrackPlanAgreed(EnrollmentId Enrollment, PlanId Plan, string Stage, Sealed<string> Steps, DateOnly ReviewOn) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Plans = enrollment.Training.Plans.Put(new BackOnTrackPlan(Plan, Stage, Steps, ReviewOn, at, null, null), p => p.Id == Plan) },
    };
}

public sealed record BackOnTrackPlanReviewed(EnrollmentId Enrollment, PlanId Plan, bool Met) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Plans = enrollment.Training.Plans.Change(p => p.Id == Plan, p => p with { Met = Met, Reviewed = at }) },
    };
}

/// <summary>A personal goal or motivating factor.</summary>
public sealed record Goal(GoalId Id, Sealed<string> Text, Stamp Set, Stamp? Reached);

public sealed record GoalSet(EnrollmentId Enrollment, GoalId Goal, Sealed<string> Text) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Goals = enrollment.Training.Goals.Put(new Goal(Goal, Text, at, null), g => g.Id == Goal) },
    };
}

public sealed record GoalReached(EnrollmentId Enrollment, GoalId Goal) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Goals = enrollment.Training.Goals.Change(g => g.Id == Goal, g => g with { Reached = g.Reached ?? at }) },
    };
}

/// <summary>A one-to-one, whoever held it.</summary>
public sealed record CheckIn(StaffRole With, Sealed<string>? Summary, Stamp At);

public sealed record CheckInHeld(EnrollmentId Enrollment, StaffRole With, Sealed<string>? Summary = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { CheckIns = enrollment.Training.CheckIns.Add(new CheckIn(With, Summary, at)) },
    };
}

public static class Coaching
{
    public static Decision AgreePlan(Enrollment? enrollment, PlanId id, string stage, Sealed<string> steps, DateOnly reviewOn)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Training.Plans.Exists(p => p.Id == id)) return Nothing;
        if (!enrollment.IsIn(stage)) return Refuse("plan.stage", $"{stage} was not open for the participant on that day.");
        return Accept(new BackOnTrackPlanAgreed(enrollment.Id, id, stage, steps, reviewOn));
    }

    public static Decision ReviewPlan(Enrollment? enrollment, PlanId id, bool met)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Training.Plans.Find(p => p.Id == id) is not { } plan) return Refuse("plan.unknown", "The participant has no such plan on that day.");
        return plan.Met == met ? Nothing : Accept(new BackOnTrackPlanReviewed(enrollment.Id, id, met));
    }

    public static Decision SetGoal(Enrollment? enrollment, GoalId id, Sealed<string> text)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.Training.Goals.Find(g => g.Id == id) is { } goal && goal.Text.SameAs(text) ? Nothing : Accept(new GoalSet(enrollment.Id, id, text));
    }

    public static Decision ReachGoal(Enrollment? enrollment, GoalId id)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Training.Goals.Find(g => g.Id == id) is not { } goal) return Refuse("goal.unknown", "The participant has no such goal on that day.");
        return goal.Reached is null ? Accept(new GoalReached(enrollment.Id, id)) : Nothing;
    }

    public static Decision HoldCheckIn(Enrollment? enrollment, StaffRole with, Sealed<string>? summary)
    {
        if (enrollment is null) return Enrolling.Unknown;
        var last = enrollment.Training.CheckIns.LastOrDefault();
        return last is not null && last.With == with && summary is not null && last.Summary?.SameAs(summary) == true ? Nothing : Accept(new CheckInHeld(enrollment.Id, with, summary));
    }
}
