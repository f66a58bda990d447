using System.Collections.Immutable;
using Journey.Domain.Cel;
using Journey.Domain.Confidential;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.Domain.Placement;
using Journey.Domain.Programs;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Participants;

/// <summary>Every name that a gate may read: what it is worth before and after, and which entries it rests on.</summary>
public sealed class GateFactTests
{
    private static readonly Text Any = new("en", "fr");
    private static readonly EmployerId Foundry = new(G(82));
    private static readonly JobTerms Terms = new(null, null, null, null, null, null);

    private static readonly ProgramDefinition Program = Due.Definition.Manufacturing with
    {
        Fields = [new Field("months", FieldType.Int, FieldClass.None, Any, [])],
        Documents = [new Document("contract", 1, DocumentKind.Contract, Any, Any)],
        Rubric = new Rubric(1, 5, [new("interest", Any, 3), new("motivation", Any)], Due.Definition.Gate("true")),
        Stages = [.. Due.Definition.Manufacturing.Stages.Select(s => s.Id == "crt" ? s with
        {
            Attendance = new AttendanceRule(0.9m, 2),
            Tasks = [new("resume", Any), new("mock", Any, Repeats: true), new("extra", Any, Optional: true)],
        } : s)],
    };

    private static GateFacts Facts(Story story, string stage = "crt", string on = "2026-06-30") => new(story.Person(), story.Enrollment(), Program, stage, Day(on));

    private static AttendanceMarked Marked(int n, Presence presence) => new(Manufacturing, new(G(40 + n)), "crt", presence);

    private static SkillsAssessed Reading(string level, SkillProgress? progress) => new("PDQ", "reading", Secret(level), null, Manufacturing, "literacy", progress);

