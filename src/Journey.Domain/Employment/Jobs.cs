using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Employment;

public enum JobEnd { Lost, LeftForBetter, Left }

/// <summary>Why a job was lost (AA, "Employment Readiness Post Training").</summary>
public enum JobLossReason { NotReady, SectorTrend, Employer, ContractEnded, Personal, Other }

public enum AdvancementKind { Raise, Promotion, BetterJob }

/// <summary>The terms of a job. Wage and hours are sealed.</summary>
/// <param name="NocCode">Occupation by the National Occupational Classification.</param>
/// <param name="NocEdition">The edition the code is from, such as `2021`.</param>
/// <param name="InSector">In the program's target sector.</param>
/// <param name="HourlyWage">Canadian dollars an hour.</param>
/// <param name="WeeklyHours">Hours a week.</param>
public sealed record JobTerms(string? NocCode, string? NocEdition, bool? InSector, Sealed<decimal>? HourlyWage, Sealed<decimal>? WeeklyHours, bool? Benefits)
{
    internal bool Says(JobTerms other) => NocCode == other.NocCode && NocEdition == other.NocEdition && InSector == other.InSector && Benefits == other.Benefits
        && !HourlyWage.Differs(other.HourlyWage) && !WeeklyHours.Differs(other.WeeklyHours);
}

/// <summary>An employment spell of the person, whichever enrollment it was recorded under.</summary>
public sealed record Job(JobId Id, EnrollmentId Enrollment, EmployerId? Employer, JobTerms Terms, Stamp Started, ImmutableList<Advancement> Advancements, ImmutableList<HireFeedback> Feedback, Stamp? Ended, JobEnd? How, JobLossReason? Lost)
{
    public bool IsCurrent => Ended is null;
}

public sealed record Advancement(AdvancementKind Kind, JobTerms Terms, Stamp At);

/// <summary>What the employer says of the hire.</summary>
public sealed record HireFeedback(Sealed<string> Text, Stamp At);

public sealed record EmploymentStarted(EnrollmentId Enrollment, JobId Job, EmployerId? Employer, JobTerms Terms) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person.Jobs.Exists(j => j.Id == Job) ? person : person with { Jobs = person.Jobs.Add(new Job(Job, Enrollment, Employer, Terms, at, [], [], null, null, null)) };
}

public sealed record WageChanged(EnrollmentId Enrollment, JobId Job, Sealed<decimal> HourlyWage) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Job, j => j with { Terms = j.Terms with { HourlyWage = HourlyWage } });
}

public sealed record Advanced(EnrollmentId Enrollment, JobId Job, AdvancementKind Kind, JobTerms Terms) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person.Change(Job, j => j with { Terms = Terms, Advancements = j.Advancements.Add(new Advancement(Kind, Terms, at)) });
}

public sealed record JobLost(EnrollmentId Enrollment, JobId Job, JobLossReason Reason, Sealed<string>? Note = null) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Job, j => j.IsCurrent ? j with { Ended = at, How = JobEnd.Lost, Lost = Reason } : j);
}

/// <summary>Left a job by choice.</summary>
public sealed record JobLeft(EnrollmentId Enrollment, JobId Job, bool ForBetter) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Job, j => j.IsCurrent ? j with { Ended = at, How = ForBetter ? JobEnd.LeftForBetter : JobEnd.Left } : j);
}

public sealed record HireFeedbackGiven(EnrollmentId Enrollment, JobId Job, Sealed<string> Text) : ParticipantEvent, IOfEnrollment
{
    internal override Participant Fold(Participant person, Stamp at) => person.Change(Job, j => j with { Feedback = j.Feedback.Add(new HireFeedback(Text, at)) });
}

// What was said first about a job's start and end stands; a correction amends that entry.
public static class Jobs
{
    internal static Participant Change(this Participant person, JobId id, Func<Job, Job> change) => person with { Jobs = person.Jobs.Change(j => j.Id == id, change) };

    /// <summary>A job starts: out of placement, into employment, as the definition names these stages.</summary>
    public static Decision Start(Participant person, EnrollmentId enrollment, JobId id, EmployerId? employer, JobTerms terms, string? placementStage, string? employmentStage)
    {
        if (person.Enrollment(enrollment) is not { } current) return Enrolling.Unknown;
        if (person.Jobs.Exists(j => j.Id == id)) return Nothing;
        if (terms is { NocCode: not null, NocEdition: null }) return Refuse("job.noc-edition", "An occupation code needs the edition of the classification it is from.");
        List<JourneyEvent> events = [new EmploymentStarted(enrollment, id, employer, terms)];
        // During intake a job is part of the baseline and moves nobody.
        if (placementStage is not null && current.IsIn(placementStage))
        {
            events.Add(new StageLeft(enrollment, placementStage, StageEnd.Completed));
            if (employmentStage is not null && !current.IsIn(employmentStage)) events.Add(new StageEntered(enrollment, employmentStage));
        }
        return Accept(events);
    }

