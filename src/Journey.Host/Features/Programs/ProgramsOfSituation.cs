using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs;

public static class ProgramsOfSituation
{
    /// <summary>The definition that an enrollment is pinned to; null where there is no such enrollment, or it was never published here.</summary>
    public static async ValueTask<ProgramDefinition?> Of(this PublishedPrograms programs, Situation situation, EnrollmentId enrollment, CancellationToken ct) =>
        situation.Enrollment(enrollment) is { } found ? await programs.Find(situation.Operator, found.Program, found.Version, ct) : null;
}
