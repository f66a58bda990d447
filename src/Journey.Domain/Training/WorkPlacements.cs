using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Training;

/// <summary>A stay at a host employer during training. Not the placement stage.</summary>
/// <param name="Hours">Hours worked so far.</param>
/// <param name="Rating">The host's overall rating, 1 to 5.</param>
public sealed record WorkPlacement(WorkPlacementId Id, EmployerId Host, Sealed<string>? Supervisor, decimal Hours, int? Rating, Sealed<string>? Evaluation, Stamp Started, Stamp? Ended)
{
    /// <summary>Where the hours come from, one for each time some were written down.</summary>
    public ImmutableList<Stamp> HoursAt { get; init; } = [];

    public Stamp? EvaluatedAt { get; init; }
}

public sealed record WorkPlacementStarted(EnrollmentId Enrollment, WorkPlacementId WorkPlacement, EmployerId Host, Sealed<string>? Supervisor) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { WorkPlacements = enrollment.Training.WorkPlacements.Put(new WorkPlacement(WorkPlacement, Host, Supervisor, 0, null, null, at, null), w => w.Id == WorkPlacement) },
    };
}

public sealed record WorkPlacementHoursRecorded(EnrollmentId Enrollment, WorkPlacementId WorkPlacement, decimal Hours) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(WorkPlacement, w => w with { Hours = w.Hours + Hours, HoursAt = w.HoursAt.Add(at) });
}

public sealed record WorkPlacementEvaluated(EnrollmentId Enrollment, WorkPlacementId WorkPlacement, int Rating, Sealed<string>? Evaluation) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(WorkPlacement, w => w with { Rating = Rating, Evaluation = Evaluation, EvaluatedAt = at });
}

public sealed record WorkPlacementEnded(EnrollmentId Enrollment, WorkPlacementId WorkPlacement) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Change(WorkPlacement, w => w with { Ended = w.Ended ?? at });
}

public static class WorkPlacements
{
    internal static Enrollment Change(this Enrollment enrollment, WorkPlacementId id, Func<WorkPlacement, WorkPlacement> change) => enrollment with
    {
        Training = enrollment.Training with { WorkPlacements = enrollment.Training.WorkPlacements.Change(w => w.Id == id, change) },
    };

    public static Decision Start(Enrollment? enrollment, WorkPlacementId id, EmployerId host, Sealed<string>? supervisor)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        return enrollment.Find(id) is null ? Accept(new WorkPlacementStarted(enrollment.Id, id, host, supervisor)) : Nothing;
    }

    /// <param name="hours">Hours since the last record: more than 0, at most 24 a day for two weeks.</param>
    public static Decision RecordHours(Enrollment? enrollment, WorkPlacementId id, decimal hours)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (hours is <= 0 or > 336) return Refuse("work-placement.hours", "Hours are more than 0 and at most 336 at a time.");
        if (enrollment.Find(id) is not { } placement) return Unknown;
        return placement.Ended is null ? Accept(new WorkPlacementHoursRecorded(enrollment.Id, id, hours)) : Refuse("work-placement.ended", "The work placement had ended by that day.");
    }

    public static Decision Evaluate(Enrollment? enrollment, WorkPlacementId id, int rating, Sealed<string>? evaluation)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (rating is < 1 or > 5) return Refuse("work-placement.rating", "A rating lies between 1 and 5.");
        if (enrollment.Find(id) is not { } placement) return Unknown;
        return placement.Rating == rating && !evaluation.Differs(placement.Evaluation) ? Nothing : Accept(new WorkPlacementEvaluated(enrollment.Id, id, rating, evaluation));
    }

    public static Decision End(Enrollment? enrollment, WorkPlacementId id)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Find(id) is not { } placement) return Unknown;
        return placement.Ended is null ? Accept(new WorkPlacementEnded(enrollment.Id, id)) : Nothing;
    }

    /// <summary>Hours worked at all hosts together.</summary>
    public static decimal WorkPlacementHours(this Enrollment enrollment)
    {
        var hours = 0m;
        foreach (var placement in enrollment.Training.WorkPlacements) hours += placement.Hours;
        return hours;
    }

    private static WorkPlacement? Find(this Enrollment enrollment, WorkPlacementId id) => enrollment.Training.WorkPlacements.Find(w => w.Id == id);

    private static Decision Unknown { get; } = Refuse("work-placement.unknown", "The participant has no such work placement on that day.");
}
