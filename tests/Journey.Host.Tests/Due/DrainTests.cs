using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Partners;
using Journey.EventStore;
using Journey.Host.Features.Due;
using Journey.Projections;
using Journey.Tests;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Due;

public sealed class DrainTests
{
    private static readonly DateTimeOffset Tuesday = Owed.Hired.AddDays(1), Friday = Owed.Hired.AddDays(4), NextMonth = Owed.Hired.AddDays(30);
    private readonly EmployerId foundry = new(Guid.NewGuid());

    private static async Task Empty(Drain drain)
    {
        while (await drain.Once(default) > 0) { }
    }

    [Fact]
    public async Task Work_is_reminded_of_missed_and_escalated_on_its_days_and_the_rows_follow()
    {
        var op = await Postgres.NewOperator();
        var coach = new StaffId(Guid.NewGuid());
        var person = await Owed.Person(op, foundry, coach);
        (await Owed.Drain(op, Owed.Hired).Once(default)).ShouldBe(0, "nothing is due on the day of the hire");
        var row = (await DueTable.Read(op, new DueFilter(), Owed.Hired, null, 10)).First();
        (row.Role, row.Staff, row.State.ToString(), row.Step.ToString(), row.ActAt).ShouldBe(("advancementCoach", coach, "Upcoming", "Remind", new DateTimeOffset(2026, 6, 2, 3, 0, 0, TimeSpan.Zero)));

        await Empty(Owed.Drain(op, Tuesday));
        (await Owed.Written(op)).ShouldBe("due_reminded 2");
        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("due_reminded 2, follow_up_missed 2");
        (await Caseload.Of(op, person)).Single().Attention.ShouldContain(a => a.Code == AttentionFact.WorkOverdue);
        await Empty(Owed.Drain(op, NextMonth));
        (await Owed.Written(op)).ShouldBe("due_escalated 2, due_reminded 2, follow_up_missed 2");
        (await DueTable.Next(op, default)).ShouldBeNull();
        (await DueTable.Count(op, null, null, NextMonth)).ShouldHaveSingleItem().ShouldBe(new DueCount("director", 2, 2, 0, 0, 0, 0, 0), "what went to the director stays there until it is done");
        (await Owed.Rows(op, "staff is not null")).ShouldBe(0);

        var history = (await People.Read(op, person))!;
        var missed = history.Own.First(e => e.Event is Domain.Employment.FollowUpMissed);
        (missed.Occurred.At, missed.RecordedAt, missed.Causation).ShouldBe((new DateTimeOffset(2026, 6, 5, 3, 0, 0, TimeSpan.Zero), Friday, history.Own.Single(e => e.Event is Domain.Employment.EmploymentStarted).Id));
    }

