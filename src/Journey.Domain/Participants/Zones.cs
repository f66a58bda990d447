using Journey.Domain.Corrections;
using Journey.Domain.Participants;

namespace Journey.Domain;

/// <summary>The zone in which an event's day is counted: its enrollment's program's, as the event that opened it says.</summary>
internal sealed class Zones
{
    private readonly Dictionary<EnrollmentId, TimeZoneInfo> byEnrollment = [];

    private Zones() { }

    public static Zones None { get; } = new();

    public TimeZoneInfo First { get; private set; } = TimeZoneInfo.Utc;

    public static Zones Of(IReadOnlyCollection<Entry> known, Standing standing)
    {
        var zones = new Zones();
        foreach (var entry in known.Where(e => e.Event is EnrollmentOpened && !standing.IsRetracted(e)).OrderBy(e => e.Seq).ThenBy(e => e.Id))
        {
            if (standing.Says(entry) is not EnrollmentOpened opened) continue;
            var zone = Enrollment.ZoneOf(opened.Zone);
            if (zones.byEnrollment.Count == 0) zones.First = zone;
            zones.byEnrollment[opened.Enrollment] = zone;
        }
        return zones;
    }

    public TimeZoneInfo For(ParticipantEvent happened) =>
        happened is IOfEnrollment of && byEnrollment.TryGetValue(of.Enrollment, out var zone) ? zone : First;
}
