using System.Collections.Frozen;
using Journey.Domain.Cel;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Training;

namespace Journey.Domain.Participants;

/// <summary>
/// What a gate of one stage may read of one enrollment, by name: the value, and the entries that it rests on. Only recorded results; a
/// value is looked up when it is asked for, and where it comes from only when somebody asks why.
/// </summary>
/// <param name="stage">The stage whose gate it is: its own tasks, sessions and days.</param>
public sealed class GateFacts(Participant person, Enrollment enrollment, ProgramDefinition program, string stage, DateOnly asOf)
{
    private delegate CelValue Reading(GateFacts of, ReadOnlySpan<char> id);

    private delegate IEnumerable<Stamp?> Source(GateFacts of, string id);

    /// <param name="Value">Unknown where nobody has stated what would decide it.</param>
    private sealed record Row(string Before, string After, Reading Value, Source From);

    private static readonly FrozenDictionary<string, Row> Plain = new Row[]
    {
        new("criteria.allMet", "", (f, _) => f.AllMet(), (f, _) => f.Program.Criteria.SelectMany(c => f.Checked(c.Id))),
        new("rubric.passed", "", (f, _) => f.Intake.Rubric is { } r ? CelValue.Of(r.Passed) : default, (f, _) => [f.Intake.Rubric?.At]),
        new("rubric.overridden", "", (f, _) => CelValue.Of(f.Intake.RubricOverride is not null), (f, _) => [f.Intake.RubricOverride?.At]),
        new("rubric.mean", "", (f, _) => f.Program.Rubric is { } rubric && f.Intake.Rubric is { Scores.Count: > 0 } r ? CelValue.Of((double)rubric.Mean(r.Scores)) : default, (f, _) => [f.Intake.Rubric?.At]),
        new("consent.given", "", (f, _) => CelValue.Of(f.Consent is not null), (f, _) => [f.Consent is { } c ? c.Given : f.Person.Consents.LastOrDefault(f.OfThis)?.Withdrawn]),
        new("seat.taken", "", (f, _) => CelValue.Of(f.Enrollment.Seat is { IsHeld: true }), (f, _) => [f.Enrollment.Seat?.Released ?? f.Enrollment.Seat?.Taken]),
        new("tasks.allDone", "", (f, _) => f.AllTasksDone(), (f, _) => f.OwnTasks().Where(t => !t.Optional).Select(t => f.Done(t.Id).LastOrDefault())),
        new("attendance.rate", "", (f, _) => f.Sessions() is { Counted: > 0 } s ? CelValue.Of((double)s.Attended / s.Counted) : default, (f, _) => f.Attended(a => a.Presence != Presence.Excused)),
        new("attendance.absences", "", (f, _) => CelValue.Of((long)f.Sessions().Absent), (f, _) => f.Attended(a => a.Presence == Presence.Absent)),
        new("attendance.met", "", (f, _) => f.Sessions() is { Counted: > 0 } s && f.Defined?.Attendance is { } rule ? CelValue.Of(s.Attended >= rule.Standard * s.Counted) : default, (f, _) => f.Attended(a => a.Presence != Presence.Excused)),
        new("workPlacement.hours", "", (f, _) => CelValue.Of((double)f.Enrollment.WorkPlacementHours()), (f, _) => f.WorkPlacements.SelectMany(w => w.HoursAt).Select(s => (Stamp?)s)),
        new("workPlacement.evaluated", "", (f, _) => CelValue.Of(f.WorkPlacements.Any(w => w.EvaluatedAt is not null)), (f, _) => f.WorkPlacements.Select(w => w.EvaluatedAt)),
        new("workPlacement.ended", "", (f, _) => CelValue.Of(f.WorkPlacements.Count > 0 && f.WorkPlacements.All(w => w.Ended is not null)), (f, _) => f.WorkPlacements.Select(w => w.Ended)),
        new("goals.set", "", (f, _) => CelValue.Of((long)f.Goals.Count), (f, _) => f.Goals.Select(g => (Stamp?)g.Set)),
        new("goals.open", "", (f, _) => CelValue.Of((long)f.Goals.Count(g => g.Reached is null)), (f, _) => f.Goals.Select(g => g.Reached ?? (Stamp?)g.Set)),
        new("steps.open", "", (f, _) => CelValue.Of((long)f.Enrollment.Steps.Count(s => s.IsOpen)), (f, _) => f.Enrollment.Steps.Select(s => s.Done ?? (Stamp?)s.Agreed)),
        new("jobs.started", "", (f, _) => CelValue.Of((long)f.Jobs().Count), (f, _) => f.Jobs().Select(j => (Stamp?)j.Started)),
        new("jobs.current", "", (f, _) => CelValue.Of(f.Jobs().Any(j => j.IsCurrent)), (f, _) => f.Jobs().Select(j => j.Ended ?? (Stamp?)j.Started)),
        new("referrals.open", "", (f, _) => CelValue.Of((long)f.OpenReferrals().Count()), (f, _) => f.OpenReferrals().Select(r => (Stamp?)r.Since)),
        // Assessed, and found ready; unknown before anybody has looked.
        new("readiness.assessed", "", (f, _) => f.Enrollment.Placement.Readiness is [.., var last] ? CelValue.Of(last.Ready) : default, (f, _) => [f.Enrollment.Placement.Readiness.LastOrDefault()?.At]),
        new("graduated", "", (f, _) => CelValue.Of(f.Enrollment.Training.Graduated is not null), (f, _) => [f.Enrollment.Training.Graduated]),
        new("daysInStage", "", (f, _) => f.Spell() is { } spell ? CelValue.Of((long)(f.AsOf.DayNumber - spell.Entered.Day.DayNumber)) : default, (f, _) => [f.Spell()?.Entered]),
        new("returns.taken", "", (f, _) => CelValue.Of((long)f.Enrollment.Stages.Count(s => s.How == StageEnd.Returned)), (f, _) => f.Enrollment.Stages.Where(s => s.How == StageEnd.Returned).Select(s => s.LeftAt)),
    }.ToFrozenDictionary(r => r.Before, StringComparer.Ordinal);

