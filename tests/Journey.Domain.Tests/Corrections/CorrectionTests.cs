using System.Collections.Immutable;
using Journey.Domain.Corrections;
using Journey.Domain.Employment;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Training;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Corrections;

public sealed class CorrectionTests
{
    private static readonly JobId Job = new(G(80));
    private static readonly JobTerms Terms = new(null, null, true, Secret(20m), null, null);

    private static AttendanceMarked Monday(Presence presence) => new(Manufacturing, new(G(41)), "crt", presence);

    private static Story MarkedAbsent() => Given(new StageEntered(Manufacturing, "crt")).On("2026-03-02", Monday(Presence.Present)).Each(Monday(Presence.Absent));

    private static Story LostJob() => Given(new StageEntered(Manufacturing, "placement")).On("2026-06-01")
        .WhenPerson(p => Jobs.Start(p, Manufacturing, Job, null, Terms, "placement", "employment"))
        .Then(new EmploymentStarted(Manufacturing, Job, null, Terms), new StageLeft(Manufacturing, "placement", StageEnd.Completed), new StageEntered(Manufacturing, "employment"))
        .On("2026-06-20").WhenPerson(p => Jobs.Lose(p, Job, JobLossReason.Employer, null, "employment", "placement"))
        .Then(new JobLost(Manufacturing, Job, JobLossReason.Employer), new StageLeft(Manufacturing, "employment", StageEnd.Returned), new StageEntered(Manufacturing, "placement"));

    private static string Stages(Story story, AsOf asOf = default) => string.Join(" ", story.Enrollment(asOf).Stages.Select(s => $"{s.Stage}:{s.Entered.Day:MM-dd}-{s.LeftAt?.Day:MM-dd}"));

    private static Presence Marked(Story story, AsOf asOf = default) => story.Enrollment(asOf).Training.Attendance.Single().Presence;

    private static Decided Retract<T>(Story story) where T : JourneyEvent => story.Corrected(h => Correct.Retract(h, story.Entry<T>(), CorrectionReason.DidNotHappen));

    private static Story Retracted<T>(Story story) where T : JourneyEvent => Retract<T>(story).Then(new EntryRetracted(story.Entry<T>(), CorrectionReason.DidNotHappen));

    [Fact]
    public void A_retracted_absence_restores_what_stood_before() =>
        Marked(Retracted<AttendanceMarked>(MarkedAbsent())).ShouldBe(Presence.Present);

    [Fact]
    public void What_is_retracted_is_retracted_once()
    {
        var story = MarkedAbsent();
        var target = story.Entry<AttendanceMarked>();
        Retracted<AttendanceMarked>(story).Corrected(h => Correct.Retract(h, target, CorrectionReason.Duplicate)).ThenNothing()
            .Corrected(h => Correct.Retract(h, G(4711), CorrectionReason.Duplicate)).ThenRefused("correction.unknown-entry");
    }

    [Fact]
    public void Retracting_the_retraction_brings_the_entry_back()
    {
        var story = Retracted<AttendanceMarked>(MarkedAbsent());
        Marked(Retracted<EntryRetracted>(story)).ShouldBe(Presence.Absent);
    }

    [Fact]
    public void An_amendment_changes_the_value_and_says_so_on_the_fact()
    {
        var story = MarkedAbsent();
        var target = story.Entry<AttendanceMarked>();
        story.Corrected(h => Correct.Amend(h, target, Monday(Presence.Excused), null, CorrectionReason.WrongValue))
            .Then(new EntryAmended(target, Monday(Presence.Excused), null, CorrectionReason.WrongValue))
            .Corrected(h => Correct.Amend(h, target, Monday(Presence.Excused), null, CorrectionReason.WrongValue)).ThenNothing();
        Marked(story).ShouldBe(Presence.Excused);
        story.Enrollment().Training.Attendance[0].At.ShouldSatisfyAllConditions(at => at.Event.ShouldBe(target), at => at.Amended.ShouldBe(story.Entry<EntryAmended>()));
    }

    [Fact]
    public void An_amendment_changes_the_day_and_the_order_follows()
    {
        var story = Given(new StageEntered(Manufacturing, "crt")).On("2026-03-27", new StageLeft(Manufacturing, "crt", StageEnd.Completed));
        var target = story.Entry<StageLeft>();
        story.Corrected(h => Correct.Amend(h, target, new StageLeft(Manufacturing, "crt", StageEnd.Completed), Occurred.OnDay(Day("2026-03-20")), CorrectionReason.WrongDate))
            .Then(new EntryAmended(target, new StageLeft(Manufacturing, "crt", StageEnd.Completed), Occurred.OnDay(Day("2026-03-20")), CorrectionReason.WrongDate));
        Stages(story).ShouldBe("crt:01-05-03-20");
        story.TrueOn("2026-03-22").Enrollment(Manufacturing)!.IsIn("crt").ShouldBeFalse();
    }

