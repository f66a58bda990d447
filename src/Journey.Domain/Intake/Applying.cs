using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Participants;
using static Journey.Domain.Decide;

namespace Journey.Domain.Intake;

/// <summary>What intake and screening has gathered for one enrollment.</summary>
public sealed record IntakeFile
{
    public static IntakeFile Empty { get; } = new();

    /// <summary>How the person heard of the program.</summary>
    public string? Channel { get; init; }

    public Stamp? Inquired { get; init; }

    public Stamp? InformationSession { get; init; }

    public Stamp? Applied { get; init; }

    /// <summary>The organization that took the application: until there is a consent, it is the basis for reading it.</summary>
    public OrganizationId? AppliedTo { get; init; }

    /// <summary>Answers of class none, by field of the definition.</summary>
    public ImmutableDictionary<string, string> Facts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Sealed answers, by field of the definition.</summary>
    public ImmutableDictionary<string, Sealed<string>> Answers { get; init; } = ImmutableDictionary<string, Sealed<string>>.Empty;

    /// <summary>Where the latest answer to a field comes from, plain or sealed.</summary>
    public ImmutableDictionary<string, Stamp> AnsweredAt { get; init; } = ImmutableDictionary<string, Stamp>.Empty;

    public ImmutableDictionary<string, CriterionCheck> Criteria { get; init; } = ImmutableDictionary<string, CriterionCheck>.Empty;

    public RubricScore? Rubric { get; init; }

    public Override? RubricOverride { get; init; }

    public Baseline? Baseline { get; init; }

    public Stamp? StipendEffectDiscussed { get; init; }

    public Admission? Admission { get; init; }
}

public sealed record InquiryMade(EnrollmentId Enrollment, string Channel) : EnrollmentEvent(Enrollment), IStart
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { Channel = Channel, Inquired = at } };
}

public sealed record InformationSessionAttended(EnrollmentId Enrollment) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { InformationSession = at } };
}

public sealed record ApplicationReceived(EnrollmentId Enrollment, OrganizationId? By = null) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) =>
        enrollment with { Intake = enrollment.Intake with { Applied = at, AppliedTo = By ?? enrollment.Intake.AppliedTo } };
}

/// <summary>Answers to fields of the definition: the latest answer to a field counts.</summary>
public sealed record AnswersGiven(EnrollmentId Enrollment, ImmutableDictionary<string, string> Facts, ImmutableDictionary<string, Sealed<string>> Answers) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Intake = enrollment.Intake with
        {
            Facts = enrollment.Intake.Facts.SetItems(Facts),
            Answers = enrollment.Intake.Answers.SetItems(Answers),
            AnsweredAt = enrollment.Intake.AnsweredAt.SetItems(Facts.Keys.Concat(Answers.Keys).Select(field => KeyValuePair.Create(field, at))),
        },
    };
}

public static class Applying
{
    /// <summary>A first inquiry opens the enrollment under the newest program version.</summary>
    public static Decision Inquire(Participant person, EnrollmentId id, string program, int version, string zone, string intakeStage, string channel)
    {
        if (!person.Exists) return Registration.Unknown;
        return person.Enrollment(id) is { IsOpened: true }
            ? Nothing
            : Accept(new EnrollmentOpened(id, program, version, zone), new InquiryMade(id, channel), new StageEntered(id, intakeStage));
    }

    public static Decision AttendInformationSession(Enrollment? enrollment)
    {
        if (enrollment is null) return Enrolling.Unknown;
        return enrollment.Intake.InformationSession is not null ? Nothing : Accept(new InformationSessionAttended(enrollment.Id));
    }

    public static Decision Apply(Enrollment? enrollment, OrganizationId? by)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (enrollment.HasExited) return Enrolling.Exited;
        // Somebody declined or not ready may apply again: the earlier admission stands in history.
        return enrollment.Intake.Applied is { } applied && !(enrollment.Intake.Admission is { MayApplyAgain: true } decided && decided.At.Seq > applied.Seq)
            ? Nothing
            : Accept(new ApplicationReceived(enrollment.Id, by));
    }

    public static Decision Answer(Enrollment? enrollment, ImmutableDictionary<string, string> facts, ImmutableDictionary<string, Sealed<string>> answers)
    {
        if (enrollment is null) return Enrolling.Unknown;
        var newFacts = facts.Where(f => !string.Equals(enrollment.Intake.Facts.GetValueOrDefault(f.Key), f.Value, StringComparison.Ordinal)).ToImmutableDictionary();
        var newAnswers = answers.Where(a => a.Value.Differs(enrollment.Intake.Answers.GetValueOrDefault(a.Key))).ToImmutableDictionary();
        return newFacts.IsEmpty && newAnswers.IsEmpty ? Nothing : Accept(new AnswersGiven(enrollment.Id, newFacts, newAnswers));
    }
}
