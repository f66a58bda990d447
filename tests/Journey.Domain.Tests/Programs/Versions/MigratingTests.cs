using Journey.Domain.Participants;
using Journey.Domain.Programs.Versions;
using Journey.Domain.Tests.Due;
using static Journey.Domain.Tests.Story;

namespace Journey.Domain.Tests.Programs.Versions;

public sealed class MigratingTests
{
    private static readonly MigrationId First = new(G(1)), Second = new(G(2));
    private static readonly Migration Planned = Then(Migration.None, m => Migrating.Plan(m, new(First, "manufacturing", 1, 2, "{}", "", 3)));

    private static Migration Then(Migration migration, Func<Migration, Decision> decide) =>
        decide(migration).ShouldBeOfType<Decision.Accepted>().Events.Cast<MigrationEvent>().Aggregate(migration, (m, e) => e.Fold(m));

    private static Migration Reversing => Then(Then(Planned, m => Migrating.Start(m, 1, null)) with { Status = MigrationStatus.Finished }, Migrating.Reverse);

    [Fact]
    public void A_migration_on_its_way_back_can_be_paused_and_goes_on_backwards()
    {
        var paused = Then(Reversing, Migrating.Pause);
        paused.Status.ShouldBe(MigrationStatus.Paused);
        Migrating.Start(paused, null, null).ShouldBeOfType<Decision.Refused>().Code.ShouldBe("migration.reversed");
        Then(paused, Migrating.Resume).Status.ShouldBe(MigrationStatus.Reversing);
        Then(paused, Migrating.Reverse).Status.ShouldBe(MigrationStatus.Reversing);
    }

    [Fact]
    public void Whoever_could_not_go_back_is_tried_again()
    {
        var reversed = new MigrationRoundDone().Fold(new MigrationBatchDone(G(9), 2, 0, [new(Sam, Blocking.StageUnmapped, "later")]).Fold(Reversing));
        (reversed.Status, reversed.Blocked.Single().What).ShouldBe((MigrationStatus.Reversed, "later"));
        Then(reversed, Migrating.Reverse).ShouldSatisfyAllConditions(m => m.Status.ShouldBe(MigrationStatus.Reversing), m => m.Blocked.ShouldBeEmpty());
        Migrating.Reverse(reversed with { Blocked = [] }).ShouldBe(Decide.Nothing);
    }

    [Fact]
    public void One_version_is_not_moved_to_itself() =>
        Migrating.Plan(Migration.None, new(First, "manufacturing", 1, 1, "{}", "", 3)).ShouldBeOfType<Decision.Refused>().Code.ShouldBe("migration.same-version");

    [Fact]
    public void Only_the_last_move_is_taken_back()
    {
        var (v1, v2) = (Definition.Manufacturing, Definition.Manufacturing with { Version = 2 });
        var (there, back) = (VersionMapping.Between(v1, v2), VersionMapping.Between(v2, v1));
        var person = Given(new StageEntered(Manufacturing, "crt")).On("2026-03-01", there.Move(Manufacturing, First)).On("2026-04-01", back.Move(Manufacturing, new(G(3)))).On("2026-05-01", there.Move(Manufacturing, Second)).Person();
        MovePeople.Back(person, there, First, v1).ShouldBe(Decide.Nothing);
        MovePeople.Back(person, there, Second, v1).ShouldBeOfType<Decision.Accepted>();
    }

    [Fact]
    public void A_result_that_the_move_brought_goes_with_it_and_one_that_came_later_stays()
    {
        var mapping = VersionMapping.Between(Definition.Manufacturing, Definition.Manufacturing with { Version = 2 });
        var moved = Given(new StageEntered(Manufacturing, "intake"), new Domain.Intake.CriterionChecked(Manufacturing, "experience", Domain.Intake.CriterionResult.Met, []), new Domain.Intake.CriterionChecked(Manufacturing, "income", Domain.Intake.CriterionResult.Met, []))
            .On("2026-03-01", mapping.Move(Manufacturing, First, new Dictionary<string, Domain.Intake.CriterionResult> { ["experience"] = Domain.Intake.CriterionResult.NotMet, ["income"] = Domain.Intake.CriterionResult.NotMet }));
        moved.Enrollment().Intake.Criteria["experience"].Result.ShouldBe(Domain.Intake.CriterionResult.NotMet);
        var back = moved.On("2026-03-02", new Domain.Intake.CriterionChecked(Manufacturing, "income", Domain.Intake.CriterionResult.Unknown, [])).On("2026-03-03", mapping.Back(Manufacturing, First)).Enrollment().Intake.Criteria;
        (back["experience"].Result, back["income"].Result).ShouldBe((Domain.Intake.CriterionResult.Met, Domain.Intake.CriterionResult.Unknown));
    }
}
