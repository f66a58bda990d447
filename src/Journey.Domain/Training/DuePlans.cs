using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Training;

public enum DuePlanKind { Agree, Review }

/// <summary>A back-on-track plan to agree on, or one to look at again.</summary>
/// <param name="On">The day it became due: of the absence that reached the limit, or the plan's day of review.</param>
/// <param name="Owner">The stage's owner; null where the definition names none.</param>
/// <param name="Plan">The plan to review.</param>
/// <param name="From">The entry it comes from: that absence, or the plan.</param>
public sealed record DuePlan(DuePlanKind Kind, string Stage, DateOnly On, string? Owner, PlanId? Plan, Stamp From);

/// <summary>What attendance makes due: a pure function of state and definition.</summary>
public static class DuePlans
{
    public static IEnumerable<DuePlan> Of(Enrollment enrollment, ProgramDefinition program)
    {
        foreach (var stage in program.Stages)
        {
            if (enrollment.BackOnTrackPlanIsDue(stage.Id, stage.Attendance?.BackOnTrackAfter))
            {
                var absence = enrollment.UnplannedAbsences(stage.Id).ElementAt(stage.Attendance!.BackOnTrackAfter - 1);
                yield return new DuePlan(DuePlanKind.Agree, stage.Id, absence.Day, stage.Owner, null, absence);
            }
            foreach (var plan in enrollment.Training.Plans.Where(p => p.IsOpen && enrollment.IsIn(stage.Id) && string.Equals(p.Stage, stage.Id, StringComparison.Ordinal)))
                yield return new DuePlan(DuePlanKind.Review, stage.Id, plan.ReviewOn, stage.Owner, plan.Id, plan.Agreed);
        }
    }
}