    private static readonly Row[] Named =
    [
        new("criteria.", "", (f, id) => f.Program.Criteria is var all && Find(all, id, c => c.Id) is { } c ? Of(f.Intake.Criteria.GetValueOrDefault(c.Id)) : default, (f, id) => f.Checked(id)),
        new("tasks.", ".done", (f, id) => CelValue.Of(f.TimesDone(id) > 0), (f, id) => f.Done(id)),
        new("tasks.", ".times", (f, id) => CelValue.Of((long)f.TimesDone(id)), (f, id) => f.Done(id)),
        new("stages.", ".entered", (f, id) => CelValue.Of(f.Spells(id, false) > 0), (f, id) => f.SpellsIn(id).Select(s => (Stamp?)s.Entered)),
        new("stages.", ".completed", (f, id) => CelValue.Of(f.Spells(id, true) > 0), (f, id) => f.SpellsIn(id).Where(s => s.How == StageEnd.Completed).Select(s => s.LeftAt)),
        new("stages.", ".times", (f, id) => CelValue.Of((long)f.Spells(id, false)), (f, id) => f.SpellsIn(id).Select(s => (Stamp?)s.Entered)),
        new("documents.", ".signed", (f, id) => CelValue.Of(Find(f.Program.Documents, id, d => d.Id) is { } d && f.Enrollment.HasSigned(f.Program, d.Id)), (f, id) => [f.Enrollment.SignatureOf(f.Program, id)?.At]),
        new("credentials.", ".earned", (f, id) => CelValue.Of(Find(f.Enrollment.Training.Credentials, id, c => c.Id) is not null), (f, id) => [Find(f.Enrollment.Training.Credentials, id, c => c.Id)?.Awarded]),
        new("assessments.", ".times", (f, id) => CelValue.Of((long)f.Assessments(id.ToString()).Select(a => a.At.Day).Distinct().Count()), (f, id) => f.Assessments(id).Select(a => (Stamp?)a.At)),
        new("assessments.", ".improved", (f, id) => f.Improved(id.ToString()), (f, id) => f.Assessments(id).Where(a => a.Progress is not null).Select(a => (Stamp?)a.At)),
        new("facts.", "", (f, id) => Find(f.Program.Fields, id, x => x.Id) is { } field && f.Intake.Facts.TryGetValue(field.Id, out var text) ? FieldValue.Of(field.Type, text) : default, (f, id) => [f.Answered(id)]),
    ];

