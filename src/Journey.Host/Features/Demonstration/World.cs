using Journey.Domain;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Host.Features.SignIn;
using Journey.Host.Recording;

namespace Journey.Host.Features.Demonstration;

/// <summary>What every invented story is told in: the operator, the program it runs under, and the moment it is told at.</summary>
/// <param name="Now">The moment that "today" of the stories is: nothing is recorded after it. Fixed when the filling starts.</param>
internal sealed record World(Operator Operator, ProgramDefinition Program, PublishedPrograms Programs, Vault Vault, DateTimeOffset Now)
{
    public DateOnly Today { get; } = Occurred.Instant(Now).Day(Program.Calendar.TimeZone)!.Value;

    /// <summary>The Monday of this week.</summary>
    public DateOnly Monday => MondayOf(Today);

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>The same id for the same name on every run, so that a run that was interrupted goes on where it stopped.</summary>
    public Guid Id(string name) => DevelopmentPeople.IdOf(Operator.Id.Value, "demonstration " + name);

    /// <summary>That day if the program works on it, else the next one.</summary>
    public DateOnly Work(DateOnly day)
    {
        while (!Program.Calendar.IsBusinessDay(day)) day = day.AddDays(1);
        return day;
    }

    /// <summary>That day if the program works on it, else the one before.</summary>
    public DateOnly WorkBefore(DateOnly day)
    {
        while (!Program.Calendar.IsBusinessDay(day)) day = day.AddDays(-1);
        return day;
    }

    /// <param name="minute">Minutes after midnight on the program's clocks.</param>
    public DateTimeOffset At(DateOnly day, int minute)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        return new DateTimeOffset(local, Program.Calendar.TimeZone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>Somebody of the staff, who writes things down.</summary>
internal sealed record Who(StaffId Staff, OrganizationId Organization);

/// <summary>One thing that was written down: an ordinary command with an invented past.</summary>
/// <param name="At">When it was written down; <paramref name="Happened"/> may be days before.</param>
/// <param name="Key">Tells the step apart on every run: one that was carried out is not carried out again.</param>
internal sealed record Step(DateTimeOffset At, string Key, Who By, ParticipantId? Participant, Occurred Happened, Func<Situation, CancellationToken, ValueTask<Decision>> Decide);
