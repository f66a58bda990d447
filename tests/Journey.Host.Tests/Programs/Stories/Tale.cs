using System.Globalization;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Due;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Tests.Confidential;
using Journey.Host.Features.Programs;

namespace Journey.Host.Tests.Programs.Stories;

/// <summary>
/// One invented person's way through a shipped program, told as sentences: <c>Tale.Of("…").On("2026-01-05").Inquires()…</c>. Each sentence
/// is a command that the real rule decides on what is true and known that day, so a tale goes on only where the program allows it; what
/// falls due meanwhile happens by itself, on a virtual clock.
/// </summary>
internal sealed partial class Tale
{
    private static readonly ParticipantId Sam = new(Number(1));
    private static readonly EnrollmentId Enrollment = new(Number(2));
    private static readonly OrganizationId Provider = new(Number(3));
    private static readonly EmployerId Employer = new(Number(4));
    private static readonly StaffId Staff = new(Number(5));

    private readonly ProgramDefinition program;
    private readonly IReadOnlyList<Stage> stages;
    private readonly VirtualClock clock;
    private readonly List<DueConsequence> happened = [];
    private DateOnly today;
    private int written;
    private string? refusal;

    private Tale(ProgramDefinition program, string? variant)
    {
        (this.program, stages, clock) = (program, program.StagesIn(variant), new VirtualClock(program, []));
        OpenCohort(variant);
    }

    /// <param name="file">A file in <c>programs/</c>, without its ending.</param>
    public static Tale Of(string file, string? variant = null) =>
        new(ProgramFile.Read(file, File.ReadAllText(Path.Combine(Repository.Root, "programs", file + ".yaml"))).Definition.ShouldNotBeNull(), variant);

    /// <summary>Time passes until that day, as far as it has begun: what has come due by then has happened.</summary>
    public Tale On(string day)
    {
        today = Day(day);
        happened.Clear();
        happened.AddRange(clock.RunTo(today));
        return this;
    }

    /// <summary>The rule refuses what the sentence says, and nothing happens.</summary>
    public Tale ButNot(string code, Func<Tale, Tale> attempt)
    {
        refusal = code;
        attempt(this);
        refusal.ShouldBeNull($"{today:yyyy-MM-dd}: nothing was attempted");
        return this;
    }

    private Enrollment? Current => clock.Person.Enrollment(Enrollment);

    private Tale Does(Func<Participant, Decision> decide)
    {
        var decision = decide(clock.Person);
        if (refusal is { } code)
        {
            refusal = null;
            decision.ShouldBeOfType<Decision.Refused>($"{today:yyyy-MM-dd}: {decision}").Code.ShouldBe(code);
            return this;
        }
        Guid? cause = null;
        foreach (var said in decision.ShouldBeOfType<Decision.Accepted>($"{today:yyyy-MM-dd}: {decision}").Events)
        {
            if (said is CohortEvent ofCohort) cohort.Add(ofCohort);
            if (said is not ParticipantEvent) continue;
            var id = Number(1_000 + ++written);
            clock.Tell(new Entry(id, Sam.Value, 0, 0, Wire.NameOf(said), said, Occurred.OnDay(today), program.Calendar.StartOf(today).AddHours(9).AddSeconds(written), Staff.Value, Provider.Value, cause));
            cause ??= id;
        }
        clock.RunTo(today);
        return this;
    }

    private Tale Does(Func<Enrollment?, Decision> decide) => Does((Participant person) => decide(person.Enrollment(Enrollment)));

    /// <summary>A sealed value: rules never look inside.</summary>
    private static Domain.Confidential.Sealed<T> Secret<T>(T value) => Invented.Sealed(value);

    private static Guid Number(int n) => new(n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
