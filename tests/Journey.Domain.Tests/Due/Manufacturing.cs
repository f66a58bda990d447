using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Domain.Tests.Due;

/// <summary>The Manufacturing stream as far as due work and gates need it.</summary>
internal static class Definition
{
    private static readonly Text Any = new("en", "fr");

    private static FollowUp FollowUp(string id, Milestone after, string? once, string window, params string[] with)
    {
        Period.TryParse(window, out var days).ShouldBeTrue();
        Period.TryParse(once ?? "3mo", out var period).ShouldBeTrue();
        return new FollowUp
        {
            Id = id, Title = Any, After = after, Window = days, Owner = "advancementCoach", With = with,
            In = once is null ? null : period, Every = once is null ? period : null, Until = once is null ? new Until(after, Period.Months(18)) : null,
        };
    }

    private static Stage Stage(string id, StageKind kind) => new() { Id = id, Kind = kind, Title = Any, Owner = kind == StageKind.Training ? "facilitator" : "caseManager" };

    public static Guard Gate(string source) => new(CelExpression.Compile(source, GuardNames.Gate, CelType.Bool, out _).ShouldNotBeNull());

    private static Criterion Criterion(string id) => new(id, Any, new Guard(CelExpression.Compile("true", GuardNames.Criteria([]), CelType.Bool, out _)!), true);

    public static ProgramDefinition Manufacturing { get; } = new()
    {
        Id = "manufacturing", Version = 1, Title = Any,
        Calendar = new Calendar(Story.Halifax, [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "ca-ns"),
        Criteria = [Criterion("experience"), Criterion("income")],
        Stages =
        [
            Stage("intake", StageKind.Intake) with { Exit = new Exit(["crt", "ost"], Gate("criteria.allMet && (rubric.passed || rubric.overridden) && consent.given")) },
            Stage("crt", StageKind.Training) with { Attendance = new AttendanceRule(0.9m, 2), Exit = new Exit(["ost"], null) },
            Stage("ost", StageKind.Training),
            Stage("placement", StageKind.Placement),
            Stage("employment", StageKind.Employment) with
            {
                FollowUps =
                [
                    FollowUp("day-1", Milestone.EmploymentStarted, "1d", "2bd", "participant", "employer"),
                    FollowUp("week-1", Milestone.EmploymentStarted, "1w", "2bd", "participant", "employer"),
                    FollowUp("month-1", Milestone.EmploymentStarted, "1mo", "5bd", "participant", "employer"),
                ],
                Returns = [new Return(Milestone.JobLost, "placement", ["day-1", "week-1", "month-1"])],
            },
        ],
        FollowUps = [FollowUp("quarter", Milestone.Graduated, null, "10bd", "participant")],
    };
}
