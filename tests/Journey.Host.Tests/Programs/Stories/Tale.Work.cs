using Journey.Domain;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;
using Journey.Domain.Placement;
using Journey.Domain.Programs;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>The search, the job, the contacts since.</summary>
internal sealed partial class Tale
{
    private int jobs;

    public Tale IsReady(bool ready = true) => Does((Enrollment? e) => Placing.AssessReadiness(e, ready, null));

    public Tale IsReferredToTheEmployer() => Does((Enrollment? e) => Placing.SendApplication(e, new(Number(600 + jobs)), Employer, null, referred: true));

    public Tale StartsAJob(decimal wage) => Does((Participant person) => Jobs.Start(
        person, Enrollment, new(Number(700 + ++jobs)), Employer, new JobTerms(null, null, true, Secret(wage), null, null), program, today));

    public Tale LosesTheJob(JobLossReason reason) => Does((Participant person) => Jobs.Lose(
        person, new(Number(700 + jobs)), reason, null, program));

    /// <summary>That contact is made, with everybody it is with.</summary>
    public Tale IsCalled(string followUp)
    {
        var open = clock.Due().Where(i => i.Key.Id == followUp && i.Key.Kind == DueKind.FollowUp && i.IsOpen && i.Opens <= today).ToList();
        open.ShouldNotBeEmpty($"{today:yyyy-MM-dd}: nobody is to be called for {followUp}");
        foreach (var item in open.Where(i => i.Due == open[0].Due))
            Does((Enrollment? e) => FollowUps.Done(e, followUp, item.Due, item.Key.With!.Value, null, program.FollowUpIds()));
        return this;
    }

    public Tale Advances(AdvancementKind kind, decimal wage) =>
        Does((Participant person) => Jobs.Advance(person, new(Number(700 + jobs)), kind, new JobTerms(null, null, true, Secret(wage), null, true)));
}