    [Fact]
    public void The_latest_amendment_that_stands_is_in_force_and_retracting_it_restores_the_one_before()
    {
        var story = MarkedAbsent();
        var target = story.Entry<AttendanceMarked>();
        story.Each(new EntryAmended(target, Monday(Presence.Excused), null, CorrectionReason.WrongValue), new EntryAmended(target, Monday(Presence.Late), null, CorrectionReason.WrongValue));
        Marked(story).ShouldBe(Presence.Late);
        Marked(Retracted<EntryAmended>(story)).ShouldBe(Presence.Excused);
    }

    [Fact]
    public void A_retracted_entry_is_not_amended_until_it_is_brought_back()
    {
        var story = Retracted<AttendanceMarked>(MarkedAbsent());
        var target = story.Entry<AttendanceMarked>();
        story.Corrected(h => Correct.Amend(h, target, Monday(Presence.Late), null, CorrectionReason.WrongValue)).ThenRefused("correction.retracted")
            .Each(new EntryAmended(target, Monday(Presence.Late), null, CorrectionReason.WrongValue));
        Marked(story).ShouldBe(Presence.Present, "an amendment that came in by an import changes nothing that is retracted");
        Marked(Retracted<EntryRetracted>(story)).ShouldBe(Presence.Late);
    }

    [Fact]
    public void An_amendment_stays_of_its_type_and_enrollment_and_corrections_are_not_amended()
    {
        var story = Retracted<AttendanceMarked>(MarkedAbsent());
        var stage = story.Entry<StageEntered>();
        story.Corrected(h => Correct.Amend(h, stage, Monday(Presence.Late), null, CorrectionReason.Other)).ThenRefused("correction.type")
            .Corrected(h => Correct.Amend(h, stage, new StageEntered(Construction, "crt"), null, CorrectionReason.Other)).ThenRefused("correction.enrollment")
            .Corrected(h => Correct.Amend(h, story.Entry<EntryRetracted>(), new EntryRetracted(stage, CorrectionReason.Other), null, CorrectionReason.Other)).ThenRefused("correction.of-correction");
    }

    [Fact]
    public void Saying_the_same_answers_again_amends_nothing()
    {
        AnswersGiven Answers() => new(Manufacturing, ImmutableDictionary<string, string>.Empty.Add("shift", "day"), ImmutableDictionary<string, Domain.Confidential.Sealed<string>>.Empty.Add("income", Secret("28000")));
        var story = Given(Answers());
        story.Corrected(h => Correct.Amend(h, story.Entry<AnswersGiven>(), Answers(), null, CorrectionReason.SourceChanged)).ThenNothing();
    }

    [Fact]
    public void A_job_that_was_not_lost_after_all_undoes_the_return_to_placement()
    {
        var story = LostJob();
        Stages(story).ShouldBe("placement:01-05-06-01 employment:06-01-06-20 placement:06-20-");
        Stages(Retracted<JobLost>(story)).ShouldBe("placement:01-05-06-01 employment:06-01-");
        story.Person().CurrentJob.ShouldNotBeNull();
        Stages(Retracted<EntryRetracted>(story)).ShouldBe("placement:01-05-06-01 employment:06-01-06-20 placement:06-20-");
    }

    [Fact]
    public void Correcting_the_day_a_job_was_lost_moves_the_return_to_placement_with_it()
    {
        var story = LostJob();
        story.Each(new EntryAmended(story.Entry<JobLost>(), new JobLost(Manufacturing, Job, JobLossReason.Employer), Occurred.OnDay(Day("2026-06-12")), CorrectionReason.WrongDate));
        Stages(story).ShouldBe("placement:01-05-06-01 employment:06-01-06-12 placement:06-12-");
    }

    [Fact]
    public void A_stage_that_nobody_caused_stands_for_itself()
    {
        var story = Given().On("2026-06-20", new JobLost(Manufacturing, Job, JobLossReason.Employer), new StageEntered(Manufacturing, "placement"));
        Stages(Retracted<JobLost>(story)).ShouldBe("placement:06-20-");
    }
}
