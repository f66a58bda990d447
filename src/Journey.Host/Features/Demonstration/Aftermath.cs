using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Training;

namespace Journey.Host.Features.Demonstration;

/// <summary>What became of the graduated cohort: the last weeks of training, the search, the jobs, and the contacts since.</summary>
internal sealed class Aftermath(World world, Cast cast, Group group)
{
    private readonly DateOnly graduated = world.WorkBefore(group.Ends);

    public void Tell(IReadOnlyList<Script> people, Script duplicate)
    {
        foreach (var one in people.Where(p => p.Number != 9)) Graduate(one);
        Steady(people[0]);
        LostAndRegained(people[1]);
        OutOfReach(people[2]);
        EmployerDeclines(people[3]);
        Placed(people[4], 16, 0, 18.25m).Quarter(graduated, 1).Quarter(graduated, 2);
        TwoOffers(people[5]);
        JustStarted(people[6]);
        BetterJob(people[7]);
        Merged(people[8], duplicate);
        StillLooking(people[10]);
        Placed(people[11], 30, 3, 17.80m).Quarter(graduated, 1); // the second quarter's contact is overdue
        Corrected(people[12]);
        MovedAway(people[13]);
    }

    private DateOnly After(int days) => world.Work(graduated.AddDays(days));

    private DateOnly Ago(int days) => world.WorkBefore(world.Today.AddDays(-days));

    private void Graduate(Script one)
    {
        foreach (var (i, competency) in world.Program.Credentials[0].Competencies.Index())
        {
            if (one.Number == 4 && i == 1) one.Competent(group.Day(6, DayOfWeek.Thursday), competency.Id, AssessmentResult.NotYet);
            one.Competent(group.Day(8, DayOfWeek.Thursday), competency.Id);
        }
        one.Assess(group.Day(8, DayOfWeek.Thursday), "document-use", 3 + one.Number % 2).Graduate(graduated).Award(After(5)).Outcome(After(5), "graduated").By(one.Coach);
        if (one.Number % 3 == 1) one.Support(group.Day(8, DayOfWeek.Monday), group, "interviewClothing", 160m);
    }

    /// <summary>Into a job some days after graduation, with the contacts of its first month.</summary>
    private Script Placed(Script one, int days, int employer, decimal wage, params string[] but)
    {
        var start = After(days);
        Search(one, start, cast.Employers[employer], wage);
        return one.Followed(start, cast.Employers[employer] != cast.Declining, but);
    }

    private Script Search(Script one, DateOnly start, EmployerId employer, decimal wage, string name = "first")
    {
        DateOnly Before(int days) => world.WorkBefore(start.AddDays(-days));
        if (name == "first") one.Ready(After(3)).Plan(After(4), "Two applications a week, one visit; evenings only if the bus allows.");
        return one.Sent(Before(9), name, employer, referred: true, interview: Before(5)).Offered(Before(4), name, wage, 37.5m, "day").Answered(Before(3), name, taken: true).Starts(start, name, employer, wage);
    }

    private void Steady(Script one) => Placed(one, 14, 0, 18.50m).Quarter(graduated, 1).Wage(After(100), "first", 19.25m).Feedback(After(101), "first", "Learns fast and shows others how.")
        .Advances(After(160), "first", AdvancementKind.Promotion, 21.10m).Quarter(graduated, 2, "Lead hand since last month.").Reach(After(165));

    private void LostAndRegained(Script one)
    {
        Placed(one, 18, 1, 18.00m).Feedback(After(60), "first", "Good worker; there is simply no second shift any more.").Loses(After(70), "first", JobLossReason.SectorTrend);
        one.CheckIn(After(72), StaffRole.AdvancementCoach, "Took it hard. Knows that it was the orders.").By(one.Coach).Ready(After(75), ready: false).Support(After(80), group, "supplementaryTraining", 420m).By(one.Coach);
        one.Quarter(graduated, 1, "Between jobs, in a forklift course.").Ready(After(104)).Sent(After(106), "between", cast.Employers[3], referred: true).MockInterview(After(108), "between").Closed(After(120), "between", "not-selected").Quarter(graduated, 2, "Interviews again.");
        // A month ago today: what is asked after the first month is due.
        var start = world.Today.AddMonths(-1);
        Search(one, start, cast.Employers[0], 19.40m, "second").Followed(start, employerToo: true, "month-1");
    }

