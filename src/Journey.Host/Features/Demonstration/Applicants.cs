using Journey.Domain.Intake;

namespace Journey.Host.Features.Demonstration;

/// <summary>Those who asked or applied and hold no seat: every answer that an application may get, and two that are waiting for one.</summary>
internal sealed class Applicants(World world)
{
    public void Tell(IReadOnlyList<Script> people)
    {
        DateOnly Ago(int days) => world.WorkBefore(world.Today.AddDays(-days));
        Screened(people[0], Ago(60)).Interview(Ago(48)).Consent(Ago(46)).Decide(Ago(44), AdmissionOutcome.Waitlisted, "cohortFull");
        Screened(people[1], Ago(33)).Interview(Ago(20)).Decide(Ago(18), AdmissionOutcome.Waitlisted, "nextStart");
        Screened(people[2], Ago(70), canLift: false).Interview(Ago(58), lowest: 2).Decide(Ago(56), AdmissionOutcome.Declined, "requirements");
        people[3].NotReady(Ago(50)).Refer(Ago(35), "housing", "Moved into a place of her own.");
        Screened(people[4], Ago(41)).DeclinedReferral(Ago(31), "language").Decide(Ago(28), AdmissionOutcome.ReferredElsewhere, "otherProgram");
        Screened(people[5], Ago(16));
        people[6].Inquire(Ago(1));
    }

    private Script Screened(Script one, DateOnly from, bool canLift = true) =>
        one.Inquire(from).Apply(world.Work(from.AddDays(5))).Answer(world.Work(from.AddDays(5)), 7, canLift: canLift).Check(world.Work(from.AddDays(9)));
}

internal sealed partial class Script
{
    /// <summary>Applied, and was told to come back: other supports first.</summary>
    public Script NotReady(DateOnly from) => Inquire(world.Work(from)).Apply(world.Work(from.AddDays(4))).Answer(world.Work(from.AddDays(4)), 5).Barrier(world.Work(from.AddDays(8)), BarrierKind.Situational, "Sleeps on a friend’s couch.", shared: false)
        .Decide(world.Work(from.AddDays(10)), AdmissionOutcome.NotReady, "supportsFirst");
}
