using System.Collections.Immutable;
using System.Globalization;
using Journey.Domain.Cel;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Due;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Lint;

/// <summary>The invented person of one example, on the virtual clock: what happens is decided by the product's own rules.</summary>
internal sealed class ExampleWorld(ProgramDefinition program, string? variant)
{
    private static readonly byte[] Nothing = [];
    private readonly VirtualClock clock = new(program, []);
    private int made, written;

    public ProgramDefinition Program => program;

    public string? Variant => variant;

    public ParticipantId Id { get; } = new(Made(1));

    public EnrollmentId Of { get; } = new(Made(2));

    public Participant Person => clock.Person;

    public Enrollment? Enrollment => Person.Enrollment(Of);

    public DateOnly Today { get; private set; }

    /// <summary>What the person said, in the clear: an invented one has no secrets.</summary>
    public Dictionary<string, string> Said { get; } = new(StringComparer.Ordinal);

    public Cohort Cohort => Cohort.None with { Id = new CohortId(Made(3)), Program = program.Id, Version = program.Version, Variant = variant, Starts = Today };

    public Guid NewId() => Made(1_000 + made++);

    /// <summary>A text that is never opened: what an allowance or an answer is sealed as.</summary>
    public Sealed<string> Secret(FieldClass @class, string text) => new(Made(4), @class, Nothing, System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)), isPending: false);

    public void Begin(DateOnly day)
    {
        Today = day;
        clock.RunTo(day.AddDays(-1));
        Write(Registration.Register(Person, Id, "EXAMPLE", null, null, null));
        Write(Domain.Intake.Applying.Inquire(Person, Of, program.Id, program.Version, program.Calendar.Zone, program.IntakeStage(), "example"));
    }

    /// <summary>Lets time pass to a day: what falls due meanwhile has its consequences.</summary>
    public void To(DateOnly day)
    {
        if (day > Today) clock.RunTo(day.AddDays(-1));
        Today = day;
    }

    public void EndOfDay() => clock.RunTo(Today);

    public IReadOnlyList<DueItem> Due() => clock.Due();

    /// <summary>Writes down what was decided.</summary>
    public Decision Write(Decision decision)
    {
        if (decision is not Decision.Accepted accepted) return decision;
        Guid? cause = null;
        // Morning in every zone that a program may have, and one after the other.
        var at = new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero).AddSeconds(written);
        foreach (var happened in accepted.Events.OfType<ParticipantEvent>())
        {
            var entry = new Entry(Made(100_000 + written++), Id.Value, 0, written, Wire.NameOf(happened), happened, Occurred.OnDay(Today), at, Causation: cause);
            clock.Tell(entry);
            cause ??= entry.Id;
        }
        clock.RunTo(Today);
        return decision;
    }

    /// <summary>A field's value as criteria read it; unknown where nothing or nothing sensible was said.</summary>
    public CelValue Fact(string name) => program.Field(name) is { } field && Said.TryGetValue(name, out var said) ? FieldValue.Of(field.Type, said) : CelValue.Unknown;

    private static Guid Made(int n) => new(n, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
