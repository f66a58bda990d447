using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Features.Import;

namespace Journey.Host.Tests.Import;

public sealed class ImportTests
{
    [Fact]
    public async Task Each_row_becomes_its_events_and_one_person_is_one_stream()
    {
        using var source = await Source.New();
        var tally = await source.Import();
        (tally.Rows, tally.NewRows, tally.Quarantined).ShouldBe((5, 5, 0));
        (tally.Appended["participant_registered"], tally.Appended["enrollment_opened"], tally.Appended["exited"]).ShouldBe((2, 3, 1));
        tally.Events.ShouldBe(await source.Events());
        var ann = History.Fold(await source.History("ann"));
        ann.Enrollments.Count.ShouldBe(2);
        ann.Registered!.Value.Day.ShouldBe(new DateOnly(2023, 12, 1));
        (await source.Enrollment("ben", "A")).HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task Importing_twice_changes_nothing()
    {
        using var source = await Source.New();
        var first = await source.Import();
        var second = await source.Import(now: Source.Now.AddDays(3));
        (second.NewRows, second.UnchangedRows, second.ChangedRows, second.Events).ShouldBe((0, 5, 0, 0));
        second.UnchangedEvents.ShouldBe(first.Events);
        (await source.Events()).ShouldBe(first.Events);
    }

    [Fact]
    public void A_gzip_file_that_was_cut_off_is_refused_before_anything_is_read()
    {
        using var folder = new Journey.Tests.TemporaryFolder();
        var file = folder.In("rows.csv.gz");
        using (var gzip = new System.IO.Compression.GZipStream(File.Create(file), System.IO.Compression.CompressionLevel.Fastest))
            for (var i = 0; i < 5000; i++) gzip.Write(System.Text.Encoding.ASCII.GetBytes($"{i},{i * 7919 % 10007}\n"));
        Should.NotThrow(() => new DataFiles([file]));
        using (var cut = File.OpenWrite(file)) cut.SetLength(cut.Length / 2);
        Should.Throw<SetupException>(() => new DataFiles([file])).Message.ShouldContain("no whole gzip file");
    }

    [Fact]
    public async Task A_row_with_a_character_that_PostgreSQL_does_not_take_is_quarantined_alone()
    {
        using var source = await Source.New();
        var tally = await source.Import(groups: Source.Groups + "\"C\0\",2024-03-04\n");
        (tally.NewRows, tally.Quarantined).ShouldBe((5, 1));
        (await File.ReadAllTextAsync(source.QuarantineFile)).ShouldContain("row.unparsable");
    }

    [Fact]
    public async Task Rows_in_another_order_change_nothing()
    {
        using var source = await Source.New();
        await source.Import();
        var lines = Source.Entries.Trim().Split('\n');
        (await source.Import(entries: string.Join('\n', [lines[0], .. lines[1..].Reverse()]))).Events.ShouldBe(0);
    }

    [Fact]
    public async Task A_new_row_is_appended_and_a_row_that_is_gone_is_left_alone()
    {
        using var source = await Source.New();
        var first = await source.Import();
        var tally = await source.Import(entries: "person,group,entered,written,left,updated\ncem,B,2024-02-01,2024-02-01 09:00:00,,\n", results: Source.Results + "cem,B,P\n");
        (tally.NewRows, tally.ChangedRows).ShouldBe((1, 0));
        (await source.Events()).ShouldBe(first.Events + tally.Events);
        (await source.Enrollment("ben", "A")).IsOpened.ShouldBeTrue();
    }

    [Fact]
    public async Task A_changed_row_is_reported_and_nothing_more()
    {
        using var source = await Source.New();
        var first = await source.Import();
        var tally = await source.Import(entries: Source.Entries.Replace("2023-12-02,", "2023-12-09,", StringComparison.Ordinal));
        (tally.ChangedRows, tally.UnchangedRows, tally.Events).ShouldBe((1, 4, 0));
        (await source.Events()).ShouldBe(first.Events);
    }

    [Fact]
    public async Task With_amend_a_changed_row_amends_what_it_said_and_then_it_is_unchanged()
    {
        using var source = await Source.New();
        await source.Import();
        var changed = Source.Entries.Replace("2023-12-02,", "2023-12-09,", StringComparison.Ordinal);
        var tally = await source.Import(entries: changed, amend: true);
        tally.Appended.Keys.ShouldBe(["entry_amended"]);
        (await source.Enrollment("ben", "A")).Opened!.Value.Day.ShouldBe(new DateOnly(2023, 12, 9));
        (await source.Enrollment("ben", "A", new AsOf(null, Source.Now.AddMinutes(-1)))).Opened!.Value.Day.ShouldBe(new DateOnly(2023, 12, 2), "as it was known before");
        var amendments = (await source.History("ben")).Select(e => e.Event).OfType<EntryAmended>().ToList();
        amendments.ShouldAllBe(a => a.Reason == CorrectionReason.SourceChanged);
        var again = await source.Import(entries: changed, amend: true);
        (again.ChangedRows, again.Events).ShouldBe((0, 0));
    }

    [Fact]
    public async Task What_a_changed_row_no_longer_says_is_retracted_and_comes_back_when_it_says_it_again()
    {
        using var source = await Source.New();
        await source.Import();
        var stayed = Source.Entries.Replace(",2024-01-20,2024-03-01 08:00:00", ",,", StringComparison.Ordinal);
        (await source.Import(entries: stayed)).Events.ShouldBe(0);
        (await source.Import(entries: stayed, amend: true)).Appended.Keys.ShouldBe(["entry_retracted"]);
        (await source.Enrollment("ben", "A")).HasExited.ShouldBeFalse();
        (await source.Import(entries: stayed, amend: true)).Events.ShouldBe(0);
        (await source.Import(amend: true)).Appended.Keys.ShouldBe(["entry_retracted"]);
        (await source.Enrollment("ben", "A")).HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_changed_row_says_in_addition_comes_with_amend_only()
    {
        using var source = await Source.New();
        await source.Import();
        var left = Source.Entries.Replace("2023-12-04 09:30:00,,", "2023-12-04 09:30:00,2024-02-02,2024-02-03 09:00:00", StringComparison.Ordinal);
        var tally = await source.Import(entries: left);
        (tally.ChangedRows, tally.Events).ShouldBe((1, 0));
        (await source.Import(entries: left, amend: true)).Appended.Keys.ShouldBe(["exited"]);
    }

    [Fact]
    public async Task What_staff_have_corrected_is_neither_a_change_nor_undone()
    {
        using var source = await Source.New();
        await source.Import();
        var history = await source.History("ben");
        var opened = history.Single(e => e.Type == "enrollment_opened");
        var exited = history.Single(e => e.Type == "exited");
        await Append(source, history, new EntryAmended(opened.Id, opened.Event!, Occurred.OnDay(new(2023, 11, 30)), CorrectionReason.WrongDate), new EntryRetracted(exited.Id, CorrectionReason.DidNotHappen));
        var tally = await source.Import(amend: true);
        (tally.ChangedRows, tally.Events).ShouldBe((0, 0));
        (await source.Enrollment("ben", "A")).Opened!.Value.Day.ShouldBe(new DateOnly(2023, 11, 30));
    }

    [Fact]
    public async Task A_cohort_that_changed_is_reported_and_can_t_be_amended()
    {
        using var source = await Source.New();
        await source.Import();
        var tally = await source.Import(groups: Source.Groups.Replace("2024-02-05", "2024-02-12", StringComparison.Ordinal), amend: true);
        (tally.ChangedRows, tally.NotAmendable, tally.Events).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Both_clocks_come_from_the_source()
    {
        using var source = await Source.New();
        await source.Import();
        var exited = (await source.History("ben")).Single(e => e.Type == "exited");
        exited.Occurred.ShouldBe(Occurred.OnDay(new(2024, 1, 20)));
        exited.RecordedAt.ShouldBe(new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero), "eight o'clock in Halifax, in winter");
        var onFirstOfFebruary = new DateOnly(2024, 2, 1);
        (await source.Enrollment("ben", "A", new AsOf(onFirstOfFebruary, new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero)))).HasExited.ShouldBeFalse();
        (await source.Enrollment("ben", "A", AsOf.Day(onFirstOfFebruary))).HasExited.ShouldBeTrue();
        var outcome = (await source.History("ben")).Single(e => e.Type == "outcome_recorded");
        (outcome.Occurred, outcome.RecordedAt).ShouldBe((Occurred.Unknown, Source.Now));
    }

    [Fact]
    public async Task A_month_stays_a_month_and_an_empty_day_is_unknown()
    {
        using var source = await Source.New();
        await source.Import(entries: Source.Entries.Replace("2023-12-02,", "2023-12,", StringComparison.Ordinal).Replace("2024-01-15,", ",", StringComparison.Ordinal));
        (await source.History("ben")).Single(e => e.Type == "enrollment_opened").Occurred.ShouldBe(Occurred.InMonth(new(2023, 12, 1)));
        var enrollment = await source.Enrollment("ann", "B");
        Findings.Of(enrollment).Select(f => f.Code).ShouldContain(Findings.StartUndated);
    }

    [Fact]
    public async Task Compressed_files_give_the_same()
    {
        using var source = await Source.New();
        await source.Import();
        (await source.Import(gz: true)).Events.ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_gives_the_same_counts_and_appends_nothing()
    {
        using var source = await Source.New();
        var dry = await source.Import(dryRun: true);
        (await source.Events()).ShouldBe(0);
        var real = await source.Import();
        dry.Appended.ShouldBe(real.Appended);
        (dry.Rows, dry.NewRows, dry.UnchangedRows, dry.Quarantined).ShouldBe((real.Rows, real.NewRows, real.UnchangedRows, real.Quarantined));
    }

    [Theory]
    [InlineData("cem,A,2024-13-45,2024-01-01 09:00:00,,", RowProblems.NotADate)]
    [InlineData("cem,A,2024-01-01,2024-01-01 09:00:00", RowProblems.Unparsable)]
    [InlineData("cem,A,2024-01-01,\"2024\"-01-01 09:00:00,,", RowProblems.Unparsable)]
    [InlineData(",A,2024-01-01,2024-01-01 09:00:00,,", RowProblems.KeyMissing)]
    [InlineData("zoe,A,2024-01-01,2024-01-01 09:00:00,,", RowProblems.UnknownReference)]
    [InlineData("dan,A,2024-01-01,2024-01-01 09:00:00,,", RowProblems.NotInTable)]
    [InlineData("cem,A,2031-01-01,2024-01-01 09:00:00,,", RowProblems.Future)]
    [InlineData("ann,A,2024-01-01,2024-01-01 09:00:00,,", RowProblems.Repeated)]
    public async Task A_row_that_can_t_be_taken_goes_to_the_quarantine_whole_and_the_others_are_taken(string row, string reason)
    {
        using var source = await Source.New();
        var tally = await source.Import(entries: Source.Entries.TrimEnd() + "\n" + row + "\n", results: Source.Results + "cem,A,P\ndan,A,?\n");
        (tally.Quarantined, tally.NewRows).ShouldBe((1, 5));
        var lines = await File.ReadAllLinesAsync(source.QuarantineFile);
        lines[0].ShouldBe("file,row,reason,message,raw");
        lines[1].ShouldStartWith($"entries.csv,5,{reason},");
        lines[1].ShouldEndWith($"\"{row.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        File.GetUnixFileMode(source.QuarantineFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_source_s_own_numbers_are_nowhere_in_the_store()
    {
        using var source = await Source.New();
        await source.Import(entries: Source.Entries.Replace("ben", "canary-4711", StringComparison.Ordinal), results: Source.Results.Replace("ben", "canary-4711", StringComparison.Ordinal));
        var found = (long)(await source.Operator.Main.CreateCommand("select count(*) from journey.event e where e::text like '%canary%'").ExecuteScalarAsync())!;
        found.ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_who_writes_to_the_same_streams_meanwhile_costs_neither_side_anything()
    {
        using var source = await Source.New();
        using var other = new Source(source.Operator);
        var both = await Task.WhenAll(source.Import(), other.Import());
        both.Sum(t => t.Events).ShouldBe(await source.Events());
        both.Max(t => t.UnchangedEvents + t.Events).ShouldBe(both.Min(t => t.UnchangedEvents + t.Events));
    }

    private static Task Append(Source source, IReadOnlyList<Entry> history, params JourneyEvent[] events) =>
        Store.Append(source.Operator, new Append([new StreamWrite(history[0].Stream, "participant", history.Count, [.. events.Select(e => new EventToAppend
        {
            Id = Guid.CreateVersion7(), Type = Wire.NameOf(e), Data = Body.Write(e), OccurredAt = Source.Now, RecordedAt = Source.Now,
        })])]), TestContext.Current.CancellationToken);
}
