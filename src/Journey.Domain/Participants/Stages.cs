using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

public enum StageEnd { Completed, Returned, Left }

/// <summary>One stay in a stage. Several stages may be open at once (CRT and OST interleaved).</summary>
public sealed record StageSpell(string Stage, Stamp Entered, Stamp? LeftAt, StageEnd? How)
{
    public bool IsOpen => LeftAt is null;
}

public sealed record StageEntered(EnrollmentId Enrollment, string Stage) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.IsIn(Stage)
        ? enrollment
        : enrollment with { Stages = enrollment.Stages.Add(new StageSpell(Stage, at, null, null)) };
}

public sealed record StageLeft(EnrollmentId Enrollment, string Stage, StageEnd How) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Stages = enrollment.Stages.Change(s => s.IsOpen && string.Equals(s.Stage, Stage, StringComparison.Ordinal), s => s with { LeftAt = at, How = How }),
    };
}

public static class Stages
{
    /// <summary>Leaves every open stage, because of what happened at <paramref name="at"/>.</summary>
    internal static Enrollment LeaveAll(this Enrollment enrollment, Stamp at, StageEnd how) => enrollment with
    {
        Stages = enrollment.Stages.ConvertAll(s => s.IsOpen ? s with { LeftAt = at, How = how } : s),
    };

    public static Decision Enter(Enrollment? enrollment, string stage)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        return enrollment.IsIn(stage) ? Nothing : Accept(new StageEntered(enrollment.Id, stage));
    }

    public static Decision Leave(Enrollment? enrollment, string stage, StageEnd how)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.IsIn(stage) ? Accept(new StageLeft(enrollment.Id, stage, how)) : Nothing;
    }
}