    [Fact]
    public async Task Many_hosts_at_once_write_each_consequence_once()
    {
        var op = await Postgres.NewOperator();
        for (var i = 0; i < 60; i++) await Owed.Person(op, foundry);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Empty(Owed.Drain(op, Friday, batch: 3 + i)))));
        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("follow_up_missed 120");
        (await Owed.Rows(op, "claim_at <= '2026-06-05T15:00Z'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_host_waits_for_no_command_and_a_command_for_no_host_in_a_circle()
    {
        var op = await Postgres.NewOperator();
        var held = await Owed.Person(op, foundry);
        await Owed.Person(op, foundry);
        await using (var command = await op.Main.OpenConnectionAsync())
        await using (var transaction = await command.BeginTransactionAsync())
        {
            await using var locking = new Npgsql.NpgsqlCommand($"select from journey.stream where id = '{held}' for no key update", command);
            await locking.ExecuteNonQueryAsync();
            await Empty(Owed.Drain(op, Friday));
            (await Owed.Written(op)).ShouldBe("follow_up_missed 2", "the other one's");
        }
        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("follow_up_missed 4");
    }

    [Fact]
    public async Task A_host_that_stands_still_in_the_middle_loses_what_it_holds_and_a_command_goes_on()
    {
        var op = await Postgres.NewOperator();
        var person = await Owed.Person(op, foundry);
        var (reached, go, first) = (new TaskCompletionSource(), new TaskCompletionSource(), true);
        var stopped = new Drain(op, async (o, program, version, ct) =>
        {
            if (!first) return await Owed.Find(o, program, version, ct);
            first = false;
            reached.SetResult();
            await go.Task;
            return await Owed.Find(o, program, version, ct);
        }, Owed.Still(Friday), hold: TimeSpan.FromMilliseconds(200));
        var draining = stopped.Once(default);
        await reached.Task;

        // Would wait for ever.
        await Store.Append(op, new Append([new StreamWrite(person.Value, "participant", 4, [Journey.Tests.Projections.Written.Event(new StaffAssigned(new AssignmentId(Guid.NewGuid()), StaffRole.AdvancementCoach, new StaffId(Guid.NewGuid()), new OrganizationId(Guid.NewGuid())), null, Friday)])]));
        go.SetResult();
        await draining;
        (await Owed.Written(op)).ShouldBe("follow_up_missed 2", "it went on, and found the person as they are now");
        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("follow_up_missed 2");
    }

    [Fact]
    public async Task How_far_hosts_are_behind_is_told_with_what_they_leave_alone()
    {
        var op = await Postgres.NewOperator();
        await Owed.Person(op, foundry);
        var lag = await DueTable.Lag(op, Tuesday.Date.AddHours(3).AddSeconds(90));
        (lag.Behind, lag.Seconds, lag.Waiting.Count).ShouldBe((2, 90, 0));
        await Empty(new Drain(op, (_, _, _, _) => throw new UnreadableProgram("a form of a newer host"), Owed.Still(Friday)));
        lag = await DueTable.Lag(op, Friday);
        (lag.Behind, lag.Seconds, lag.Waiting.Single()).ShouldBe((0, 0, new WaitingWork("owing version 1 can't be read here", 2)));
    }

    [Fact]
    public async Task What_a_host_cannot_read_is_left_alone_with_a_reason_and_stops_nobody()
    {
        var op = await Postgres.NewOperator();
        var newer = await Owed.Person(op, foundry);
        await Owed.Person(op, foundry);
        await Owed.Person(op, foundry);
        await Store.Append(op, new Append([new StreamWrite(newer.Value, "participant", null, [new EventToAppend { Id = Guid.NewGuid(), Type = "invented_by_a_newer_host", Data = "{}", OccurredAt = Owed.Hired, RecordedAt = Owed.Hired }])]));
        await using (var strange = op.Main.CreateCommand($"update journey.due_work set program = 'elsewhere' where participant <> '{newer}' and participant = (select min(participant::text)::uuid from journey.due_work where participant <> '{newer}')"))
            await strange.ExecuteNonQueryAsync();

        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("follow_up_missed 4");
        (await Owed.Rows(op, "waiting = 'unknown event invented_by_a_newer_host'")).ShouldBe(2);
        (await Owed.Drain(op, Friday.AddSeconds(59)).Once(default)).ShouldBe(0);
        (await Owed.Drain(op, Friday.AddMinutes(2)).Once(default)).ShouldBe(2, "looked at again");

        var none = new Drain(op, (_, _, _, _) => throw new UnreadableProgram("a form of a newer host"), TimeProvider.System);
        await Empty(none);
        (await Owed.Rows(op, "waiting = 'owing version 1 can''t be read here'")).ShouldBe(4);
        await using var again = op.Main.CreateCommand("update journey.due_work set claim_at = act_at");
        await again.ExecuteNonQueryAsync();
        await Empty(Owed.Drain(op, NextMonth));
        (await Owed.Written(op)).ShouldBe("due_escalated 4, follow_up_missed 4");
    }

    [Fact]
    public async Task An_employer_that_declines_service_is_not_contacted()
    {
        var op = await Postgres.NewOperator();
        await Store.Append(op, new Append([new StreamWrite(foundry.Value, "employer", 0, [
            Journey.Tests.Projections.Written.Event(new EmployerRegistered(foundry, "Foundry", null), DateOnly.FromDateTime(Owed.Hired.UtcDateTime), Owed.Hired), Journey.Tests.Projections.Written.Event(new ServiceDeclined(null), DateOnly.FromDateTime(Owed.Hired.UtcDateTime), Owed.Hired)])]));
        await Owed.Person(op, foundry);
        await Empty(Owed.Drain(op, Friday));
        (await Owed.Written(op)).ShouldBe("follow_up_missed 1");
        (await Owed.Rows(op, "waiting = 'the employer declines service' and party = 'Employer'")).ShouldBe(1);
    }

    [Fact]
    public async Task Rows_that_nobody_wrote_are_repaired_from_the_log_and_an_older_state_writes_none()
    {
        await using var written = await Journey.Tests.Projections.Written.New();
        var person = await Owed.Person(written.Op, foundry);
        var older = (await People.Read(written.Op, person))!.Inline();
        await Empty(Owed.Drain(written.Op, Friday));
        (await Owed.Rows(written.Op, "settled = 'Missed'")).ShouldBe(2);
        await using (var batch = written.Op.Main.CreateBatch())
        {
            foreach (var command in InlineRows.For([older], await PinnedPrograms.Of(written.Op, Owed.Find, [older.State], default))) batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }
        (await Owed.Rows(written.Op, "settled = 'Missed'")).ShouldBe(2);

        var before = await Rebuild.Hash(written.Op, Shard.Caseload);
        await using (var gone = written.Op.Main.CreateCommand("delete from journey.due_work")) await gone.ExecuteNonQueryAsync();
        await Rebuild.Run(written.Op, Shard.Caseload, definitions: Owed.Find);
        (await Rebuild.Hash(written.Op, Shard.Caseload)).ShouldBe(before);
    }

    [Fact]
    public async Task What_nobody_is_assigned_to_is_on_the_list_of_the_unowned_and_another_assigned_takes_over()
    {
        var op = await Postgres.NewOperator();
        await Owed.Person(op, foundry);
        await Owed.Person(op, foundry, new StaffId(Guid.NewGuid()));
        (await DueTable.Read(op, new DueFilter(Unowned: true), Tuesday, null, 10)).Select(r => (r.Role, r.Staff)).ShouldBe([("advancementCoach", null), ("advancementCoach", null)]);
        (await DueTable.Count(op, null, null, Tuesday)).ShouldHaveSingleItem().Unowned.ShouldBe(2);
        using var output = new StringWriter();
        (await DueCommand.List([op], new DueFilter(Unowned: true), false, output, Tuesday, default)).ShouldBe(3);
        output.ToString().ShouldContain("2026-06-02 Due       advancementCoach");
        output.ToString().ShouldContain("(nobody's)");
        (await DueCommand.List([op], new DueFilter(Role: "director", Unowned: true), true, output, Tuesday, default)).ShouldBe(0);
    }
}
