using System.Runtime.CompilerServices;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using FollowUp = Journey.Domain.Programs.FollowUp;

namespace Journey.Domain.Due;

/// <summary>The scheduled contacts of an enrollment.</summary>
internal static class DueContacts
{
    private sealed record Planned(DueItem Item, Stamp Anchor);

    public static IEnumerable<DueItem> Of(Participant person, Enrollment enrollment, ProgramDefinition program, Func<EmployerId, bool> declinesService)
    {
        Stamp? Reached(Milestone milestone) => Milestones.ReachedAt(person, enrollment, program, milestone);
        var planned = new List<Planned>();
        IReadOnlyList<Job>? jobs = null;
        foreach (var contact in Defined(program))
        {
            var followUp = contact.FollowUp;
            if (followUp.After != Milestone.EmploymentStarted)
            {
                planned.AddRange(Plan(contact, enrollment, program.Calendar, Reached, null, null));
                continue;
            }
            jobs ??= Milestones.Jobs(person, enrollment, program);
            for (var i = 0; i < jobs.Count && (i == 0 || followUp.ReAnchor != ReAnchor.First); i++)
            {
                // Each job has its own contacts, counted from its own start and ended by its own loss.
                var job = jobs[i];
                Stamp? OfJob(Milestone milestone) => milestone == Milestone.EmploymentStarted ? job.Started
                    : milestone == Milestone.JobLost ? job.How == JobEnd.Lost ? job.Ended : null
                    : Reached(milestone);
                DateOnly? replaced = i + 1 == jobs.Count || followUp.ReAnchor == ReAnchor.First ? null : followUp.ReAnchor == ReAnchor.Newest ? DateOnly.MinValue : jobs[i + 1].Started.Day;
                planned.AddRange(Plan(contact, enrollment, program.Calendar, OfJob, job, replaced));
            }
        }
        var records = Records(enrollment, planned);
        for (var i = 0; i < planned.Count; i++)
        {
            var (due, anchor) = planned[i];
            var item = records[i] is null && due.Key.With != FollowUpWith.Employer ? due : due with { Record = records[i], Employer = due.Key.With == FollowUpWith.Employer ? EmployerOf(person, due) : null };
            if (item.Record is { Result: FollowUpResult.Done }) item = item with { Settled = DueState.Done };
            // What was missed before it became void stays missed.
            else if (item.Record is { Result: FollowUpResult.Missed }) item = item with { Settled = null };
            if (item.Record is null && item.Key.With == FollowUpWith.Employer && (item.Employer is not { } employer || declinesService(employer))) continue;
            var steps = new List<(DueStep, DateOnly)> { (DueStep.Remind, item.Opens), (DueStep.Miss, item.LastDay.AddDays(1)) };
            if (item.EscalatesOn is { } late) steps.Add((DueStep.Escalate, late));
            yield return item.Reckon(enrollment, program.Calendar, anchor, steps);
        }
    }

    private sealed record Contact(FollowUp FollowUp, IReadOnlyList<Milestone> Cancelling, IReadOnlyList<FollowUpWith> With);

    private static readonly ConditionalWeakTable<ProgramDefinition, IReadOnlyList<Contact>> Contacts = [];

    // Once per version, since everybody's work is asked for again and again. With each follow-up what makes it void: its own list, and a
    // return of its stage that names it. A milestone by another name is that milestone: of its own job, too.
    private static IReadOnlyList<Contact> Defined(ProgramDefinition program) => Contacts.GetValue(program, static p =>
        [.. p.Stages.SelectMany(s => s.FollowUps, (s, f) => (f, f.Cancel.Concat(s.Returns.Where(r => r.Cancels.Contains(f.Id, StringComparer.Ordinal)).Select(r => r.On))))
            .Concat(p.FollowUps.Select(f => (f, f.Cancel.AsEnumerable())))
            .Select(x => new Contact(x.f with { After = p.Behind(x.f.After) }, [.. x.Item2.Select(p.Behind)], [.. x.f.With.Select(w => Enum.Parse<FollowUpWith>(w, ignoreCase: true))]))]);

