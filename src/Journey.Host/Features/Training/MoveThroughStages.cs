using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Host.Features.Programs;
using Journey.Host.Recording;

namespace Journey.Host.Features.Training;

/// <summary>Brings the definition's order, as the cohort's calendar has it, to the rule that moves people through stages.</summary>
public static class MoveThroughStages
{
    public static async Task<Decision> Enter(Situation s, EnrollmentId id, string stage, PublishedPrograms programs, CancellationToken ct)
    {
        var enrollment = s.Enrollment(id);
        if (enrollment is null || await programs.Of(s, id, ct) is not { } program) return Stages.EnterInOrder(enrollment, [], stage);
        var variant = enrollment.Seat is { } seat ? (await s.Cohort(seat.Cohort, ct)).Variant : null;
        return Stages.Enter(s.Person, enrollment, program, program.StagesIn(variant), stage, s.Day);
    }
}
