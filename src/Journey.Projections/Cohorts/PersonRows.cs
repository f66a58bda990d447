using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Training;

namespace Journey.Projections;

/// <summary>
/// All rows of one person in the cohorts read model, on both clocks. The history is walked once: what is true on a day changes only on
/// days on which something counts, and what is known only at recorded times.
/// </summary>
internal sealed record PersonRows(IReadOnlyList<SpellRow> Spells, IReadOnlyList<AttendanceRow> Attendance, IReadOnlyList<FindingSpell> Findings)
{
    private sealed record Mark(string Stage, Presence Presence);

    /// <summary>Those that came to be known, or ceased to be, at that time or later.</summary>
    public PersonRows Since(DateTimeOffset time) => new(
        [.. Spells.Where(s => (s.KnownTo ?? s.KnownFrom) >= time)],
        [.. Attendance.Where(a => (a.KnownTo ?? a.KnownFrom) >= time)],
        [.. Findings.Where(f => (f.KnownTo ?? f.KnownFrom) >= time)]);

    public static PersonRows Of(PersonHistory history)
    {
        var id = history.Id;
        var spells = new SpellVersions(id);
        var marks = new TwoClocks<(EnrollmentId Enrollment, SessionId Session), Mark>();
        var findings = new TwoClocks<(EnrollmentId Enrollment, string Code), FindingFact>();
        var before = new Dictionary<EnrollmentId, Enrollment>();
        foreach (var known in history.Knowledge())
        {
            spells.Known(known.At, known.State);
            if (known.Anew)
            {
                marks.Anew();
                findings.Anew();
                before.Clear();
            }
            // A record that was linked into another one has no rows of its own.
            foreach (var day in known.State.LinkedInto is null ? known.Days : []) Say(day);
            marks.Known(known.At);
            findings.Known(known.At);
        }
        return new(
            [.. spells.Rows],
            [.. marks.Spells.Select(s => new AttendanceRow(id, s.Key.Enrollment, s.Key.Session, s.Value.Stage, s.Value.Presence.ToString(), s.ValidFrom, s.ValidTo, s.KnownFrom, s.KnownTo))],
            [.. findings.Spells.Select(s => new FindingSpell(id, s.Key.Enrollment, s.Key.Code, s.Value.Program, s.Value.Cohort, s.Value.Outcome, s.Value.Events, s.ValidFrom, s.ValidTo, s.KnownFrom, s.KnownTo))]);

        void Say(Participant person)
        {
            var day = person.LastDay;
            foreach (var e in person.Enrollments)
            {
                var was = before.GetValueOrDefault(e.Id);
                if (ReferenceEquals(was, e)) continue;
                before[e.Id] = e;
                if (!ReferenceEquals(was?.Training.Attendance, e.Training.Attendance))
                {
                    foreach (var a in e.Training.Attendance)
                        if (a.At.Day == day) marks.From(day, (e.Id, a.Session), new Mark(a.Stage, a.Presence));
                }
                var found = Domain.Participants.Findings.Of(e).ToDictionary(f => f.Code);
                foreach (var code in Domain.Participants.Findings.Codes) findings.From(day, (e.Id, code), found.TryGetValue(code, out var f) ? FindingFact.Of(e, f) : null);
            }
        }
    }
}
