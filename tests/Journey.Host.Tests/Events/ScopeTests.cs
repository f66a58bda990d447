using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Subscriptions;
using Journey.Domain.Training;
using Journey.EventStore;
using Journey.Host.Features.Events;
using Journey.Tests.Projections;

namespace Journey.Host.Tests.Events;

/// <summary>Who gets what of the log, and that an entry is told the same whenever it is asked for.</summary>
public sealed class ScopeTests
{
    private static readonly DateTimeOffset Then = new(2026, 3, 4, 15, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 3, 4);

    private static EventToAppend E(JourneyEvent happened) => Written.Event(happened, Day, Then);

    [Fact]
    public async Task A_scope_gets_what_belongs_to_it_with_its_corrections_and_what_is_to_be_deleted_and_of_the_rest_only_positions()
    {
        await using var written = await Written.New();
        var (ada, bo) = (Guid.NewGuid(), Guid.NewGuid());
        var (one, two, consent) = (new EnrollmentId(Guid.NewGuid()), new EnrollmentId(Guid.NewGuid()), new ConsentId(Guid.NewGuid()));
        var (spring, autumn) = (new CohortId(Guid.NewGuid()), new CohortId(Guid.NewGuid()));
        var (marked, noted) = (E(new AttendanceMarked(one, new(Guid.NewGuid()), "crt", Presence.Absent)), E(new NoteWritten(new(Guid.NewGuid()), Domain.Confidential.FieldClass.General, null!)));
        var (graduated, amended) = (E(new Graduated(one)), E(new EntryAmended(marked.Id, new AttendanceMarked(one, new(Guid.NewGuid()), "crt", Presence.Present), null, CorrectionReason.WrongValue)));
        await written.Cohort(spring, "Spring", Day, Then);
        await written.Append(ada, E(new ParticipantRegistered(new(ada), "ADA")), E(new EnrollmentOpened(one, "plain", 1, "America/Halifax")), E(new OfferAccepted(one, spring)),
            E(new ConsentGiven(consent, null, 2, "en", ["service"], [Domain.Confidential.FieldClass.Income], [new(Guid.NewGuid())], null)), marked, graduated, amended, E(new EntryRetracted(amended.Id, CorrectionReason.Other)),
            E(new EntryRetracted(graduated.Id, CorrectionReason.DidNotHappen)), E(new ConsentWithdrawn(consent)), E(new ParticipantErased(["9f86d081884c7d65"])));
        await written.Append(bo, E(new ParticipantRegistered(new(bo), "BO")), E(new EnrollmentOpened(two, "other", 3, "America/Halifax")), E(new OfferAccepted(two, autumn)), E(new Graduated(two)), E(new EntryRetracted(noted.Id, CorrectionReason.Other)));
        await written.Sequenced();
        var log = (await Store.ReadShared(written.Op, 0, 1_000, TestContext.Current.CancellationToken)).Events;
        async Task<List<PublicEntry>> Of(SubscriptionScope scope) => [.. await new Feed().Scoped(written.Op, log, scope, default)];
        static string Names(IEnumerable<PublicEntry> entries) => string.Join(' ', entries.Where(e => e.InScope).Select(e => e.Type["journey.".Length..]));

        const string OfAda = "enrollment.opened seat.accepted consent.given attendance.marked graduated entry.amended entry.retracted entry.retracted consent.withdrawn participant.erased";
        var all = await Of(SubscriptionScope.All);
        all.ShouldAllBe(e => e.InScope);
        Names(await Of(new([], ["plain"], []))).ShouldBe($"cohort.opened {OfAda}");
        Names(await Of(new([], [], [spring]))).ShouldBe($"cohort.opened {OfAda["enrollment.opened ".Length..]}");
        Names(await Of(new([], ["other"], [spring]))).ShouldBe("");
        Names(await Of(new(["journey.graduated"], ["plain"], []))).ShouldBe("graduated entry.retracted consent.withdrawn participant.erased");
        Names(await Of(new(["journey.seat.accepted"], [], []))).ShouldBe("seat.accepted consent.withdrawn participant.erased seat.accepted");
        Names(await Of(new([], ["nowhere"], []))).ShouldBe("");
        Names(await Of(new(["journey.entry.amended"], ["plain"], []))).ShouldBe("entry.amended consent.withdrawn participant.erased");
        // Who had Ada's entries is told to delete them, though they get another program's now.
        var moved = Subscription.None with { Scope = new(["journey.graduated"], ["other"], []), EarlierScopes = [new(["journey.graduated"], ["plain"], [])] };
        Names(await new Feed().Scoped(written.Op, log, moved, default)).ShouldBe("consent.withdrawn participant.erased graduated");

        // What is out of scope leaks nothing but that there is a position.
        foreach (var entry in (await Of(new(["journey.graduated"], ["plain"], [autumn]))).Where(e => !e.InScope))
            entry.Body.Select(p => p.Key).ShouldBe(["specversion", "id", "source", "type", "position", "sequence", "logorigin"]);

        // Corrections, withdrawals and erasures name what they change.
        JsonObject Data(string type, int nth = 0) => all.Where(e => e.Type == type).ElementAt(nth).Body["data"]!.AsObject();
        var position = all.Single(e => e.Event == marked.Id).Position;
        var change = Data("journey.entry.amended");
        ($"{change["target"]}", $"{change["targetType"]}", $"{change["targetPosition"]}", $"{change["now"]!["type"]}", $"{change["now"]!["data"]!["presence"]}").ShouldBe(($"{marked.Id}", "journey.attendance.marked", $"{position}", "journey.attendance.marked", "Present"));
        $"{Data("journey.entry.retracted")["targetType"]}".ShouldBe("journey.entry.amended");
        var ended = Data("journey.consent.withdrawn");
        ($"{ended["targetType"]}", $"{ended["purposes"]![0]}", $"{ended["classes"]![0]}", ended["recipients"]!.AsArray().Count).ShouldBe(("journey.consent.given", "service", "Income", 1));
        $"{Data("journey.participant.erased")["participant"]}".ShouldBe("participants/ADA");
        var envelope = all.Single(e => e.Event == marked.Id).Body;
        ($"{envelope["program"]}", (int)envelope["programversion"]!, $"{envelope["cohort"]}", $"{envelope["partitionkey"]}", $"{envelope["sequence"]}").ShouldBe(("plain", 1, $"{spring}", "participants/ADA", position.ToString("D19", System.Globalization.CultureInfo.InvariantCulture)));
        (await Ajv.Entries(all.Select(e => e.Body))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_is_told_the_same_right_after_it_was_written_and_ever_after_whatever_stands_beside_it_and_fits_its_schema()
    {
        var histories = new RandomHistories(7);
        await using var written = await Written.New();
        foreach (var cohort in histories.Cohorts) await written.Cohort(cohort, "Cohort", Day, Then);
        var people = Enumerable.Range(0, 8).Select(_ => new ParticipantId(Guid.NewGuid())).Select(id => (Id: id.Value, Events: histories.Person(id, 20))).ToList();
        var early = new Dictionary<long, string>();
        var seen = 0L;
        for (var at = 0; at < 20; at += 5)
        {
            foreach (var (id, events) in people) await written.Append(id, [.. events.Skip(at).Take(5)]);
            await written.Sequenced();
            var page = await Store.ReadLog(written.Op, seen, 1_000);
            foreach (var entry in await new Feed().Scoped(written.Op, page, SubscriptionScope.All, default)) early[entry.Position] = entry.Text;
            seen = page[^1].Position;
        }
        var log = await Store.ReadLog(written.Op, 0, 1_000);
        log.Count.ShouldBe(8 * 20 + 3);
        var late = new List<PublicEntry>();
        for (var at = 0; at < log.Count;)
        {
            var size = 1 + histories.Next(40);
            late.AddRange(await new Feed().Scoped(written.Op, [.. log.Skip(at).Take(size)], SubscriptionScope.All, default));
            at += size;
        }
        late.Select(e => (e.Position, e.Text)).ShouldBe(early.OrderBy(e => e.Key).Select(e => (e.Key, e.Value)));
        (await Ajv.Entries(late.Select(e => e.Body))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_of_a_newer_host_is_not_told_wrongly_and_what_stands_before_it_is()
    {
        await using var written = await Written.New();
        var person = Guid.NewGuid();
        await written.Append(person, E(new ParticipantRegistered(new(person), "ADA")), E(new Graduated(new(Guid.NewGuid()))) with { Type = "invented_later", Data = "{}" });
        await written.Sequenced();
        var reader = new EventReader(written.Op, new Feed(), null, SubscriptionScope.All, SubscriptionScope.All, 0);
        var looked = await reader.Look(0, 100, default);
        (looked.Seen, looked.Entries.Count).ShouldBe((1, 1));
        (await Should.ThrowAsync<NewerEvent>(reader.Look(1, 100, default))).Position.ShouldBe(2);
        var log = await Store.ReadLog(written.Op, 0, 100);
        await Should.ThrowAsync<NewerEvent>(new Feed().Scoped(written.Op, log, SubscriptionScope.All, default));
    }
}
