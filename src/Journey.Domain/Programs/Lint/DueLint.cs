namespace Journey.Domain.Programs.Lint;

/// <summary>Whatever falls due has an owner, a day it is counted from that can come, and an end.</summary>
internal static class DueLint
{
    public static IEnumerable<LintFinding> Of(ProgramDefinition program)
    {
        var reach = new MilestoneReach(program);
        return Owners(program).Concat(FollowUps(program).SelectMany(f => Of(program, reach, f.FollowUp, f.Path, f.Cancelled))).Concat(Payments(program, reach)).Concat(BusinessDays(program));
    }

    // With each follow-up whether something makes its open ones void.
    private static IEnumerable<(FollowUp FollowUp, string Path, bool Cancelled)> FollowUps(ProgramDefinition program) => program.Stages
        .SelectMany(s => s.FollowUps, (s, f) => (f, $"stages.{s.Id}.followUps.{f.Id}", f.Cancel.Count > 0 || s.Returns.Any(r => r.Cancels.Contains(f.Id, StringComparer.Ordinal))))
        .Concat(program.FollowUps.Select(f => (f, $"followUps.{f.Id}", f.Cancel.Count > 0)));

    private static IEnumerable<LintFinding> Owners(ProgramDefinition program)
    {
        foreach (var stage in program.Stages.Where(s => s.Owner is null))
        {
            foreach (var task in stage.Tasks.Where(t => t.Due is not null && t.Owner is null))
                yield return new(LintCodes.DueOwner, $"stages.{stage.Id}.tasks.{task.Id}", $"'{task.Id}' falls due and is nobody's work", $"an 'owner' for it or for '{stage.Id}'");
            if (stage.Attendance is not null)
                yield return new(LintCodes.DueOwner, $"stages.{stage.Id}.attendance", $"a back-on-track plan for '{stage.Id}' is nobody's work", $"an 'owner' for '{stage.Id}'");
        }
    }

    private static IEnumerable<LintFinding> Of(ProgramDefinition program, MilestoneReach reach, FollowUp followUp, string path, bool cancelled)
    {
        if (followUp.Owner.Length == 0) yield return new(LintCodes.DueOwner, path, $"'{followUp.Id}' is nobody's work", "an 'owner'");
        if (reach.Missing(followUp.After) is { } never) yield return new(LintCodes.DueAnchor, path + ".after", $"'{followUp.After}' never comes: {never}", "a milestone that this program reaches");
        else if (followUp.Until is { } end && reach.Missing(end.Milestone) is { } neverEnds) yield return new(LintCodes.DueAnchor, path + ".until", $"'{end.Milestone}' never comes: {neverEnds}", "a milestone that this program reaches");
        if (!cancelled && followUp.ReAnchor == ReAnchor.Each && reach.Repeats(followUp.After))
            yield return new(LintCodes.DueCancel, path, $"'{followUp.After}' can come again, and nothing says what becomes of the contacts that are still open", "'cancel' with what makes them void, such as [jobLost, exited], or 'reAnchor'");
        if (followUp is { Every: { } every, Until: { } until } && until.Milestone == followUp.After && Before(program.Calendar, until.Plus, every))
            yield return new(LintCodes.DueUntil, path + ".until", $"it ends after {until.Plus}, before the first one falls due after {every}", $"an end of at least {followUp.After}: +{every}");
        if (followUp.Escalate is { } escalate && string.Equals(escalate.To, followUp.Owner, StringComparison.Ordinal))
            yield return new(LintCodes.DueEscalation, path + ".escalate", $"late work of {followUp.Owner} goes to {escalate.To}, who had it", "another role");
    }

    // Whatever day it is counted from: four years have every length of month and week.
    private static bool Before(Calendar calendar, Period end, Period first)
    {
        if (calendar.Week.Count == 0 && (end.Unit == PeriodUnit.BusinessDays || first.Unit == PeriodUnit.BusinessDays)) return false;
        var start = new DateOnly(2024, 1, 1);
        return Enumerable.Range(0, 1461).All(n => calendar.Add(start.AddDays(n), first) > calendar.Add(start.AddDays(n), end));
    }

    private static IEnumerable<LintFinding> Payments(ProgramDefinition program, MilestoneReach reach)
    {
        foreach (var support in program.Supports)
        {
            if (support.Recurs is not { } recurs) continue;
            var path = $"supports.{support.Id}";
            if (reach.Missing(recurs.Start) is { } never) yield return new(LintCodes.DueAnchor, path + ".from", $"'{recurs.Start}' never comes: {never}", "a milestone that this program reaches");
            if (recurs.Stop.All(m => reach.Missing(m) is not null))
                yield return new(LintCodes.SupportEndless, path + ".until", $"nothing ever stops '{support.Id}'" + string.Concat(recurs.Stop.Take(1).Select(m => $": '{m}' never comes, since {reach.Missing(m)}")), "a milestone that everybody reaches, such as exited");
        }
    }

    private static IEnumerable<LintFinding> BusinessDays(ProgramDefinition program)
    {
        var first = Periods(program).FirstOrDefault(p => p.Length is { Unit: PeriodUnit.BusinessDays });
        if (first.Path is null) yield break;
        if (program.Calendar.Week.Count == 0) yield return new(LintCodes.DueWeek, first.Path, $"{first.Length} are business days, and the calendar has no working week", "a calendar with a 'week', such as Mon-Fri");
        else if (program.Calendar.Holidays is null) yield return new(LintCodes.DueHolidays, first.Path, $"{first.Length} are business days, and the calendar knows no holidays: 25 December counts as one", "'holidays' in the calendar, one of " + string.Join(", ", Holidays.Known));
    }

    private static IEnumerable<(string? Path, Period? Length)> Periods(ProgramDefinition program)
    {
        foreach (var (f, path, _) in FollowUps(program))
            foreach (var (key, length) in new (string, Period?)[] { ("in", f.In), ("every", f.Every), ("until", f.Until?.Plus), ("window", f.Window), ("remind", f.Remind), ("escalate.after", f.Escalate?.After) }) yield return ($"{path}.{key}", length);
        foreach (var stage in program.Stages)
        {
            foreach (var task in stage.Tasks) yield return ($"stages.{stage.Id}.tasks.{task.Id}.due", task.Due);
            yield return ($"stages.{stage.Id}.attendance.reviewIn", stage.Attendance?.ReviewIn);
        }
        yield return ("capacity.waitlist.offerExpires", program.Capacity?.Waitlist?.OfferExpires);
        yield return ("consent.expires", program.Consent?.Expires);
        foreach (var support in program.Supports) yield return ($"supports.{support.Id}.every", support.Recurs?.Every);
    }
}
