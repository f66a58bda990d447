using Journey.Domain.Participants;

namespace Journey.Domain.Due;

/// <summary>What has already happened by itself about a piece of work, so that it happens once.</summary>
/// <param name="Due">The day it was due on then: moved to another day, it begins anew.</param>
/// <param name="To">The role it went to.</param>
public sealed record DueMark(DueKey Item, DateOnly Due, DueStep Step, string? To, Stamp At);

/// <summary>The role whose work it is was told that it is due.</summary>
public sealed record DueReminded(EnrollmentId Enrollment, DueKey Item, DateOnly Due, string To) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Mark(new DueMark(Item, Due, DueStep.Remind, To, at));
}

/// <summary>Its last day passed and it was not done. Done later, it still counts as done.</summary>
public sealed record DueMissed(EnrollmentId Enrollment, DueKey Item, DateOnly Due) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Mark(new DueMark(Item, Due, DueStep.Miss, null, at));
}

/// <summary>It was late for so long that another role has it now.</summary>
public sealed record DueEscalated(EnrollmentId Enrollment, DueKey Item, DateOnly Due, string To) : EnrollmentEvent(Enrollment), IConsequence
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment.Mark(new DueMark(Item, Due, DueStep.Escalate, To, at));
}

internal static class DueMarks
{
    public static Enrollment Mark(this Enrollment enrollment, DueMark mark) =>
        enrollment.DueMarks.Exists(m => m.Item == mark.Item && m.Due == mark.Due && m.Step == mark.Step) ? enrollment : enrollment with { DueMarks = enrollment.DueMarks.Add(mark) };
}
