using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Placement;
using Journey.Domain.Programs;

namespace Journey.Host.Features.Demonstration;

/// <summary>Job placement support, jobs, follow-ups, leaving and coming back.</summary>
internal sealed partial class Script
{
    public Script Ready(DateOnly day, bool ready = true) =>
        Add(day, async (s, ct) => Placing.AssessReadiness(s.Enrollment(Enrollment), ready, await Private(FieldClass.Employment, ready ? "Knows what to look for, and says so." : "Wants to practise interviews first.", ct)));

    public Script Plan(DateOnly day, string text) => Add(day, async (s, ct) => Placing.AgreePlan(s.Enrollment(Enrollment), await Private(FieldClass.Employment, text, ct)));

    /// <summary>An application with an employer's interview, if it came to one.</summary>
    public Script Sent(DateOnly day, string name, EmployerId employer, bool referred, DateOnly? interview = null)
    {
        Add(day, s => Placing.SendApplication(s.Enrollment(Enrollment), Application(name), employer, "94105", referred));
        return interview is { } on ? Add(on, async (s, ct) => Placing.HoldInterview(s.Enrollment(Enrollment), Application(name), InterviewKind.Employer, await Private(FieldClass.Employment, "Asked about shifts and safety; answered well.", ct))) : this;
    }

    public Script MockInterview(DateOnly day, string name) =>
        Add(day, async (s, ct) => Placing.HoldInterview(s.Enrollment(Enrollment), Application(name), InterviewKind.Mock, await Private(FieldClass.Employment, "Good examples, a little fast.", ct)));

    public Script Closed(DateOnly day, string name, string reason) => Add(day, s => Placing.CloseApplication(s.Enrollment(Enrollment), Application(name), reason));

    public Script Offered(DateOnly day, string name, decimal wage, decimal hours, string shift) => Add(day, async (s, ct) =>
        Placing.ReceiveOffer(s.Enrollment(Enrollment), OfferOf(name), Application(name), await Private(FieldClass.Employment, wage, ct), await Private(FieldClass.Employment, hours, ct), shift == "day", shift));

    public Script Answered(DateOnly day, string name, bool taken, string? reason = null) => Add(day, s => Placing.AnswerOffer(s.Enrollment(Enrollment), OfferOf(name), taken, reason));

    public Script Starts(DateOnly day, string job, EmployerId? employer, decimal wage, decimal hours = 37.5m, bool inSector = true) => Add(day, Occurred.OnDay(day), async (s, ct) =>
        Domain.Employment.Jobs.Start(s.Person, Enrollment, Job(job), employer, await Terms(wage, hours, inSector, ct), world.Program, s.Day));

    public Script Wage(DateOnly day, string job, decimal wage) => Add(day, async (s, ct) => Domain.Employment.Jobs.ChangeWage(s.Person, Job(job), await Secret(FieldClass.Employment, wage, ct)));

    public Script Advances(DateOnly day, string job, AdvancementKind kind, decimal wage) =>
        Add(day, async (s, ct) => Domain.Employment.Jobs.Advance(s.Person, Job(job), kind, await Terms(wage, 40m, true, ct)));

    public Script Feedback(DateOnly day, string job, string text) => Add(day, async (s, ct) => Domain.Employment.Jobs.GiveFeedback(s.Person, Job(job), await Secret(FieldClass.Employment, text, ct)));

    public Script Loses(DateOnly day, string job, JobLossReason reason) => Add(day, Occurred.OnDay(day), async (s, ct) =>
        Domain.Employment.Jobs.Lose(s.Person, Job(job), reason, await Secret(FieldClass.Employment, "Orders fell away and the second shift was closed.", ct), world.Program));

    public Script Leaves(DateOnly day, string job, bool forBetter) => Add(day, Occurred.OnDay(day), (s, _) => ValueTask.FromResult(Domain.Employment.Jobs.Leave(s.Person, Job(job), forBetter)));

    /// <summary>The contacts after a job's first day, week and month that are past their day, made on time.</summary>
    /// <param name="but">Left to be told otherwise.</param>
    public Script Followed(DateOnly start, bool employerToo = true, params string[] but)
    {
        foreach (var followUp in world.Program.Stages.SelectMany(s => s.FollowUps).Where(f => !but.Contains(f.Id, StringComparer.Ordinal)))
        {
            var due = Due(followUp.Id, start);
            if (due >= world.Today) continue;
            Done(world.Work(due), followUp.Id, due, FollowUpWith.Participant, "Goes well; wants to learn the next machine.");
            if (employerToo) Done(world.Work(due), followUp.Id, due, FollowUpWith.Employer, "Reliable; a good addition to the team.");
        }
        return this;
    }

    /// <param name="number">1 for three months after graduation, 2 for six.</param>
    public Script Quarter(DateOnly graduated, int number, string note = "Still at it. Asked about evening courses.") =>
        Done(world.Work(Quarterly(graduated, number).AddDays(Number % 4)), "quarter", Quarterly(graduated, number), FollowUpWith.Participant, note);

    public Script Done(DateOnly day, string id, DateOnly due, FollowUpWith with, string note) =>
        Add(day, async (s, ct) => FollowUps.Done(s.Enrollment(Enrollment), id, due, with, await Private(FieldClass.Employment, note, ct), world.Program.FollowUpIds()));

    public Script Tried(DateOnly day, string id, DateOnly due, FollowUpWith with, string channel) => Add(day, s => FollowUps.Attempt(s.Enrollment(Enrollment), id, due, with, channel, world.Program.FollowUpIds()));

    public Script Missed(DateOnly day, string id, DateOnly due, FollowUpWith with) => Add(day, s => FollowUps.Miss(s.Enrollment(Enrollment), id, due, with, world.Program.FollowUpIds()));

    public DateOnly Due(string followUp, DateOnly start) => world.Program.Calendar.Add(start, world.Program.Stages.SelectMany(s => s.FollowUps).First(f => f.Id == followUp).In!.Value);

    public DateOnly Quarterly(DateOnly graduated, int number) => world.Program.Calendar.Add(graduated, Period.Months(3 * number));

    public Script Exit(DateOnly day, string reason, string destination, string outcome)
    {
        var ended = world.Program.Outcomes.First(o => o.Id == outcome);
        Add(day, async (s, ct) =>
        {
            var current = s.Enrollment(Enrollment);
            if (current?.Seat is { IsHeld: true } seat) await s.Cohort(seat.Cohort, ct);
            return Exits.Exit(current, reason, destination, null);
        });
        return Add(day, s => Exits.RecordOutcome(s.Enrollment(Enrollment), ended.Id, ended.Kind));
    }

    public Script ComeBack(DateOnly day, string stage) => Add(day, s => Exits.ReEnter(s.Enrollment(Enrollment), stage));

    public Script Outcome(DateOnly day, string outcome) => Add(day, s => Exits.RecordOutcome(s.Enrollment(Enrollment), outcome, world.Program.Outcomes.First(o => o.Id == outcome).Kind));

    private async ValueTask<JobTerms> Terms(decimal wage, decimal hours, bool inSector, CancellationToken ct) =>
        new("94105", "2021", inSector, await Secret(FieldClass.Employment, wage, ct), await Secret(FieldClass.Employment, hours, ct), hours >= 35);

    private Domain.ApplicationId Application(string name) => new(world.Id($"{key} application {name}"));

    private OfferId OfferOf(string name) => new(world.Id($"{key} offer {name}"));

    private JobId Job(string name) => new(world.Id($"{key} job {name}"));
}
