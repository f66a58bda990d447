using Journey.Domain.Participants;

namespace Journey.Domain;

/// <summary>Something that happened, in the past tense. Stored under the wire name in <see cref="Wire"/>, which never changes.</summary>
public abstract record JourneyEvent;

/// <summary>An event on a participant's stream. Folding never throws, whatever order history has.</summary>
public abstract record ParticipantEvent : JourneyEvent
{
    internal abstract Participant Fold(Participant person, Stamp at);
}

/// <summary>An event of one enrollment. One whose enrollment nobody opened is kept, and found by <see cref="Findings"/>.</summary>
public abstract record EnrollmentEvent(EnrollmentId Enrollment) : ParticipantEvent, IOfEnrollment
{
    internal sealed override Participant Fold(Participant person, Stamp at)
    {
        var before = person.EnrollmentOrUnopened(Enrollment);
        var after = Fold(before, at);
        return person.With(after == before ? before.NotingWithoutEffect(at) : after);
    }

    internal abstract Enrollment Fold(Enrollment enrollment, Stamp at);
}

/// <summary>Names the enrollment it belongs to, whose program's zone decides on which day it happened.</summary>
public interface IOfEnrollment
{
    EnrollmentId Enrollment { get; }
}

/// <summary>Opens an enrollment: without a date it sorts just before the enrollment's first dated event.</summary>
public interface IStart : IOfEnrollment;

/// <summary>
/// Only states what follows from its cause (the envelope's causation): ignored while that is retracted, and moved with it
/// where both were said to have happened at one time. Without a causation it stands for itself.
/// </summary>
public interface IConsequence;

/// <summary>Says which records are one person: knowledge about the records, so it applies whatever day is asked for.</summary>
public interface ILink;

/// <summary>Where in history a folded fact comes from, so that every fact can say why.</summary>
/// <param name="Event">The entry that stated it: the amended one where it was amended.</param>
/// <param name="Day">The day it counts for, in the program's zone.</param>
/// <param name="Amended">The amendment in force, when there is one.</param>
/// <param name="MovedAt">When it came to stand at that time here, where that was later than it was written down: by that amendment, or by an import.</param>
public readonly record struct Stamp(
    Guid Event, Occurred Occurred, DateOnly Day, DateTimeOffset RecordedAt, Guid? Actor, Guid? Organization, long Seq, Guid? Amended = null, DateTimeOffset? MovedAt = null)
{
    /// <summary>Of what is about to be decided on that day, for a rule that looks at the state after it.</summary>
    internal static Stamp Supposed(DateOnly on) => new(Guid.Empty, Occurred.OnDay(on), on, DateTimeOffset.MaxValue, null, null, long.MaxValue);
}
