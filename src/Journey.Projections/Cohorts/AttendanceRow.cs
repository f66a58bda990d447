using Journey.Domain;

namespace Journey.Projections;

/// <summary>
/// One participant's presence at one session, as it was marked for <paramref name="ValidFrom"/>, the session's day, until it is marked again for a
/// later day; known from a recorded time to a recorded time (ends not included; null: still).
/// </summary>
internal sealed record AttendanceRow(
    ParticipantId Participant, EnrollmentId Enrollment, SessionId Session, string Stage, string Presence, DateOnly ValidFrom, DateOnly? ValidTo, DateTimeOffset KnownFrom, DateTimeOffset? KnownTo);