    /// <summary>The codes of <see cref="InWords"/>.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Plain.Keys.Concat(Named.Select(r => r.Before.TrimEnd('.') + r.After)).Order(StringComparer.Ordinal)];

    /// <summary>What a name is about, for words: <c>tasks.resume.done</c> is <c>tasks.done</c> of that task.</summary>
    public static (string Code, Text? Of) InWords(ProgramDefinition program, Stage stage, string name)
    {
        if (Plain.ContainsKey(name) || RowOf(name) is not { } row) return (name, null);
        var id = name[row.Before.Length..^row.After.Length];
        var title = row.Before switch
        {
            "criteria." => program.Criterion(id)?.Title,
            "tasks." => stage.Tasks.FirstOrDefault(t => string.Equals(t.Id, id, StringComparison.Ordinal))?.Title,
            "stages." => program.Stage(id)?.Title,
            "documents." => program.Documents.FirstOrDefault(d => string.Equals(d.Id, id, StringComparison.Ordinal))?.Title,
            "credentials." => program.Credentials.FirstOrDefault(c => string.Equals(c.Id, id, StringComparison.Ordinal))?.Title,
            "assessments." => program.Assessments.FirstOrDefault(a => string.Equals(a.Id, id, StringComparison.Ordinal))?.Title,
            _ => program.Field(id)?.Title,
        };
        return (row.Before.TrimEnd('.') + row.After, title ?? new Text(id, id));
    }

    private Participant Person => person;

    private Enrollment Enrollment => enrollment;

    private ProgramDefinition Program => program;

    private DateOnly AsOf => asOf;

    private IntakeFile Intake => enrollment.Intake;

    private Stage? Defined => program.Stage(stage);

    private IReadOnlyList<Goal> Goals => enrollment.Training.Goals;

    private IReadOnlyList<WorkPlacement> WorkPlacements => enrollment.Training.WorkPlacements;

    public CelValue Value(string name)
    {
        if (Plain.TryGetValue(name, out var row)) return row.Value(this, default);
        return RowOf(name) is { } named ? named.Value(this, name.AsSpan(named.Before.Length, name.Length - named.Before.Length - named.After.Length)) : CelValue.Unknown;
    }

    /// <summary>The entries that the value rests on, each once, in the order in which they count.</summary>
    public IReadOnlyList<Stamp> From(string name)
    {
        var from = Plain.TryGetValue(name, out var row) ? row.From(this, "") : RowOf(name) is { } named ? named.From(this, name[named.Before.Length..^named.After.Length]) : [];
        return [.. from.OfType<Stamp>().DistinctBy(s => s.Event)];
    }

    private static Row? RowOf(string name)
    {
        foreach (var row in Named)
        {
            if (name.Length > row.Before.Length + row.After.Length && name.StartsWith(row.Before, StringComparison.Ordinal) && name.EndsWith(row.After, StringComparison.Ordinal)) return row;
        }
        return null;
    }