    /// <summary>
    /// The same by a definition. The job is always recorded, since it happened; it moves the person only through gates that are open with it.
    /// </summary>
    public static Decision Start(Participant person, EnrollmentId enrollment, JobId id, EmployerId? employer, JobTerms terms, ProgramDefinition program, DateOnly on)
    {
        var decision = Start(person, enrollment, id, employer, terms, program.StagesOf(StageKind.Placement).FirstOrDefault(), program.StagesOf(StageKind.Employment).FirstOrDefault());
        if (decision is not Decision.Accepted { Events: [EmploymentStarted started, _, ..] } accepted) return decision;
        var employed = started.Fold(person, Stamp.Supposed(on));
        return Stages.Shut(employed, employed.Enrollment(enrollment)!, program, accepted, on) is null ? decision : Accept(started);
    }

    public static Decision ChangeWage(Participant person, JobId id, Sealed<decimal> hourlyWage)
    {
        if (person.Find(id) is not { } job) return Unknown;
        if (!job.IsCurrent) return Ended;
        return hourlyWage.Differs(job.Terms.HourlyWage) ? Accept(new WageChanged(job.Enrollment, id, hourlyWage)) : Nothing;
    }

    public static Decision Advance(Participant person, JobId id, AdvancementKind kind, JobTerms terms)
    {
        if (person.Find(id) is not { } job) return Unknown;
        if (!job.IsCurrent) return Ended;
        return job.Advancements is [.., { } last] && last.Kind == kind && terms.Says(last.Terms) ? Nothing : Accept(new Advanced(job.Enrollment, id, kind, terms));
    }

    /// <summary>A lost job is a return, not an end: out of employment and back to where the definition says.</summary>
    /// <param name="returnTo">The stage that the definition's return names; null where it has none.</param>
    /// <param name="most">How many times an enrollment may go back; beyond it the loss is recorded all the same, and employment is left.</param>
    public static Decision Lose(Participant person, JobId id, JobLossReason reason, Sealed<string>? note, string? employmentStage, string? returnTo, int? most = null)
    {
        if (person.Find(id) is not { } job) return Unknown;
        if (!job.IsCurrent) return job.Lost == reason ? Nothing : Ended;
        List<JourneyEvent> events = [new JobLost(job.Enrollment, id, reason, note)];
        var enrollment = person.EnrollmentOrUnopened(job.Enrollment);
        var stillEmployed = person.Jobs.Exists(j => j.Id != id && j.IsCurrent);
        if (employmentStage is not null && !stillEmployed && enrollment.IsIn(employmentStage))
        {
            var mayReturn = most is null || enrollment.ReturnsFrom(employmentStage) < most;
            events.Add(new StageLeft(job.Enrollment, employmentStage, mayReturn ? StageEnd.Returned : StageEnd.Left));
            if (mayReturn && returnTo is not null && !enrollment.IsIn(returnTo)) events.Add(new StageEntered(job.Enrollment, returnTo));
        }
        return Accept(events);
    }

    /// <summary>The same by a definition; null where it is not known here, which moves nobody.</summary>
    public static Decision Lose(Participant person, JobId id, JobLossReason reason, Sealed<string>? note, ProgramDefinition? program)
    {
        var employment = program?.Stages.FirstOrDefault(s => s.Kind == StageKind.Employment);
        var back = employment?.Returns.FirstOrDefault(r => r.On == Milestone.JobLost);
        return Lose(person, id, reason, note, employment?.Id, back?.To, back?.Max);
    }

    public static Decision Leave(Participant person, JobId id, bool forBetter)
    {
        if (person.Find(id) is not { } job) return Unknown;
        return job.IsCurrent ? Accept(new JobLeft(job.Enrollment, id, forBetter)) : Nothing;
    }

    public static Decision GiveFeedback(Participant person, JobId id, Sealed<string> text)
    {
        if (person.Find(id) is not { } job) return Unknown;
        return job.Feedback.Exists(f => f.Text.SameAs(text)) ? Nothing : Accept(new HireFeedbackGiven(job.Enrollment, id, text));
    }

    private static Job? Find(this Participant person, JobId id) => person.Jobs.Find(j => j.Id == id);

    private static Decision Unknown { get; } = Refuse("job.unknown", "The participant has no such job on that day.");

    private static Decision Ended { get; } = Refuse("job.ended", "The job had ended by that day.");
}
