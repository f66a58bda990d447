namespace Journey.Domain.Participants;

/// <summary>Something in an enrollment's history that deserves a second look. Kept and shown, never refused, never overwritten.</summary>
/// <param name="Code">Stable, one of <see cref="Findings.Codes"/>.</param>
/// <param name="Events">The entries that it comes from.</param>
public sealed record Finding(EnrollmentId Enrollment, string Code, IReadOnlyList<Guid> Events);

/// <summary>What an enrollment's history leaves open or contradicts.</summary>
public static class Findings
{
    public const string NeverOpened = "enrollment.never-opened";
    public const string StartUndated = "start.undated";
    public const string ExitUndated = "exit.undated";
    public const string ExitBeforeStart = "exit.before-start";
    public const string OutcomeContradictsExit = "outcome.contradicts-exit";
    public const string EventAfterExit = "event.after-exit";
    public const string AttendanceOutsideStage = "attendance.outside-stage";
    public const string WithoutEffect = "entry.without-effect";

    public static IReadOnlyList<string> Codes { get; } = [NeverOpened, StartUndated, ExitUndated, ExitBeforeStart, OutcomeContradictsExit, EventAfterExit, AttendanceOutsideStage, WithoutEffect];

    public static IEnumerable<Finding> Of(Enrollment e)
    {
        Finding Found(string code, params IEnumerable<Stamp?> from) => new(e.Id, code, [.. from.Where(s => s is not null).Select(s => s!.Value.Event)]);

        if (e.Opened is not { } opened)
        {
            yield return Found(NeverOpened);
            yield break;
        }
        if (opened.Occurred.Precision == Precision.Unknown) yield return Found(StartUndated, opened);

        var exit = e.Exits.LastOrDefault();
        if (exit is { Left.Occurred.Precision: Precision.Unknown }) yield return Found(ExitUndated, exit.Left);
        // Left before the cohort's first day. "On the first day" is not before it.
        if (exit is not null && exit.Left.Occurred.Precision != Precision.Unknown && e.Seat?.Starts is { } starts && exit.Left.Day < starts) yield return Found(ExitBeforeStart, exit.Left);
        if (exit is { ReEntered: null } && e.LastOutcome is { Kind: not Programs.OutcomeKind.Withdrawn } outcome) yield return Found(OutcomeContradictsExit, exit.Left, outcome.At);

        if (exit is { ReEntered: null })
        {
            var late = e.Stages.Where(s => s.Entered.Day > exit.Left.Day && exit.Left.Occurred.Precision != Precision.Unknown).Select(s => (Stamp?)s.Entered)
                .Concat(e.Training.Attendance.Where(a => a.At.Day > exit.Left.Day).Select(a => (Stamp?)a.At)).ToList();
            if (late.Count > 0) yield return Found(EventAfterExit, late);
        }
        var outside = e.Training.Attendance.Where(a => !e.Stages.Exists(s => string.Equals(s.Stage, a.Stage, StringComparison.Ordinal) && s.Entered.Day <= a.At.Day && (s.LeftAt is null || s.LeftAt.Value.Day >= a.At.Day))).Select(a => (Stamp?)a.At).ToList();
        if (outside.Count > 0) yield return Found(AttendanceOutsideStage, outside);
        if (!e.WithoutEffect.IsEmpty) yield return Found(WithoutEffect, e.WithoutEffect.Select(at => (Stamp?)at));
    }
}