    private void OutOfReach(Script one)
    {
        Placed(one, 21, 2, 17.50m, "week-1", "month-1");
        var start = After(21);
        foreach (var id in new[] { "week-1", "month-1" })
        {
            var due = one.Due(id, start);
            one.Tried(world.Work(due), id, due, FollowUpWith.Participant, "phone").Tried(world.Work(due.AddDays(2)), id, due, FollowUpWith.Participant, "text").Missed(world.Work(due.AddDays(10)), id, due, FollowUpWith.Participant);
            one.Done(world.Work(due), id, due, FollowUpWith.Employer, "Comes in, works, says little.");
        }
        var quarter = one.Quarterly(graduated, 1);
        foreach (var (i, channel) in new[] { "phone", "text", "letter" }.Index()) one.Tried(world.Work(quarter.AddDays(i * 3)), "quarter", quarter, FollowUpWith.Participant, channel);
        one.Missed(world.Work(quarter.AddDays(18)), "quarter", quarter, FollowUpWith.Participant);
        var second = one.Quarterly(graduated, 2);
        one.Tried(world.Work(second.AddDays(1)), "quarter", second, FollowUpWith.Participant, "phone").Tried(world.Work(second.AddDays(8)), "quarter", second, FollowUpWith.Participant, "email");
    }

    private void EmployerDeclines(Script one)
    {
        group.Declines(After(26), cast.Declining);
        Placed(one, 24, Names.Employers.Count - 1, 18.90m).Quarter(graduated, 1).Quarter(graduated, 2);
    }

    private void TwoOffers(Script one)
    {
        var start = After(25);
        one.Ready(After(3)).Plan(After(4), "Day shift first, wage second.").Sent(After(6), "night", cast.Employers[3], referred: false, interview: After(10)).Sent(After(7), "first", cast.Employers[4], referred: true, interview: After(12));
        one.Offered(After(14), "night", 20.10m, 40m, "night").Offered(After(15), "first", 18.40m, 37.5m, "day").Answered(After(17), "night", taken: false, "shift").Answered(After(17), "first", taken: true);
        // The first week's contact was held on its day and written down a week later.
        one.Starts(start, "first", cast.Employers[4], 18.40m).Followed(start, true, "week-1").Late(7).Done(world.Work(one.Due("week-1", start)), "week-1", one.Due("week-1", start), FollowUpWith.Participant, "Likes the team.");
        one.Quarter(graduated, 1).Quarter(graduated, 2);
    }

    private void JustStarted(Script one)
    {
        one.Ready(After(8), ready: false).Refer(After(10), "settlement", "Papers are in order.").Ready(After(50)).Plan(After(52), "Technician work, as before; a floor job as a first step.");
        foreach (var (i, reason) in new[] { "not-selected", "withdrawn", "not-selected" }.Index()) one.Sent(After(60 + i * 20), $"try {i}", cast.Employers[i], referred: i == 0, interview: After(66 + i * 20)).Closed(After(72 + i * 20), $"try {i}", reason);
        one.Quarter(graduated, 1, "Applies every week.").Quarter(graduated, 2, "Two interviews this month.");
        // Eight days ago: the first week's contact is due, and the employer has been tried.
        var start = Ago(8);
        Search(one, start, cast.Employers[4], 22.75m, "found").Followed(start, true, "week-1", "month-1");
        var due = one.Due("week-1", start);
        if (due < world.Today) one.Tried(world.WorkBefore(world.Today.AddDays(-1)), "week-1", due, FollowUpWith.Employer, "phone");
    }

    private void BetterJob(Script one) => Placed(one, 12, 3, 16.90m).Quarter(graduated, 1, "Looks around.").Leaves(After(118), "first", forBetter: true).Starts(After(119), "second", cast.Employers[1], 20.60m).Followed(After(119)).Quarter(graduated, 2, "A ticket is within reach.");

    // Registered twice: at the fair, and again at the desk.
    private void Merged(Script one, Script duplicate) => Placed(one, 28, 2, 18.10m).By(one.CaseManager).Merge(world.Work(group.Starts.AddDays(3)), duplicate.Id).By(one.Coach).Quarter(graduated, 1).Quarter(graduated, 2);

    private void StillLooking(Script one) => one.Ready(After(10), ready: false).Refer(After(15), "mental-health", null).Note(After(20), FieldClass.Health, "Asked for smaller steps this month.")
        .Quarter(graduated, 1, "Small steps.").Quarter(graduated, 2, "Volunteers twice a week.").Ready(Ago(20)).Plan(Ago(19), "Part-time to begin with.").Sent(Ago(6), "hopeful", cast.Employers[2], referred: true);

    // The first day was written down wrong, and corrected when the pay slip came; what hangs on it follows.
    private void Corrected(Script one)
    {
        var (said, was) = (After(27), After(25));
        Search(one, said, cast.Employers[0], 18.30m).Followed(said, employerToo: true, "month-1").Redate<EmploymentStarted>(After(45), was).Followed(was, employerToo: true, "day-1", "week-1");
        one.Quarter(graduated, 1).Retract<FollowUpDone>(world.Work(one.Quarterly(graduated, 1).AddDays(8)), CorrectionReason.WrongPerson).Late(12).Quarter(graduated, 1, "This time the right person.");
        one.Quarter(graduated, 2);
    }

    private void MovedAway(Script one) => Placed(one, 15, 1, 18.75m).Quarter(graduated, 1, "Thinks of moving west.").Leaves(After(125), "first", forBetter: false).Exit(After(126), "moved", "employment", "left");
}