    private static T? Find<T>(IReadOnlyList<T> items, ReadOnlySpan<char> id, Func<T, string> idOf) where T : class
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (id.SequenceEqual(idOf(items[i]))) return items[i];
        }
        return null;
    }

    // Met or allowed. One that is known not to be decides; one not looked at leaves it open.
    private static CelValue Of(CriterionCheck? check) => check is null ? default : check.Passes ? CelValue.True : check.Result == CriterionResult.NotMet ? CelValue.False : default;

    private CelValue AllMet()
    {
        var open = false;
        foreach (var criterion in program.Criteria)
        {
            var met = Of(Intake.Criteria.GetValueOrDefault(criterion.Id));
            if (met.IsFalse) return met;
            open |= met.IsUnknown;
        }
        return open ? default : CelValue.True;
    }

    private IEnumerable<Stamp?> Checked(string criterion) => Intake.Criteria.GetValueOrDefault(criterion) is { } check ? [check.Override?.At ?? check.At] : [];

    private Consent? Consent => person.Consents.Find(c => OfThis(c) && c.IsInForceOn(asOf, program));

    private bool OfThis(Consent consent) => consent.Enrollment is null || consent.Enrollment == enrollment.Id;

    private IReadOnlyList<StageTask> OwnTasks() => Defined?.Tasks ?? [];

    private CelValue AllTasksDone()
    {
        foreach (var task in OwnTasks())
        {
            if (!task.Optional && TimesDone(task.Id) == 0) return CelValue.False;
        }
        return CelValue.True;
    }

    private int TimesDone(ReadOnlySpan<char> task)
    {
        var times = 0;
        foreach (var done in enrollment.Tasks)
        {
            if (task.SequenceEqual(done.Task) && string.Equals(done.Stage, stage, StringComparison.Ordinal)) times++;
        }
        return times;
    }

    private IEnumerable<Stamp?> Done(string task) => enrollment.Tasks.Where(t => string.Equals(t.Task, task, StringComparison.Ordinal) && string.Equals(t.Stage, stage, StringComparison.Ordinal)).Select(t => (Stamp?)t.At);

    private int Spells(ReadOnlySpan<char> id, bool completed)
    {
        var spells = 0;
        foreach (var spell in enrollment.Stages)
        {
            if (id.SequenceEqual(spell.Stage) && (!completed || spell.How == StageEnd.Completed)) spells++;
        }
        return spells;
    }

    private IEnumerable<StageSpell> SpellsIn(string id) => enrollment.Stages.Where(s => string.Equals(s.Stage, id, StringComparison.Ordinal));

    private StageSpell? Spell() => enrollment.Stages.FindLast(s => string.Equals(s.Stage, stage, StringComparison.Ordinal));

    private (int Attended, int Counted, int Absent) Sessions()
    {
        var (attended, counted, absent) = (0, 0, 0);
        foreach (var session in enrollment.Training.Attendance)
        {
            if (session.Presence == Presence.Excused || !string.Equals(session.Stage, stage, StringComparison.Ordinal)) continue;
            counted++;
            if (session.Presence == Presence.Absent) absent++;
            else attended++;
        }
        return (attended, counted, absent);
    }

    private IEnumerable<Stamp?> Attended(Func<Attendance, bool> which) => enrollment.Training.Attendance.Where(a => which(a) && string.Equals(a.Stage, stage, StringComparison.Ordinal)).Select(a => (Stamp?)a.At);

    private IReadOnlyList<Job> Jobs() => Milestones.Jobs(person, enrollment, program);

    private IEnumerable<Referral> OpenReferrals() =>
        person.Referrals.Where(r => (r.Enrollment is null || r.Enrollment == enrollment.Id) && r.State is not (ReferralState.Declined or ReferralState.ReportedBack));

    private IEnumerable<SkillsAssessment> Assessments(string id) =>
        person.SkillsAssessments.Where(a => (a.Enrollment is null || a.Enrollment == enrollment.Id) && string.Equals(a.Assessment, id, StringComparison.Ordinal));

    // Some skill is better than the time before by its assessor's last word; unknown before anybody has compared.
    private CelValue Improved(string id)
    {
        var last = Assessments(id).Where(a => a.Progress is not null).GroupBy(a => a.Skill, StringComparer.Ordinal).Select(g => g.Last().Progress).ToList();
        return last.Count == 0 ? default : CelValue.Of(last.Contains(SkillProgress.Improved));
    }

    private Stamp? Answered(string field) => Intake.AnsweredAt.TryGetValue(field, out var at) ? at : null;
}