    /// <summary>A name, its value at first, what happens, its value then, and which of those events it rests on.</summary>
    public static TheoryData<string, string, JourneyEvent[], string, Type[]> Catalogue => new()
    {
        { "criteria.allMet", "unknown", [new CriterionChecked(Manufacturing, "experience", CriterionResult.Met, []), new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, [])], "false", [typeof(CriterionChecked), typeof(CriterionChecked)] },
        { "criteria.income", "unknown", [new CriterionChecked(Manufacturing, "income", CriterionResult.NotMet, []), new CriterionOverridden(Manufacturing, "income", Secret("x"))], "true", [typeof(CriterionOverridden)] },
        { "rubric.passed", "unknown", [Scored(2, 1, false)], "false", [typeof(RubricScored)] },
        { "rubric.overridden", "false", [new RubricOverridden(Manufacturing, Secret("x"))], "true", [typeof(RubricOverridden)] },
        { "rubric.mean", "unknown", [Scored(4, 2, true)], "3.5", [typeof(RubricScored)] },
        { "consent.given", "false", [new ConsentGiven(new(G(21)), null, 1, "en", ["service"], [FieldClass.General], [], null)], "true", [typeof(ConsentGiven)] },
        { "seat.taken", "false", [new OfferAccepted(Manufacturing, new(G(30)))], "true", [typeof(OfferAccepted)] },
        { "tasks.resume.done", "false", [new TaskDone(Manufacturing, "crt", "resume")], "true", [typeof(TaskDone)] },
        { "tasks.mock.times", "0", [new TaskDone(Manufacturing, "crt", "mock"), new TaskDone(Manufacturing, "crt", "mock"), new TaskDone(Manufacturing, "ost", "mock")], "2", [typeof(TaskDone), typeof(TaskDone)] },
        { "tasks.allDone", "false", [new TaskDone(Manufacturing, "crt", "resume"), new TaskDone(Manufacturing, "crt", "mock")], "true", [typeof(TaskDone), typeof(TaskDone)] },
        { "stages.crt.entered", "false", [new StageEntered(Manufacturing, "crt")], "true", [typeof(StageEntered)] },
        { "stages.crt.completed", "false", [new StageEntered(Manufacturing, "crt"), new StageLeft(Manufacturing, "crt", StageEnd.Completed)], "true", [typeof(StageLeft)] },
        { "stages.crt.times", "0", [new StageEntered(Manufacturing, "crt"), new StageLeft(Manufacturing, "crt", StageEnd.Left), new StageEntered(Manufacturing, "crt")], "2", [typeof(StageEntered), typeof(StageEntered)] },
        { "attendance.rate", "unknown", [Marked(1, Presence.Late), Marked(2, Presence.Excused), Marked(3, Presence.Absent)], "0.5", [typeof(AttendanceMarked), typeof(AttendanceMarked)] },
        { "attendance.absences", "0", [Marked(1, Presence.Present), Marked(2, Presence.Absent)], "1", [typeof(AttendanceMarked)] },
        { "attendance.met", "unknown", [Marked(1, Presence.Present), Marked(2, Presence.Absent)], "false", [typeof(AttendanceMarked), typeof(AttendanceMarked)] },
        { "documents.contract.signed", "false", [new DocumentSigned(Manufacturing, "contract", 1)], "true", [typeof(DocumentSigned)] },
        { "credentials.welding.earned", "false", [new CredentialAwarded(Manufacturing, "welding")], "true", [typeof(CredentialAwarded)] },
        { "assessments.literacy.times", "0", [Reading("2", null)], "1", [typeof(SkillsAssessed)] },
        { "assessments.literacy.improved", "unknown", [Reading("2", null), Reading("3", SkillProgress.Improved)], "true", [typeof(SkillsAssessed)] },
        { "workPlacement.hours", "0", [new WorkPlacementStarted(Manufacturing, new(G(46)), Foundry, null), new WorkPlacementHoursRecorded(Manufacturing, new(G(46)), 37.5m), new WorkPlacementHoursRecorded(Manufacturing, new(G(46)), 30)], "67.5", [typeof(WorkPlacementHoursRecorded), typeof(WorkPlacementHoursRecorded)] },
        { "workPlacement.evaluated", "false", [new WorkPlacementStarted(Manufacturing, new(G(46)), Foundry, null), new WorkPlacementEvaluated(Manufacturing, new(G(46)), 4, null)], "true", [typeof(WorkPlacementEvaluated)] },
        { "workPlacement.ended", "false", [new WorkPlacementStarted(Manufacturing, new(G(46)), Foundry, null), new WorkPlacementEnded(Manufacturing, new(G(46)))], "true", [typeof(WorkPlacementEnded)] },
        { "goals.set", "0", [new GoalSet(Manufacturing, new(G(45)), Secret("a car"))], "1", [typeof(GoalSet)] },
        { "goals.open", "0", [new GoalSet(Manufacturing, new(G(45)), Secret("a car")), new GoalReached(Manufacturing, new(G(45)))], "0", [typeof(GoalReached)] },
        { "steps.open", "0", [new PlanStepAgreed(Manufacturing, new(G(60)), "plan", Coordination.Pooled)], "1", [typeof(PlanStepAgreed)] },
        { "jobs.started", "0", [new StageEntered(Manufacturing, "placement"), new EmploymentStarted(Manufacturing, new(G(80)), Foundry, Terms)], "1", [typeof(EmploymentStarted)] },
        { "jobs.current", "false", [new StageEntered(Manufacturing, "placement"), new EmploymentStarted(Manufacturing, new(G(80)), Foundry, Terms)], "true", [typeof(EmploymentStarted)] },
        { "referrals.open", "0", [new ReferralSent(new(G(70)), new(G(71)), "housing", Manufacturing), new ReferralReceived(new(G(70)))], "1", [typeof(ReferralReceived)] },
        { "readiness.assessed", "unknown", [new ReadinessAssessed(Manufacturing, false)], "false", [typeof(ReadinessAssessed)] },
        { "graduated", "false", [new Graduated(Manufacturing)], "true", [typeof(Graduated)] },
        { "daysInStage", "unknown", [new StageEntered(Manufacturing, "crt")], "176", [typeof(StageEntered)] },
        { "returns.taken", "0", [new StageEntered(Manufacturing, "employment"), new StageLeft(Manufacturing, "employment", StageEnd.Returned)], "1", [typeof(StageLeft)] },
        { "facts.months", "unknown", [new AnswersGiven(Manufacturing, ImmutableDictionary<string, string>.Empty.Add("months", "18"), ImmutableDictionary<string, Sealed<string>>.Empty)], "18", [typeof(AnswersGiven)] },
        { "nothing.of.the.kind", "unknown", [new Graduated(Manufacturing)], "unknown", [] },
    };

    private static RubricScored Scored(int interest, int motivation, bool passed) =>
        new(Manufacturing, ImmutableDictionary<string, int>.Empty.Add("interest", interest).Add("motivation", motivation), passed);

    [Theory]
    [MemberData(nameof(Catalogue), DisableDiscoveryEnumeration = true)]
    public void A_fact_has_a_value_and_says_where_it_comes_from(string name, string before, JourneyEvent[] happened, string after, Type[] from)
    {
        Facts(Given()).Value(name).ToString().ShouldBe(before);
        var story = Given(happened);
        var facts = Facts(story);
        facts.Value(name).ToString().ShouldBe(after);
        facts.From(name).Select(s => story.History.Single(e => e.Id == s.Event).Event!.GetType()).ShouldBe(from);
    }

    [Fact]
    public void A_consent_that_has_to_be_renewed_is_in_force_up_to_its_last_day()
    {
        Period.TryParse("24mo", out var renewal).ShouldBeTrue();
        var program = Program with { Consent = new ConsentForm(1, Any, Any, [], [], renewal) };
        var story = Given(new ConsentGiven(new(G(21)), Manufacturing, 1, "en", ["service"], [FieldClass.General], [], null));
        bool On(string day) => new GateFacts(story.Person(), story.Enrollment(), program, "intake", Day(day)).Value("consent.given").IsTrue;
        (On("2028-01-05"), On("2028-01-06")).ShouldBe((true, false));
    }

    [Fact]
    public void Under_a_not_and_in_a_comparison_the_gate_names_what_would_have_to_change()
    {
        var program = Program with { Stages = [.. Program.Stages.Select(s => s.Id == "crt" ? s with { Exit = new Exit(["ost"], Guard("tasks.allDone && attendance.rate >= 0.9 && !(goals.open > 0) && consent.given")) } : s)] };
        var story = Given(new StageEntered(Manufacturing, "crt"), new TaskDone(Manufacturing, "crt", "resume"), Marked(1, Presence.Present), Marked(2, Presence.Absent), new GoalSet(Manufacturing, new(G(45)), Secret("a car")));
        var gate = Gates.Exit(story.Person(), story.Enrollment(), program, "crt", Day("2026-03-01"));
        gate.Open.ShouldBe(false);
        gate.Reasons.ShouldBe([
            new("tasks.mock.done", null, CriterionResult.NotMet, null), new("attendance.rate", null, CriterionResult.NotMet, story.Entry<AttendanceMarked>()),
            new("goals.open", null, CriterionResult.NotMet, story.Entry<GoalSet>()), new("consent.given", null, CriterionResult.NotMet, null)]);
    }

    [Fact]
    public void A_gate_is_decided_without_gathering_what_it_rests_on()
    {
        var guard = Guard("criteria.allMet && attendance.met && tasks.allDone && tasks.resume.done && goals.open == 0 && !graduated");
        var story = Given(new StageEntered(Manufacturing, "crt"), new TaskDone(Manufacturing, "crt", "resume"), new TaskDone(Manufacturing, "crt", "mock"), Marked(1, Presence.Present),
            new CriterionChecked(Manufacturing, "experience", CriterionResult.Met, []), new CriterionChecked(Manufacturing, "income", CriterionResult.Met, []));
        var (person, enrollment) = (story.Person(), story.Enrollment());
        for (var warm = 0; warm < 200; warm++) Gates.IsOpen(guard, person, enrollment, Program, "crt", Day("2026-06-30")).ShouldBe(true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Gates.IsOpen(guard, person, enrollment, Program, "crt", Day("2026-06-30"));
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBeLessThan(1000, "bytes a gate");
    }

    internal static Guard Guard(string source)
    {
        var names = new Dictionary<string, CelType>(GuardNames.Gate.Names, StringComparer.Ordinal)
        {
            ["tasks.allDone"] = CelType.Bool, ["tasks.resume.done"] = CelType.Bool, ["attendance.rate"] = CelType.Double, ["attendance.met"] = CelType.Bool, ["goals.open"] = CelType.Int,
            ["graduated"] = CelType.Bool, ["jobs.started"] = CelType.Int, ["workPlacement.hours"] = CelType.Double, ["returns.taken"] = CelType.Int, ["criteria.income"] = CelType.Bool,
        };
        return new(CelExpression.Compile(source, new CelEnvironment(names), CelType.Bool, out var findings).ShouldNotBeNull(string.Join(", ", findings)));
    }
}
