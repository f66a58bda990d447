using Journey.Domain.Participants;
using Journey.Domain.Programs;

namespace Journey.Domain.Employment;

public enum DueState
{
    /// <summary>Its day has not come.</summary>
    Upcoming,
    Due,

    /// <summary>Tried inside the window, nobody reached yet.</summary>
    Attempted,

    /// <summary>The window has closed, and nothing was written down.</summary>
    Overdue,
    Done,
    Missed,

    /// <summary>What it was for came to an end before it was made: a lost job, say.</summary>
    Cancelled,

    /// <summary>A new job started before it was made: that one has its own.</summary>
    ReAnchored,
}

/// <summary>One contact that the definition asks for.</summary>
/// <param name="Number">1 for the first; counts on for a recurring one.</param>
/// <param name="LastDay">The last day on which it is on time.</param>
/// <param name="Owner">The role that makes it.</param>
/// <param name="Anchor">The day it is counted from.</param>
/// <param name="Job">The job it is about, where it is counted from a job's start.</param>
/// <param name="Record">What was written down of it.</param>
public sealed record DueFollowUp(string FollowUp, int Number, DateOnly Due, DateOnly LastDay, FollowUpWith With, string Owner, DueState State, DateOnly Anchor, JobId? Job, FollowUp? Record);

/// <summary>Every contact of an enrollment, past and to come: a pure function of state and definition.</summary>
public static class DueFollowUps
{
    /// <param name="today">In the program's zone.</param>
    /// <param name="declinesService">Whether an employer said that it does not want the coach's service: it is not contacted.</param>
    public static IReadOnlyList<DueFollowUp> Of(Participant person, Enrollment enrollment, ProgramDefinition program, DateOnly today, Func<EmployerId, bool> declinesService)
    {
        DateOnly? Reached(Milestone milestone) => Milestones.Reached(person, enrollment, program, milestone);
        var jobs = Milestones.Jobs(person, enrollment, program);
        var planned = new List<DueFollowUp>();
        foreach (var (followUp, cancelling) in Defined(program))
        {
            if (followUp.After != Milestone.EmploymentStarted)
            {
                planned.AddRange(Planned(followUp, program.Calendar, Reached, cancelling, null, null));
                continue;
            }
            // Each job has its own contacts, counted from its own start and ended by its own loss.
            for (var i = 0; i < jobs.Count; i++)
            {
                var job = jobs[i];
                DateOnly? OfJob(Milestone milestone) => milestone == Milestone.EmploymentStarted ? job.Started.Day
                    : milestone == Milestone.JobLost ? job.How == JobEnd.Lost ? job.Ended?.Day : null
                    : Reached(milestone);
                planned.AddRange(Planned(followUp, program.Calendar, OfJob, cancelling, job.Id, i + 1 < jobs.Count ? jobs[i + 1].Started.Day : null));
            }
        }
        var records = Records(enrollment, planned);
        return [.. planned
            .Select((due, i) => due with { Record = records[i], State = StateOn(due, records[i], today) })
            .Where(due => due.Record is not null || due.With == FollowUpWith.Participant || EmployerOf(person, due) is { } employer && !declinesService(employer))
            .OrderBy(due => due.Due).ThenBy(due => due.FollowUp, StringComparer.Ordinal).ThenBy(due => due.With)];
    }

    // With each follow-up what makes it void: its own list, and a return of its stage that names it.
    private static IEnumerable<(Programs.FollowUp FollowUp, IReadOnlyList<Milestone> Cancelling)> Defined(ProgramDefinition program) => program.Stages
        .SelectMany(s => s.FollowUps, (s, f) => (f, (IReadOnlyList<Milestone>)[.. f.Cancel, .. s.Returns.Where(r => r.Cancels.Contains(f.Id, StringComparer.Ordinal)).Select(r => r.On)]))
        .Concat(program.FollowUps.Select(f => (f, f.Cancel)));

    // Here the state says only whether the contact became void; the rest follows from the day and from what was written down.
    private static IEnumerable<DueFollowUp> Planned(Programs.FollowUp followUp, Calendar calendar, Func<Milestone, DateOnly?> reached, IReadOnlyList<Milestone> cancelling, JobId? job, DateOnly? nextJob)
    {
        if (reached(followUp.After) is not { } anchor) yield break;
        var end = cancelling.Select(reached).Where(day => day >= anchor).Min();
        foreach (var due in calendar.DueDates(followUp, reached))
        {
            // A window that had closed before stays what it was.
            var state = end <= due.LastDay ? DueState.Cancelled : nextJob <= due.LastDay ? DueState.ReAnchored : DueState.Upcoming;
            foreach (var with in followUp.With)
                yield return new DueFollowUp(followUp.Id, due.Number, due.Due, due.LastDay, Enum.Parse<FollowUpWith>(with, ignoreCase: true), followUp.Owner, state, anchor, job, null);
        }
    }

    // A corrected anchor moves the days: what was written of a day that is no longer due belongs to the nearest one within a month.
    private static FollowUp?[] Records(Enrollment enrollment, List<DueFollowUp> planned)
    {
        var records = new FollowUp?[planned.Count];
        var left = enrollment.FollowUps.ToList();
        for (var i = 0; i < planned.Count; i++)
        {
            var due = planned[i];
            records[i] = left.Find(f => Same(f, due) && f.Due == due.Due);
            if (records[i] is { } found) left.Remove(found);
        }
        foreach (var record in left.OrderBy(f => f.Due))
        {
            var nearest = Enumerable.Range(0, planned.Count).Where(i => records[i] is null && Same(record, planned[i]) && Apart(record, planned[i]) <= 31)
                .OrderBy(i => Apart(record, planned[i])).Cast<int?>().FirstOrDefault();
            if (nearest is { } index) records[index] = record;
        }
        return records;
    }

    private static bool Same(FollowUp record, DueFollowUp due) => string.Equals(record.FollowUpId, due.FollowUp, StringComparison.Ordinal) && record.With == due.With;

    private static int Apart(FollowUp record, DueFollowUp due) => Math.Abs(record.Due.DayNumber - due.Due.DayNumber);

    private static DueState StateOn(DueFollowUp due, FollowUp? record, DateOnly today) => record?.Result switch
    {
        FollowUpResult.Done => DueState.Done,
        FollowUpResult.Missed => DueState.Missed,
        _ when due.State != DueState.Upcoming => due.State,
        _ when today > due.LastDay => DueState.Overdue,
        FollowUpResult.Attempted => DueState.Attempted,
        _ => today < due.Due ? DueState.Upcoming : DueState.Due,
    };

    private static EmployerId? EmployerOf(Participant person, DueFollowUp due) =>
        (due.Job is { } id ? person.Jobs.Find(j => j.Id == id) : person.CurrentJob)?.Employer;
}