    // What is settled here became void; the rest follows from the day and from what was written down.
    private static IEnumerable<Planned> Plan(Contact contact, Enrollment enrollment, Calendar calendar, Func<Milestone, Stamp?> reached, Job? job, DateOnly? replaced)
    {
        var (followUp, cancelling, withWhom) = contact;
        if (reached(followUp.After) is not { } anchor) yield break;
        // Moved to a version under which its time starts again.
        if (enrollment.Moves.FindLast(m => m.Stands && m.Restarts.Contains(followUp.Id, StringComparer.Ordinal)) is { } move && move.At.Day > anchor.Day) anchor = move.At;
        // Who left and came back was not there for what came due meanwhile.
        bool Away(DateOnly day) => cancelling.Contains(Milestone.Exited) && enrollment.AwayOn(day) is { } left && left.Left.Day >= anchor.Day;
        var end = cancelling.Select(m => reached(m)?.Day).Where(day => day >= anchor.Day).Min();
        DateOnly? Escalating(DateOnly last) =>
            followUp.Escalate is { } late && Max(calendar.Add(last, late.After), last.AddDays(1)) is var day && !(end <= day) && !(replaced <= day) && !Away(day) ? day : null;
        foreach (var due in calendar.DueDates(followUp, m => reached(m)?.Day, anchor.Day))
        {
            foreach (var with in withWhom)
                yield return new Planned(new DueItem
                {
                    Key = new DueKey(DueKind.FollowUp, followUp.Id, due.Number, with, job?.Id.Value),
                    Title = followUp.Title, Owner = followUp.Owner, Anchor = anchor.Day, AnchorEvent = anchor.Event, Job = job?.Id,
                    Opens = followUp.Remind is { } before ? calendar.Before(due.Due, before) : due.Due, Due = due.Due, LastDay = due.LastDay,
                    EscalatesOn = Escalating(due.LastDay), EscalatesTo = followUp.Escalate?.To,
                    // A window that had closed before stays what it was.
                    Settled = end <= due.LastDay || Away(due.LastDay) ? DueState.Cancelled : replaced <= due.LastDay ? DueState.ReAnchored : null,
                }, anchor);
        }
    }

    // A corrected anchor moves the days: what was done on a day that is no longer due belongs to the nearest one within a month. A missed
    // day is not taken along: the new one has its own window.
    private static Employment.FollowUp?[] Records(Enrollment enrollment, List<Planned> planned)
    {
        var records = new Employment.FollowUp?[planned.Count];
        if (enrollment.FollowUps.IsEmpty) return records;
        var left = new List<Employment.FollowUp>();
        foreach (var record in enrollment.FollowUps)
        {
            // Of two jobs that ask for it on one day it speaks for both; for what has become void only where nothing else is left.
            var asked = Enumerable.Range(0, planned.Count).Where(i => Same(record, planned[i].Item) && record.Due == planned[i].Item.Due).ToList();
            if (asked.Count == 0) left.Add(record);
            foreach (var i in asked.Exists(a => planned[a].Item.Settled is null) ? asked.FindAll(a => planned[a].Item.Settled is null) : asked) records[i] = record;
        }
        foreach (var record in left.Where(f => f.Result != FollowUpResult.Missed).OrderBy(f => f.Due))
        {
            var nearest = Enumerable.Range(0, planned.Count).Where(i => records[i] is null && Same(record, planned[i].Item) && Apart(record, planned[i].Item) <= 31)
                .OrderBy(i => Apart(record, planned[i].Item)).Cast<int?>().FirstOrDefault();
            if (nearest is { } index) records[index] = record;
        }
        return records;
    }

    private static bool Same(Employment.FollowUp record, DueItem due) => string.Equals(record.FollowUpId, due.Key.Id, StringComparison.Ordinal) && record.With == due.Key.With;

    private static int Apart(Employment.FollowUp record, DueItem due) => Math.Abs(record.Due.DayNumber - due.Due.DayNumber);

    private static EmployerId? EmployerOf(Participant person, DueItem due) => (due.Job is { } id ? person.Jobs.Find(j => j.Id == id) : person.CurrentJob)?.Employer;

    private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
}
