using System.Collections.Immutable;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Participants;

public sealed class TaskTests
{
    private static readonly Text Any = new("en", "fr");

    private static readonly ProgramDefinition Program = Due.Definition.Manufacturing with
    {
        Fields = [new Field("schooling", FieldType.Text, FieldClass.None, Any, []), new Field("income", FieldType.Money, FieldClass.Income, Any, []), new Field("hobby", FieldType.Text, FieldClass.None, Any, [])],
        Forms = [new Form("application", Any, "crt", [new("schooling", true), new("income", true), new("hobby", false)])],
        Documents = [new Document("contract", 2, DocumentKind.Contract, Any, Any)],
        Stages =
        [
            new Stage
            {
                Id = "crt", Kind = StageKind.Training, Title = Any,
                Tasks = [new("resume", Any), new("mock", Any, Repeats: true), new("form", Any, Form: "application"), new("contract", Any, Document: "contract")],
            },
        ],
    };

    private static Story InCrt() => Given().On("2026-03-02", new StageEntered(Manufacturing, "crt"));

    private static TaskDone Done(string task) => new(Manufacturing, "crt", task);

    private static Decision Do(Enrollment? e, string task) => StageTasks.Do(e, Program, "crt", task, null);

    [Fact]
    public void A_task_is_done_once_and_one_that_repeats_as_often_as_it_is_done() =>
        InCrt().When(e => Do(e, "resume")).Then(Done("resume")).When(e => Do(e, "resume")).ThenNothing()
            .When(e => Do(e, "mock")).Then(Done("mock")).When(e => Do(e, "mock")).Then(Done("mock"))
            .Enrollment().ShouldSatisfyAllConditions(e => e.TimesDone("crt", "resume").ShouldBe(1), e => e.TimesDone("crt", "mock").ShouldBe(2));

    [Fact]
    public void A_task_belongs_to_an_open_stage_of_the_program() =>
        Given().When(e => Do(e, "resume")).ThenRefused("task.stage").When(e => Do(e, "welding")).ThenRefused("task.unknown")
            .When(_ => StageTasks.Do(null, Program, "crt", "resume", null)).ThenRefused("enrollment.unknown");

    [Fact]
    public void A_task_with_a_form_waits_for_the_answers_that_the_form_requires()
    {
        var story = InCrt();
        story.Enrollment().MissingIn(Program, "application").ShouldBe(["schooling", "income"]);
        story.When(e => Do(e, "form")).ThenRefused("task.form")
            .Then(new AnswersGiven(Manufacturing, ImmutableDictionary<string, string>.Empty.Add("schooling", "highSchool"), ImmutableDictionary<string, Sealed<string>>.Empty.Add("income", Secret("9000", FieldClass.Income))))
            .When(e => Do(e, "form")).Then(Done("form"));
    }

    [Fact]
    public void Signing_a_document_does_the_task_that_waits_for_it_and_retracting_the_signature_undoes_both()
    {
        var story = InCrt().When(e => Do(e, "contract")).ThenRefused("task.document")
            .When(e => Signing.Sign(e, Program, "contract", 1)).ThenRefused("document.version")
            .When(e => Signing.Sign(e, Program, "protocol", 1)).ThenRefused("document.unknown")
            .When(e => Signing.Sign(e, Program, "contract", 2)).Then(new DocumentSigned(Manufacturing, "contract", 2), Done("contract"))
            .When(e => Signing.Sign(e, Program, "contract", 2)).ThenNothing();
        story.Enrollment().HasSigned(Program, "contract").ShouldBeTrue();
        story.Corrected(h => Domain.Corrections.Correct.Retract(h, story.Entry<DocumentSigned>(), Domain.Corrections.CorrectionReason.DidNotHappen)).Then(new Domain.Corrections.EntryRetracted(story.Entry<DocumentSigned>(), Domain.Corrections.CorrectionReason.DidNotHappen));
        story.Enrollment().ShouldSatisfyAllConditions(e => e.HasSigned(Program, "contract").ShouldBeFalse(), e => e.TimesDone("crt", "contract").ShouldBe(0));
    }

    [Fact]
    public void A_changed_text_has_to_be_signed_again() =>
        InCrt().Each(new DocumentSigned(Manufacturing, "contract", 1)).Enrollment().HasSigned(Program, "contract").ShouldBeFalse();

    [Fact]
    public void A_milestone_of_a_task_is_the_last_time_it_was_done()
    {
        var story = InCrt().Each(Done("mock")).On("2026-03-09", Done("mock"));
        var last = Milestones.ReachedAt(story.Person(), story.Enrollment(), Program, Milestone.TaskDone("crt", "mock"));
        last.ShouldNotBeNull().ShouldSatisfyAllConditions(l => l.Day.ShouldBe(Day("2026-03-09")), l => l.Event.ShouldBe(story.Entry<TaskDone>()));
        Milestones.ReachedAt(story.Person(), story.Enrollment(), Program, Milestone.TaskDone("crt", "resume")).ShouldBeNull();
    }
}
