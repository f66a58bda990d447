using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using FollowUp = Journey.Domain.Programs.FollowUp;

namespace Journey.Domain.Explain;

public sealed partial class Explainer
{
    /// <summary>Why something is due, and on that day: what it is counted from and how far on which calendar, its window, and what made it void.</summary>
    /// <param name="key">The text of its <see cref="DueKey"/>, or its id alone for the first one of it.</param>
    /// <returns>Null where nothing of that name is or was due.</returns>
    public Why? Due(string key, Func<EmployerId, bool>? declinesService = null)
    {
        var items = DueWork.Of(_person, _enrollment, _program, declinesService);
        if ((items.FirstOrDefault(i => i.Key.ToString() == key) ?? items.FirstOrDefault(i => i.Key.Id == key)) is not { } item) return null;
        var (milestone, period, followUp) = Counted(item);
        List<Why> because =
        [
            new("due.anchor", milestone is { } from ? [Words(from), new WhyArg.Day(item.Anchor)] : [new WhyArg.Named("DueKind", item.Key.Kind.ToString()), new WhyArg.Day(item.Anchor)], milestone?.Id, Say(item.Anchor), [], Events(item.AnchorEvent)),
        ];
        if (period is { } after) because.Add(Leaf("due.period", [new WhyArg.Span(after), new WhyArg.Named("Holidays", _program.Calendar.Holidays ?? "none"), new WhyArg.Written(_program.Calendar.Zone)], Say(item.Due)));
        if (item.LastDay != item.Due) because.Add(Leaf("due.window", [new WhyArg.Span(followUp!.Window)], Say(item.LastDay)));
        because.AddRange(Voided(item, followUp));
        if (item.Record is { } record) because.Add(Leaf("due.record", [new WhyArg.Named("FollowUpResult", record.Result.ToString())], Why.True, record.At));
        if (item.Settled == DueState.LateKnown) because.Add(Leaf("due.late-known", [], Why.True));
        because.AddRange(_enrollment.DueMarks.Where(m => m.Item == item.Key && m.Due == item.Due).Select(m => Leaf("due.mark", [new WhyArg.Named("DueStep", m.Step.ToString())], Why.True, m.At)));
        return new Why("due", [Words(item.Title), new WhyArg.Day(item.Due)], item.Key.ToString(), item.StateOn(_day).ToString(), because, []);
    }

    /// <summary>Everything that can be asked for here: the keys of what is or was due.</summary>
    public IEnumerable<string> DueKeys(Func<EmployerId, bool>? declinesService = null) => DueWork.Of(_person, _enrollment, _program, declinesService).Select(i => i.Key.ToString());

    private (Milestone? From, Period? Period, FollowUp? FollowUp) Counted(DueItem item)
    {
        switch (item.Key.Kind)
        {
            case DueKind.FollowUp when Defined(item.Key.Id) is { } followUp:
                return (followUp.After, followUp.In ?? (followUp.Every is { } every ? every with { Count = every.Count * item.Key.Number } : null), followUp);
            case DueKind.Task when new Milestone(item.Key.Id).OfStage is var (stage, task) && _program.Stage(stage)?.Tasks.FirstOrDefault(t => t.Id == task) is { } defined:
                return (_entries.GetValueOrDefault(item.AnchorEvent)?.Happened is TaskDone ? Milestone.TaskDone(stage, task) : Milestone.StageEntered(stage), defined.Due, null);
            case DueKind.SeatOffer: return (Milestone.SeatOffered, _program.Capacity?.Waitlist?.OfferExpires, null);
            case DueKind.Consent: return (Milestone.ConsentGiven, _program.Consent?.Expires, null);
            default: return (null, null, null);
        }
    }

    private FollowUp? Defined(string id) => _program.FollowUps.Concat(_program.Stages.SelectMany(s => s.FollowUps)).FirstOrDefault(f => f.Id == id);

    private IEnumerable<Why> Voided(DueItem item, FollowUp? followUp)
    {
        if (followUp is null) yield break;
        if (item.Settled == DueState.ReAnchored)
        {
            var jobs = Milestones.Jobs(_person, _enrollment, _program);
            var next = jobs.SkipWhile(j => j.Id != item.Job).Skip(1).FirstOrDefault();
            yield return Leaf("due.re-anchored", [], Why.True, next?.Started);
        }
        if (item.Settled != DueState.Cancelled) yield break;
        var returns = _program.Stages.Where(s => s.FollowUps.Contains(followUp)).SelectMany(s => s.Returns).Where(r => r.Cancels.Contains(followUp.Id)).Select(r => r.On);
        foreach (var milestone in followUp.Cancel.Concat(returns).Distinct())
        {
            var behind = _program.Behind(milestone);
            Stamp? at = behind == Milestone.Exited ? _enrollment.AwayOn(item.LastDay)?.Left
                : behind == Milestone.JobLost && item.Job is { } job ? _person.Jobs.Find(j => j.Id == job) is { How: JobEnd.Lost, Ended: { } ended } ? ended : null
                : Milestones.ReachedAt(_person, _enrollment, _program, milestone);
            if (at is { } reached && reached.Day >= item.Anchor && reached.Day <= item.LastDay) yield return Leaf("due.cancelled", [Words(milestone), new WhyArg.Day(reached.Day)], Why.True, reached);
        }
    }
}
