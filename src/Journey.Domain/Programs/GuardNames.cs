using System.Text.RegularExpressions;
using Journey.Domain.Cel;
using Journey.Domain.Confidential;

namespace Journey.Domain.Programs;

/// <summary>What each kind of guard may read. Only criteria read fields, so only they ever need a sealed value opened.</summary>
public static partial class GuardNames
{
    public const string
        CriteriaAllMet = "criteria.allMet",
        RubricPassed = "rubric.passed", RubricOverridden = "rubric.overridden", RubricMean = "rubric.mean",
        ConsentGiven = "consent.given", SeatTaken = "seat.taken", TasksAllDone = "tasks.allDone",
        AttendanceRate = "attendance.rate", AttendanceAbsences = "attendance.absences", AttendanceMet = "attendance.met",
        WorkPlacementHours = "workPlacement.hours", WorkPlacementEvaluated = "workPlacement.evaluated", WorkPlacementEnded = "workPlacement.ended",
        GoalsSet = "goals.set", GoalsOpen = "goals.open", StepsOpen = "steps.open",
        JobsStarted = "jobs.started", JobsCurrent = "jobs.current", ReferralsOpen = "referrals.open",
        ReadinessAssessed = "readiness.assessed", Graduated = "graduated", DaysInStage = "daysInStage", ReturnsTaken = "returns.taken";

    private static readonly KeyValuePair<string, CelType> AsOf = new("asOf", CelType.Timestamp);

    private static readonly KeyValuePair<string, CelType>[] Fixed =
    [
        new(CriteriaAllMet, CelType.Bool), new(RubricPassed, CelType.Bool), new(RubricOverridden, CelType.Bool), new(RubricMean, CelType.Double),
        new(ConsentGiven, CelType.Bool), new(SeatTaken, CelType.Bool), new(TasksAllDone, CelType.Bool),
        new(AttendanceRate, CelType.Double), new(AttendanceAbsences, CelType.Int), new(AttendanceMet, CelType.Bool),
        new(WorkPlacementHours, CelType.Double), new(WorkPlacementEvaluated, CelType.Bool), new(WorkPlacementEnded, CelType.Bool),
        new(GoalsSet, CelType.Int), new(GoalsOpen, CelType.Int), new(StepsOpen, CelType.Int), new(JobsStarted, CelType.Int), new(JobsCurrent, CelType.Bool),
        new(ReferralsOpen, CelType.Int), new(ReadinessAssessed, CelType.Bool), new(Graduated, CelType.Bool), new(DaysInStage, CelType.Int), new(ReturnsTaken, CelType.Int), AsOf,
    ];

    /// <summary>What a gate of any program may read; <see cref="GateOf(ProgramDefinition, string)"/> adds what one defines.</summary>
    public static CelEnvironment Gate { get; } = Of(Fixed);

    public static CelEnvironment Rubric { get; } = Of([new("mean", CelType.Double), new("total", CelType.Int), new("lowest", CelType.Int), new("scores", CelType.ListOf(CelType.Int))]);

    /// <param name="calendar">Whose business days count; null: the guard may not ask for them.</param>
    public static CelEnvironment Criteria(IEnumerable<Field> fields, Calendar? calendar = null) => Of([.. fields.Select(f => KeyValuePair.Create(f.Id, TypeOf(f.Type))), AsOf], calendar);

    /// <summary>What a gate of one stage may read: recorded results only, by the ids that the program defines.</summary>
    public static CelEnvironment GateOf(ProgramDefinition program, string stage) => GateOf(
        new(program.Calendar, program.Criteria.Select(c => c.Id), program.Stages.Select(s => s.Id), program.Documents.Select(d => d.Id), program.Credentials.Select(c => c.Id), program.Assessments.Select(a => a.Id), program.Fields),
        program.Stage(stage)?.Tasks.Select(t => t.Id) ?? []);

    /// <param name="tasks">Those of the stage.</param>
    public static CelEnvironment GateOf(GateIds ids, IEnumerable<string> tasks) => Of(
    [
        .. Fixed,
        .. Each(ids.Criteria, CelType.Bool, Criterion), .. Each(tasks, CelType.Bool, TaskDone), .. Each(tasks, CelType.Int, TaskTimes),
        .. Each(ids.Stages, CelType.Bool, StageEntered), .. Each(ids.Stages, CelType.Bool, StageCompleted), .. Each(ids.Stages, CelType.Int, StageTimes),
        .. Each(ids.Documents, CelType.Bool, DocumentSigned), .. Each(ids.Credentials, CelType.Bool, CredentialEarned),
        .. Each(ids.Assessments, CelType.Int, AssessmentTimes), .. Each(ids.Assessments, CelType.Bool, AssessmentImproved),
        .. ids.Fields.Where(f => f.Class == FieldClass.None && IsReadable(f.Id)).Select(f => KeyValuePair.Create(Fact(f.Id), TypeOf(f.Type))),
    ], ids.Calendar);

    public static string Criterion(string id) => "criteria." + id;

    public static string TaskDone(string id) => $"tasks.{id}.done";

    public static string TaskTimes(string id) => $"tasks.{id}.times";

    public static string StageEntered(string id) => $"stages.{id}.entered";

    public static string StageCompleted(string id) => $"stages.{id}.completed";

    public static string StageTimes(string id) => $"stages.{id}.times";

    public static string DocumentSigned(string id) => $"documents.{id}.signed";

    public static string CredentialEarned(string id) => $"credentials.{id}.earned";

    public static string AssessmentTimes(string id) => $"assessments.{id}.times";

    public static string AssessmentImproved(string id) => $"assessments.{id}.improved";

    public static string Fact(string id) => "facts." + id;

    /// <summary>A name taken apart: <c>tasks.goal.done</c> → (tasks, goal, done); <c>criteria.income</c> → (criteria, income, ""); <c>graduated</c> → (graduated, "", "").</summary>
    public static (string Group, string Id, string What) Parts(string name) => name.Split('.') switch
    {
        [var group, var id, var what, ..] => (group, id, what),
        [var group, var id] => (group, id, ""),
        _ => (name, "", ""),
    };

    /// <summary>Whether a guard can name it: CEL reads the hyphen of <c>day-1</c> as minus.</summary>
    public static bool IsReadable(string id) => Identifier().IsMatch(id);

    public static CelType TypeOf(FieldType type) => type switch
    {
        FieldType.Bool => CelType.Bool,
        FieldType.Int => CelType.Int,
        FieldType.Double => CelType.Double,
        FieldType.Money => CelType.Money,
        FieldType.Text or FieldType.Choice => CelType.String,
        FieldType.Choices => CelType.ListOf(CelType.String),
        _ => CelType.Timestamp,
    };

    private static IEnumerable<KeyValuePair<string, CelType>> Each(IEnumerable<string> ids, CelType type, Func<string, string> name) => ids.Where(IsReadable).Select(id => KeyValuePair.Create(name(id), type));

    // The first of a name counts: a file that gives one twice has a finding about that, and is still read on.
    private static CelEnvironment Of(IEnumerable<KeyValuePair<string, CelType>> names, Calendar? calendar = null) => new(new Dictionary<string, CelType>(names.DistinctBy(n => n.Key, StringComparer.Ordinal), StringComparer.Ordinal), calendar);

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();
}

/// <summary>The ids of one program that its gates may speak of. Of the fields only those of class none are facts to a gate.</summary>
public sealed record GateIds(Calendar Calendar, IEnumerable<string> Criteria, IEnumerable<string> Stages, IEnumerable<string> Documents, IEnumerable<string> Credentials, IEnumerable<string> Assessments, IEnumerable<Field> Fields);
