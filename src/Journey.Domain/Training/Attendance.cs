using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Training;

public enum Presence { Present, Late, Excused, Absent }

/// <summary>One participant's presence at one session, as it was last marked.</summary>
/// <param name="MinutesLate">Only with <see cref="Presence.Late"/>.</param>
public sealed record Attendance(SessionId Session, string Stage, Presence Presence, int? MinutesLate, Stamp At);

/// <summary>One participant's presence at one session, as the facilitator saw it. It occurred on the session's day.</summary>
public sealed record AttendanceMarked(EnrollmentId Enrollment, SessionId Session, string Stage, Presence Presence, int? MinutesLate = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Attendance = enrollment.Training.Attendance.Put(new Attendance(Session, Stage, Presence, MinutesLate, at), a => a.Session == Session) },
    };
}

public static class Attending
{
    // Too many absences is not refused: the absence happened. That a plan is now due follows from state and definition.
    public static Decision Mark(Enrollment? enrollment, Session? session, Presence presence, int? minutesLate)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (session is null) return CohortDecisions.UnknownSession;
        if (session.Cancelled) return Refuse("session.cancelled", "The session was cancelled.");
        if (minutesLate is not null && presence != Presence.Late || minutesLate is <= 0) return Refuse("attendance.minutes-late", "Minutes late go with late, and are at least one.");
        var stage = enrollment.NameOf(session.Stage, session.Date);
        if (!enrollment.WasIn(stage, session.Date)) return Refuse("attendance.stage", $"{session.Stage} was not open for the participant on {session.Date:yyyy-MM-dd}.");
        var marked = enrollment.Training.Attendance.Find(a => a.Session == session.Id);
        return marked is not null && marked.Presence == presence && marked.MinutesLate == minutesLate
            ? Nothing
            : Accept(new AttendanceMarked(enrollment.Id, session.Id, stage, presence, minutesLate));
    }

    /// <summary>Sessions attended (late counts) over sessions counted, excused ones left out; null before the first one.</summary>
    public static decimal? Rate(this Enrollment enrollment, string? stage = null)
    {
        var counted = enrollment.Training.Attendance.Where(a => a.Presence != Presence.Excused && (stage is null || string.Equals(a.Stage, stage, StringComparison.Ordinal))).ToList();
        return counted.Count == 0 ? null : (decimal)counted.Count(a => a.Presence is Presence.Present or Presence.Late) / counted.Count;
    }

    /// <summary>Unexcused absences in a stage since the last back-on-track plan for it.</summary>
    public static int AbsencesSincePlan(this Enrollment enrollment, string stage) => enrollment.UnplannedAbsences(stage).Count();

    internal static IEnumerable<Stamp> UnplannedAbsences(this Enrollment enrollment, string stage)
    {
        var plan = enrollment.Training.Plans.LastOrDefault(p => string.Equals(p.Stage, stage, StringComparison.Ordinal));
        return enrollment.Training.Attendance
            .Where(a => a.Presence == Presence.Absent && string.Equals(a.Stage, stage, StringComparison.Ordinal) && (plan is null || a.At.Day > plan.Agreed.Day))
            .Select(a => a.At).OrderBy(at => at.Day);
    }

    /// <summary>Whether a back-on-track plan is due: as many unexcused absences as the stage allows, and no open plan.</summary>
    /// <param name="after">The definition's `backOnTrackAfter`; null where the stage has no such rule.</param>
    public static bool BackOnTrackPlanIsDue(this Enrollment enrollment, string stage, int? after) =>
        after is > 0 and { } limit && enrollment.IsIn(stage) && enrollment.AbsencesSincePlan(stage) >= limit
        && !enrollment.Training.Plans.Exists(p => p.IsOpen && string.Equals(p.Stage, stage, StringComparison.Ordinal));
}
