using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Supports;
using Journey.Domain.Training;
using Journey.Host.Features.Training;

namespace Journey.Host.Features.Demonstration;

/// <summary>Training and the supports around it.</summary>
internal sealed partial class Script
{
    public Script Enter(DateOnly day, string stage) => Add(day, (s, ct) => new ValueTask<Decision>(MoveThroughStages.Enter(s, Enrollment, stage, world.Programs, ct)));

    public Script Complete(DateOnly day, string stage) => Add(day, s => Stages.Complete(s.Person, s.Enrollment(Enrollment), world.Program, stage, s.Day));

    /// <summary>Every session of the group between two days, both included: present, but for what <paramref name="otherwise"/> says by the session's number in the group.</summary>
    public Script Attend(Group group, DateOnly from, DateOnly to, Dictionary<int, Presence>? otherwise = null)
    {
        var was = by;
        foreach (var (number, session) in group.Sessions.Index().Where(s => s.Item.Date >= from && s.Item.Date <= to && s.Item.Date <= world.Today))
        {
            var presence = otherwise?.GetValueOrDefault(number) ?? Presence.Present;
            if (otherwise?.ContainsKey(number) != true && Chance.Next(14) == 0) presence = Chance.Next(2) == 0 ? Presence.Late : Presence.Excused;
            // One day's list lay on a desk over the weekend.
            if (number == 6) Late(5);
            By(string.Equals(session.Stage, "crt", StringComparison.Ordinal) ? CaseManager : cast.Facilitator).Mark(group, session, presence);
        }
        return By(was);
    }

    public Script Mark(Group group, Group.Meeting session, Presence presence) => Add(session.Date, Occurred.OnDay(session.Date), async (s, ct) =>
        Attending.Mark(s.Enrollment(Enrollment), (await s.Cohort(group.Id, ct)).Sessions.Find(x => x.Id == session.Id), presence, presence == Presence.Late ? 10 : null));

    public Script Goal(DateOnly day, string text) => Add(day, async (s, ct) => Coaching.SetGoal(s.Enrollment(Enrollment), GoalId, await Private(FieldClass.General, text, ct)));

    public Script Reach(DateOnly day) => Add(day, s => Coaching.ReachGoal(s.Enrollment(Enrollment), GoalId));

    public Script CheckIn(DateOnly day, StaffRole with, string summary) =>
        By(with == StaffRole.CaseManager ? CaseManager : Coach).Add(day, async (s, ct) => Coaching.HoldCheckIn(s.Enrollment(Enrollment), with, await Private(FieldClass.General, summary, ct))).By(CaseManager);

    public Script AgreePlan(DateOnly day, string stage, DateOnly reviewOn) =>
        Add(day, async (s, ct) => Coaching.AgreePlan(s.Enrollment(Enrollment), PlanId, stage, await Private(FieldClass.General, "Calls before eight when something comes up; shares a ride with a classmate.", ct), reviewOn));

    public Script ReviewPlan(DateOnly day, bool met) => Add(day, s => Coaching.ReviewPlan(s.Enrollment(Enrollment), PlanId, met));

    public Script Competent(DateOnly day, string competency, AssessmentResult result = AssessmentResult.Competent) =>
        By(cast.Facilitator).Add(day, s => Graduating.Assess(s.Enrollment(Enrollment), "ost", competency, result)).By(CaseManager);

    public Script Graduate(DateOnly day) =>
        Add(day, s => Graduating.Graduate(s.Person, s.Enrollment(Enrollment), world.Program, s.Day));

    public Script Award(DateOnly day)
    {
        var credential = world.Program.Credentials[0];
        return Add(day, s => Graduating.Award(s.Enrollment(Enrollment), credential.Id, [.. credential.Competencies.Select(c => c.Id)]));
    }

    public Script WorkPlacement(DateOnly from, EmployerId host, int rating)
    {
        var id = new WorkPlacementId(world.Id($"{key} work placement"));
        Add(from, async (s, ct) => WorkPlacements.Start(s.Enrollment(Enrollment), id, host, await Private(FieldClass.Contact, "The shift lead on line two", ct)));
        Add(world.Work(from.AddDays(3)), s => WorkPlacements.RecordHours(s.Enrollment(Enrollment), id, 21));
        var last = world.Work(from.AddDays(7));
        Add(last, s => WorkPlacements.RecordHours(s.Enrollment(Enrollment), id, 14));
        Add(last, s => WorkPlacements.End(s.Enrollment(Enrollment), id));
        return Add(last, async (s, ct) => WorkPlacements.Evaluate(s.Enrollment(Enrollment), id, rating, await Private(FieldClass.Employment, "On time every day, asks when unsure.", ct)));
    }

    /// <summary>The weekly stipend: requested and approved before the start, paid each Friday from one day to another.</summary>
    public Script Stipend(Group group, DateOnly? last = null)
    {
        var category = world.Program.Support("stipend")!;
        var id = new SupportId(world.Id($"{key} stipend"));
        Request(world.WorkBefore(group.Starts.AddDays(-7)), id, "stipend", category.Amount!.Value, weekly: true);
        Approve(world.Work(group.Starts.AddDays(-4)), id, "stipend", group);
        for (var monday = group.Starts; monday <= group.Ends && (last is null || monday <= last); monday = monday.AddDays(7))
        {
            var week = monday;
            Add(world.WorkBefore(monday.AddDays(4)), s => Supporting.Deliver(s.Enrollment(Enrollment), id, category.Amount!.Value, week));
        }
        return this;
    }

    /// <summary>A support that is given once.</summary>
    public Script Support(DateOnly day, Group group, string category, decimal amount, bool delivered = true)
    {
        var id = new SupportId(world.Id($"{key} {category} {day}"));
        Request(day, id, category, Money.Cad(amount), weekly: false);
        Approve(world.Work(day.AddDays(2)), id, category, group);
        return delivered ? Add(world.Work(day.AddDays(4)), s => Supporting.Deliver(s.Enrollment(Enrollment), id, Money.Cad(amount), null)) : this;
    }

    /// <summary>Asked for and not decided yet, or refused.</summary>
    public Script AskFor(DateOnly day, string category, decimal amount, string? refused = null)
    {
        var id = new SupportId(world.Id($"{key} {category} {day}"));
        Request(day, id, category, Money.Cad(amount), weekly: false);
        return refused is null ? this : Add(world.Work(day.AddDays(3)), s => Supporting.Decline(s.Enrollment(Enrollment), id, refused));
    }

    private void Request(DateOnly day, SupportId id, string category, Money amount, bool weekly) =>
        Add(day, async (s, ct) => Supporting.Request(s.Enrollment(Enrollment), id, category, amount, weekly, await Private(FieldClass.General, "Agreed in the plan.", ct)));

    private void Approve(DateOnly day, SupportId id, string category, Group group) =>
        By(cast.Director).Add(day, async (s, ct) => Supporting.Approve(s.Enrollment(Enrollment), id, await s.Cohort(group.Id, ct), world.Program.Support(category)!.Budget, group.Weeks)).By(CaseManager);

    private GoalId GoalId => new(world.Id($"{key} goal"));

    private PlanId PlanId => new(world.Id($"{key} plan"));
}
