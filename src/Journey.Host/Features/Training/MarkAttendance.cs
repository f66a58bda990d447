using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Training;
using Journey.Host.Api;
using Journey.Host.Features.SignIn;
using Journey.Host.Permits;

namespace Journey.Host.Features.Training;

/// <summary>Marks presence at a session. It occurred on the session's day, whenever it is written down.</summary>
public static class MarkAttendance
{
    public sealed record Marking(Guid Cohort, Guid Session, DateOnly Date, Presence Presence, int? MinutesLate);

    private sealed record OnDay : CommandBody;

    public static void MapAttendance(this RouteGroupBuilder v1) => v1
        .MapPut("/participants/{id:guid}/enrollments/{enrollment:guid}/attendance", (Guid id, Guid enrollment, Marking body, Desk desk, CancellationToken ct) =>
            desk.Run(new ParticipantId(id), new OnDay { Occurred = new When(Occurred.OnDay(body.Date)) }, async (s, stop) =>
            {
                var session = (await s.Cohort(new(body.Cohort), stop)).Sessions.Find(x => x.Id.Value == body.Session);
                if (session is not null && session.Date != body.Date) return Decide.Refuse("attendance.date", $"The session is on {session.Date:yyyy-MM-dd}.");
                return Attending.Mark(s.Enrollment(new(enrollment)), session, body.Presence, body.MinutesLate);
            }, ct))
        .RequireAuthorization(Policies.RecordAttendance).Touches(Touch.Person, Verb.Write, Part.Attendance).WithTags("Training").WithName("markAttendance").WithSummary("Marks one participant's presence at one session.");
}
