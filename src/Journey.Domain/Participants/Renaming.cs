using System.Collections.Immutable;
using Journey.Domain.Due;
using Journey.Domain.Intake;

namespace Journey.Domain.Participants;

/// <summary>Everything of an enrollment that names a stage or a field, under other names, and back.</summary>
internal static class Renaming
{
    public static Enrollment Of(Enrollment enrollment, ImmutableDictionary<string, string> stages, ImmutableDictionary<string, string> fields)
    {
        string Stage(string id) => stages.GetValueOrDefault(id, id);
        var (training, intake) = (enrollment.Training, enrollment.Intake);
        if (!stages.IsEmpty)
        {
            training = training with
            {
                Attendance = training.Attendance.ConvertAll(a => a with { Stage = Stage(a.Stage) }),
                Plans = training.Plans.ConvertAll(p => p with { Stage = Stage(p.Stage) }),
                Assessments = training.Assessments.ConvertAll(a => a with { Stage = Stage(a.Stage) }),
            };
            enrollment = enrollment with
            {
                Stages = enrollment.Stages.ConvertAll(s => s with { Stage = Stage(s.Stage) }),
                Tasks = enrollment.Tasks.ConvertAll(t => t with { Stage = Stage(t.Stage) }),
                Steps = enrollment.Steps.ConvertAll(s => s with { Stage = Stage(s.Stage) }),
                DueMarks = enrollment.DueMarks.ConvertAll(m => m with { Item = m.Item.InStages(Stage) }),
                Training = training,
            };
        }
        return fields.IsEmpty ? enrollment : enrollment with
        {
            Intake = intake with
            {
                Facts = Keys(intake.Facts, fields),
                Answers = Keys(intake.Answers, fields),
                AnsweredAt = Keys(intake.AnsweredAt, fields),
                Criteria = intake.Criteria.ToImmutableDictionary(c => c.Key, c => c.Value with { Facts = [.. c.Value.Facts.Select(f => fields.GetValueOrDefault(f, f))] }),
            },
        };
    }

    public static Enrollment Leave(this Enrollment enrollment, ImmutableArray<string> stages, Stamp at) => stages.IsEmpty ? enrollment : enrollment with
    {
        Stages = enrollment.Stages.ConvertAll(s => s.IsOpen && stages.Contains(s.Stage, StringComparer.Ordinal) ? s with { LeftAt = at, How = StageEnd.Left } : s),
    };

    // It is still judged for the day on which it was checked: how old somebody was then is what was asked.
    public static Enrollment Rejudge(this Enrollment enrollment, ImmutableDictionary<string, CriterionResult>? criteria, Stamp at) => criteria is null ? enrollment : criteria.Aggregate(enrollment, (e, c) =>
        e.With(c.Key, was => new CriterionCheck(c.Value, was?.Facts ?? [], was is null ? at : at with { Day = was.At.Day }, was?.Override)));

    /// <summary>What nobody touched since the move is as it was before; what came later goes by the names given.</summary>
    public static Enrollment Undo(Enrollment before, Enrollment after, Enrollment now, ImmutableDictionary<string, string> stages, ImmutableDictionary<string, string> fields)
    {
        var renamed = Of(now, stages, fields);
        return renamed with
        {
            Stages = Back(before.Stages, after.Stages, now.Stages, renamed.Stages),
            Tasks = Back(before.Tasks, after.Tasks, now.Tasks, renamed.Tasks),
            Steps = Back(before.Steps, after.Steps, now.Steps, renamed.Steps),
            DueMarks = Back(before.DueMarks, after.DueMarks, now.DueMarks, renamed.DueMarks),
            Training = renamed.Training with
            {
                Attendance = Back(before.Training.Attendance, after.Training.Attendance, now.Training.Attendance, renamed.Training.Attendance),
                Plans = Back(before.Training.Plans, after.Training.Plans, now.Training.Plans, renamed.Training.Plans),
                Assessments = Back(before.Training.Assessments, after.Training.Assessments, now.Training.Assessments, renamed.Training.Assessments),
            },
            Intake = renamed.Intake with
            {
                Facts = ReferenceEquals(now.Intake.Facts, after.Intake.Facts) ? before.Intake.Facts : renamed.Intake.Facts,
                Answers = ReferenceEquals(now.Intake.Answers, after.Intake.Answers) ? before.Intake.Answers : renamed.Intake.Answers,
                AnsweredAt = ReferenceEquals(now.Intake.AnsweredAt, after.Intake.AnsweredAt) ? before.Intake.AnsweredAt : renamed.Intake.AnsweredAt,
                Criteria = Back(before.Intake.Criteria, after.Intake.Criteria, now.Intake.Criteria, renamed.Intake.Criteria),
            },
        };
    }

    // These lists are only added to and changed in place, so a place tells the item.
    private static ImmutableList<T> Back<T>(ImmutableList<T> before, ImmutableList<T> after, ImmutableList<T> now, ImmutableList<T> renamed) where T : class =>
        ReferenceEquals(now, after) ? before : [.. now.Select((item, i) => i < before.Count && item.Equals(after[i]) ? before[i] : renamed[i])];

    private static ImmutableDictionary<string, CriterionCheck> Back(
        ImmutableDictionary<string, CriterionCheck> before, ImmutableDictionary<string, CriterionCheck> after, ImmutableDictionary<string, CriterionCheck> now, ImmutableDictionary<string, CriterionCheck> renamed)
    {
        foreach (var (criterion, check) in now)
        {
            if (!ReferenceEquals(check, after.GetValueOrDefault(criterion))) continue;
            renamed = before.TryGetValue(criterion, out var was) ? renamed.SetItem(criterion, was) : renamed.Remove(criterion);
        }
        return renamed;
    }

    // A name that is given away loses what it held; where two claim one, the one that had it keeps it.
    private static ImmutableDictionary<string, T> Keys<T>(ImmutableDictionary<string, T> values, ImmutableDictionary<string, string> names)
    {
        if (!values.Keys.Any(names.ContainsKey)) return values;
        var result = ImmutableDictionary.CreateBuilder<string, T>();
        foreach (var (key, value) in values.Where(v => !names.ContainsKey(v.Key))) result[key] = value;
        foreach (var (key, value) in values.Where(v => names.ContainsKey(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal)) result.TryAdd(names[key], value);
        return result.ToImmutable();
    }
}
