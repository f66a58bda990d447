using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Training;

public enum AssessmentResult { Competent, NotYet }

public sealed record CompetencyAssessment(string Stage, string Competency, AssessmentResult Result, Stamp At);

/// <summary>A credential that the program awards.</summary>
/// <param name="Id">The definition's credential: it says issuer, competencies and who recognizes it.</param>
public sealed record Credential(string Id, Stamp Awarded);

public sealed record CompetencyAssessed(EnrollmentId Enrollment, string Stage, string Competency, AssessmentResult Result) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Assessments = enrollment.Training.Assessments.Add(new CompetencyAssessment(Stage, Competency, Result, at)) },
    };
}

/// <summary>Finished the training. Follow-up for eighteen months counts from here.</summary>
public sealed record Graduated(EnrollmentId Enrollment) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Training = enrollment.Training with { Graduated = enrollment.Training.Graduated ?? at } };
}

public sealed record CredentialAwarded(EnrollmentId Enrollment, string Credential) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Training = enrollment.Training with { Credentials = enrollment.Training.Credentials.Put(new Credential(Credential, at), c => string.Equals(c.Id, Credential, StringComparison.Ordinal)) },
    };
}

public static class Graduating
{
    public static Decision Assess(Enrollment? enrollment, string stage, string competency, AssessmentResult result)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (!enrollment.HasBeenIn(stage)) return Refuse("assessment.stage", $"The participant was never in {stage}.");
        var last = enrollment.Training.Assessments.LastOrDefault(a => string.Equals(a.Competency, competency, StringComparison.Ordinal));
        return last is not null && last.Result == result ? Nothing : Accept(new CompetencyAssessed(enrollment.Id, stage, competency, result));
    }

    /// <summary>Leaves the open training stages and enters the next one, when the definition's requirement holds.</summary>
    /// <param name="trainingStages">The definition's stages of kind training that this calendar uses.</param>
    /// <param name="nextStage">Where graduates go (placement); null where the program ends here.</param>
    public static Decision Graduate(Enrollment? enrollment, IReadOnlyCollection<string> trainingStages, string? nextStage)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.Training.Graduated is not null) return Nothing;
        if (enrollment.HasExited) return Enrolling.Exited;
        var missing = trainingStages.FirstOrDefault(s => !enrollment.HasBeenIn(s));
        if (missing is not null) return Refuse("graduation.stage", $"The participant has not been in {missing} yet.");
        var left = trainingStages.Where(enrollment.IsIn).Select(s => (JourneyEvent)new StageLeft(enrollment.Id, s, StageEnd.Completed));
        JourneyEvent[] entered = nextStage is null || enrollment.IsIn(nextStage) ? [] : [new StageEntered(enrollment.Id, nextStage)];
        return Accept([new Graduated(enrollment.Id), .. left, .. entered]);
    }

    /// <summary>The same by a definition, through the gates of what is left and entered; being a graduate counts for them.</summary>
    public static Decision Graduate(Participant person, Enrollment? enrollment, ProgramDefinition program, DateOnly on)
    {
        var decision = Graduate(enrollment, [.. program.StagesOf(StageKind.Training)], program.StagesOf(StageKind.Placement).FirstOrDefault());
        if (enrollment is null || decision is not Decision.Accepted accepted) return decision;
        var graduate = enrollment with { Training = enrollment.Training with { Graduated = Stamp.Supposed(on) } };
        return Stages.Shut(person.With(graduate), graduate, program, accepted, on) ?? decision;
    }

    /// <summary>The same by a definition, which says what competencies it takes, and whether a rung asks for it.</summary>
    public static Decision Award(Enrollment? enrollment, ProgramDefinition program, string credential) => program.Credentials.FirstOrDefault(c => string.Equals(c.Id, credential, StringComparison.Ordinal)) is { } defined
        ? Award(enrollment, credential, [.. defined.Competencies.Select(c => c.Id)], program.Stages.Any(s => s.Rung?.Certificates.Contains(credential, StringComparer.Ordinal) == true))
        : Refuse("credential.unknown", $"The program awards no credential {credential}.");

    /// <param name="ofRung">A certificate of a rung stands on its own: nobody has to graduate first.</param>
    public static Decision Award(Enrollment? enrollment, string credential, IReadOnlyCollection<string> competencies, bool ofRung = false)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (!ofRung && enrollment.Training.Graduated is null) return Refuse("credential.not-graduated", "A credential is awarded to a graduate.");
        var missing = competencies.FirstOrDefault(c => enrollment.Training.Assessments.LastOrDefault(a => string.Equals(a.Competency, c, StringComparison.Ordinal)) is not { Result: AssessmentResult.Competent });
        if (missing is not null) return Refuse("credential.competency", $"{missing} has not been assessed as competent.");
        return enrollment.Training.Credentials.Exists(c => string.Equals(c.Id, credential, StringComparison.Ordinal)) ? Nothing : Accept(new CredentialAwarded(enrollment.Id, credential));
    }
}
