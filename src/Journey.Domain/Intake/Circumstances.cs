using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Intake;

/// <summary>The three starting situations.</summary>
public enum LabourStatus { Unemployed, UnderEmployed, EmployedLowWage }

/// <summary>Where the person started from. A current job is an employment spell besides.</summary>
/// <param name="NocCode">Occupation by the National Occupational Classification, with the edition it is from.</param>
/// <param name="HourlyWage">Canadian dollars an hour.</param>
/// <param name="WeeklyHours">Hours a week.</param>
public sealed record Baseline(LabourStatus Status, string? NocCode, string? NocEdition, Sealed<decimal>? HourlyWage, Sealed<decimal>? WeeklyHours, bool? Benefits, Stamp At);

public sealed record BaselineRecorded(EnrollmentId Enrollment, LabourStatus Status, string? NocCode, string? NocEdition, Sealed<decimal>? HourlyWage, Sealed<decimal>? WeeklyHours, bool? Benefits) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Intake = enrollment.Intake with { Baseline = new Baseline(Status, NocCode, NocEdition, HourlyWage, WeeklyHours, Benefits, at) },
    };
}

/// <summary>That a stipend may touch EI or social assistance was talked over, before acceptance.</summary>
public sealed record StipendEffectDiscussed(EnrollmentId Enrollment) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { StipendEffectDiscussed = enrollment.Intake.StipendEffectDiscussed ?? at } };
}

public enum BarrierKind { Psychosocial, Institutional, Situational }

/// <param name="Shared">The participant agreed that their coach sees it.</param>
public sealed record Barrier(BarrierId Id, BarrierKind Kind, Sealed<string>? Description, bool Shared, Stamp Noted, Stamp? Resolved);

public sealed record BarrierNoted(BarrierId Barrier, BarrierKind Kind, Sealed<string>? Description, bool Shared) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Barriers = person.Barriers.Put(new Intake.Barrier(Barrier, Kind, Description, Shared, at, null), b => b.Id == Barrier) };
}

public sealed record BarrierResolved(BarrierId Barrier) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Barriers = person.Barriers.Change(b => b.Id == Barrier, b => b with { Resolved = b.Resolved ?? at }) };
}

/// <summary>One literacy or essential-skills assessment; repeated later to show progress.</summary>
/// <param name="Tool">Which instrument.</param>
/// <param name="Level">As that instrument states it.</param>
/// <param name="Enrollment">The enrollment whose program defines <paramref name="Assessment"/>.</param>
/// <param name="Assessment">Which of the program's assessments it was part of.</param>
/// <param name="Progress">Against the time before, as the assessor sees it: in the clear, while the level stays sealed.</param>
public sealed record SkillsAssessment(string Tool, string Skill, Sealed<string> Level, StaffId? Assessor, EnrollmentId? Enrollment, string? Assessment, SkillProgress? Progress, Stamp At);

public enum SkillProgress { Improved, Same, Lower }

public sealed record SkillsAssessed(
    string Tool, string Skill, Sealed<string> Level, StaffId? Assessor = null, EnrollmentId? Enrollment = null, string? Assessment = null, SkillProgress? Progress = null) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { SkillsAssessments = person.SkillsAssessments.Add(new SkillsAssessment(Tool, Skill, Level, Assessor, Enrollment, Assessment, Progress, at)) };
}

/// <summary>An accommodation of a learning disability, or another one.</summary>
public sealed record Accommodation(Sealed<string> Description, Stamp Agreed);

public sealed record AccommodationAgreed(Sealed<string> Description) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) =>
        person with { Accommodations = person.Accommodations.Add(new Accommodation(Description, at)) };
}

public static class Circumstances
{
    public static Decision RecordBaseline(Enrollment? enrollment, LabourStatus status, string? nocCode, string? nocEdition, Sealed<decimal>? hourlyWage, Sealed<decimal>? weeklyHours, bool? benefits)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (nocCode is not null && nocEdition is null) return Refuse("baseline.noc-edition", "An occupation code needs the edition of the classification it is from.");
        var before = enrollment.Intake.Baseline;
        var same = before is not null && before.Status == status && before.NocCode == nocCode && before.NocEdition == nocEdition && before.Benefits == benefits
            && !hourlyWage.Differs(before.HourlyWage) && !weeklyHours.Differs(before.WeeklyHours);
        return same ? Nothing : Accept(new BaselineRecorded(enrollment.Id, status, nocCode, nocEdition, hourlyWage, weeklyHours, benefits));
    }

    public static Decision DiscussStipendEffect(Enrollment? enrollment)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.Intake.StipendEffectDiscussed is not null ? Nothing : Accept(new StipendEffectDiscussed(enrollment.Id));
    }

    public static Decision NoteBarrier(Participant person, BarrierId id, BarrierKind kind, Sealed<string>? description, bool shared)
    {
        if (!person.Exists) return Registration.Unknown;
        return person.Barriers.Exists(b => b.Id == id) ? Nothing : Accept(new BarrierNoted(id, kind, description, shared));
    }

    public static Decision ResolveBarrier(Participant person, BarrierId id)
    {
        if (person.Barriers.Find(b => b.Id == id) is not { } barrier) return Refuse("barrier.unknown", "The participant has no such barrier on that day.");
        return barrier.Resolved is null ? Accept(new BarrierResolved(id)) : Nothing;
    }

    /// <param name="on">The day of the assessment, so that its repetition can be told from a later one with the same level, which is worth knowing.</param>
    /// <param name="of">The program's assessment that it is part of, in which enrollment.</param>
    /// <param name="progress">The assessor's word on the time before.</param>
    public static Decision AssessSkills(
        Participant person, string tool, string skill, Sealed<string> level, StaffId? assessor, DateOnly? on = null, (EnrollmentId Enrollment, string Assessment)? of = null, SkillProgress? progress = null)
    {
        if (!person.Exists) return Registration.Unknown;
        var last = person.SkillsAssessments.LastOrDefault(a => string.Equals(a.Tool, tool, StringComparison.Ordinal) && string.Equals(a.Skill, skill, StringComparison.Ordinal));
        return last is not null && last.Level.SameAs(level) && last.At.Day == on && last.Progress == progress && string.Equals(last.Assessment, of?.Assessment, StringComparison.Ordinal)
            ? Nothing
            : Accept(new SkillsAssessed(tool, skill, level, assessor, of?.Enrollment, of?.Assessment, progress));
    }

    /// <summary>Whether the program has this assessment, and it looks at that skill; null when it does.</summary>
    public static Decision? WrongAssessment(ProgramDefinition? program, string assessment, string skill)
    {
        if (program?.Assessments.FirstOrDefault(a => string.Equals(a.Id, assessment, StringComparison.Ordinal)) is not { } plan) return Refuse("skills-assessment.unknown", $"The program has no assessment {assessment}.");
        return plan.Skills.Count == 0 || plan.Skills.Any(s => string.Equals(s.Id, skill, StringComparison.Ordinal))
            ? null
            : Refuse("skills-assessment.skill", $"{assessment} looks at: {string.Join(", ", plan.Skills.Select(s => s.Id))}.");
    }

    public static Decision AgreeAccommodation(Participant person, Sealed<string> description)
    {
        if (!person.Exists) return Registration.Unknown;
        return person.Accommodations.Exists(a => a.Description.SameAs(description)) ? Nothing : Accept(new AccommodationAgreed(description));
    }
}
