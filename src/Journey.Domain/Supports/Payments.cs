using Journey.Domain.Participants;

namespace Journey.Domain.Supports;

/// <summary>One line of a week's payment list.</summary>
public sealed record Payment(ParticipantId Participant, EnrollmentId Enrollment, SupportId Support, string Category, Money Amount, bool AlreadyDelivered);

/// <summary>
/// The weekly stipend follows from state: it runs from the week in which training started to the week of exit or
/// graduation (that week included), so nobody has to remember to stop it.
/// </summary>
public static class Payments
{
    /// <param name="monday">The week, by its Monday.</param>
    /// <param name="trainingStages">The definition's stages of kind training.</param>
    public static IEnumerable<Payment> Of(Participant person, DateOnly monday, Func<Enrollment, IReadOnlyCollection<string>> trainingStages)
    {
        if (person.Id is not { } id) yield break;
        foreach (var enrollment in person.Enrollments)
        {
            if (!InTraining(enrollment, monday, trainingStages(enrollment))) continue;
            foreach (var support in enrollment.Supports.Where(s => s.Weekly && s.State is (SupportState.Approved or SupportState.Stopped)))
            {
                if (support.Decided?.Day > monday.AddDays(6) || support.Ended(enrollment) < monday) continue;
                yield return new Payment(id, enrollment.Id, support.Id, support.Category, support.Amount, support.Deliveries.Exists(d => d.Week == monday));
            }
        }
    }

    private static bool InTraining(Enrollment enrollment, DateOnly monday, IReadOnlyCollection<string> trainingStages)
    {
        var sunday = monday.AddDays(6);
        return enrollment.Stages.Exists(s => trainingStages.Contains(s.Stage, StringComparer.Ordinal) && s.Entered.Day <= sunday && (s.LeftAt is null || s.LeftAt.Value.Day >= monday));
    }
}
