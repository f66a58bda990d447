using System.Collections.Immutable;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Programs;
using Journey.Domain.Training;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>Stages, tasks, sessions, plans, the learner plan, graduation.</summary>
internal sealed partial class Tale
{
    public Tale Enters(params string[] entered)
    {
        foreach (var stage in entered) Does((Participant person) => Stages.Enter(person, person.Enrollment(Enrollment), program, stages, stage, today));
        return this;
    }

    public Tale Completes(params string[] completed)
    {
        foreach (var stage in completed) Does((Participant person) => Stages.Complete(person, person.Enrollment(Enrollment), program, stage, today));
        return this;
    }

    public Tale DoesTask(string stage, params string[] tasks)
    {
        foreach (var task in tasks) Does((Enrollment? e) => StageTasks.Do(e, program, stage, task, null));
        return this;
    }

    public Tale Signs(string document) => Does((Enrollment? e) => Signing.Sign(e, program, document, program.Documents.Single(d => d.Id == document).Version));

    /// <summary>One session of the cohort on that day, and what was marked for the person.</summary>
    public Tale Attends(string stage, Presence presence = Presence.Present)
    {
        var id = new SessionId(Number(400 + written));
        var scheduled = CohortDecisions.Schedule(Domain.Cohorts.Cohort.Fold(cohort), id, stage, today, null, null).ShouldBeOfType<Decision.Accepted>();
        cohort.AddRange(scheduled.Events.Cast<CohortEvent>());
        return Does((Enrollment? e) => Attending.Mark(e, Domain.Cohorts.Cohort.Fold(cohort).Sessions[^1], presence, presence == Presence.Late ? 20 : null));
    }

    /// <summary>Some sessions, all attended, on the days of work from that day on.</summary>
    public Tale Attends(string stage, string from, int times)
    {
        for (var day = Day(from); times > 0; day = day.AddDays(1))
        {
            if (!program.Calendar.IsBusinessDay(day)) continue;
            On(day.ToString("O")).Attends(stage);
            times--;
        }
        return this;
    }

    public Tale AgreesAPlan(string stage) => Does((Enrollment? e) => Coaching.AgreePlan(
        e, new(Number(500)), stage, Secret("The early bus, and a call the evening before."), program.Calendar.Add(today, program.Stage(stage)!.Attendance!.ReviewIn!.Value)));

    public Tale PlanIsReviewed(bool met) => Does((Enrollment? e) => Coaching.ReviewPlan(e, new(Number(500)), met));

    public Tale SetsGoal(int goal, string text) => Does((Enrollment? e) => Coaching.SetGoal(e, new(Number(510 + goal)), Secret(text)));

    public Tale ReachesGoal(int goal) => Does((Enrollment? e) => Coaching.ReachGoal(e, new(Number(510 + goal))));

    /// <summary>A step of the plan towards the first goal, brought by a partner.</summary>
    public Tale AgreesStep(int step, string stage, Coordination coordination, int partner, params int[] waitsFor) => Does((Enrollment? e) => PlanSteps.Agree(
        e, program, new(Number(520 + step)), stage, coordination, Secret("As agreed."), new GoalId(Number(511)), new OrganizationId(Number(50 + partner)), [.. waitsFor.Select(w => new PlanStepId(Number(520 + w)))]));

    public Tale StepIsDone(int step) => Does((Enrollment? e) => PlanSteps.Do(e, new(Number(520 + step)), null));

    public Tale StartsWorkPlacement() => Does((Enrollment? e) => WorkPlacements.Start(e, new(Number(540)), Employer, null));

    public Tale WorksAtTheHost(decimal hours) => Does((Enrollment? e) => WorkPlacements.RecordHours(e, new(Number(540)), hours));

    public Tale HostEvaluates(int rating) => Does((Enrollment? e) => WorkPlacements.Evaluate(e, new(Number(540)), rating, null));

    public Tale EndsWorkPlacement() => Does((Enrollment? e) => WorkPlacements.End(e, new(Number(540))));

    /// <summary>Every competency of the credential, as the facilitator saw it.</summary>
    public Tale ShowsCompetence(string stage, string credential) => program.Credentials.Single(c => c.Id == credential).Competencies
        .Aggregate(this, (tale, competency) => tale.Does((Enrollment? e) => Graduating.Assess(e, stage, competency.Id, AssessmentResult.Competent)));

    public Tale Graduates() => Does((Participant person) => Graduating.Graduate(person, person.Enrollment(Enrollment), program, today));

    public Tale IsAwarded(string credential) => Does((Enrollment? e) => Graduating.Award(e, program, credential));
}
