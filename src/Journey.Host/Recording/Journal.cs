using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Features.Programs;
using Journey.Projections;
using Npgsql;

namespace Journey.Host.Recording;

/// <summary>
/// Load, decide, append: one read of the stream, a pure decision, one write. Somebody else was first: load and decide again.
/// </summary>
/// <param name="programs">For rows that follow from a definition; null leaves them to the repairing shard.</param>
public sealed class Journal(Vault vault, TimeProvider clock, PublishedPrograms? programs = null)
{
    /// <summary>How far ahead of the host's clock something may have happened: clocks differ, plans are events of today.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>One participant's history, linked records included; empty for nobody.</summary>
    public static async Task<IReadOnlyList<Entry>> History(Operator op, ParticipantId id, CancellationToken ct) =>
        [.. (await Streams(op, id, ct)).SelectMany(s => s.Events).Select(Entries.Of)];

    public async Task<CommandResult> Execute(Caller caller, Command command, CancellationToken ct)
    {
        if (command.Key is { } key && await Store.FindCommand(caller.Operator, key, ct) is { } earlier) return new CommandResult.Repeated(earlier.Answer);
        try
        {
            return await Recording.Streams.Again(() => Once(caller, command, ct), ct, conflicts: command.IfVersion is null);
        }
        catch (DuplicateCommand e)
        {
            return new CommandResult.Repeated(e.Answer);
        }
        catch (ConcurrencyConflict e)
        {
            return new CommandResult.Conflict(e.Actual);
        }
    }

    private async Task<CommandResult> Once(Caller caller, Command command, CancellationToken ct)
    {
        var now = Occurred.Micros(command.RecordedAt ?? clock.GetUtcNow());
        var situation = new Situation(caller.Operator, command.Participant) { Now = now };
        await LoadPerson(situation, command, now, ct);
        var primary = command.Participant?.Value;

        if (TooFarAhead(command.Occurred, now, situation.Person.Zone)) return new CommandResult.Refused("occurred.future", "What has not happened yet is not recorded: a plan is an event of today that carries a date.");
        if (situation.History.Any(e => e.Event is null)) return Told(Recording.Streams.Unknown);
        if (Erasure.Refuses(situation.History) is Decision.Refused erased) return new CommandResult.Refused(erased.Code, erased.Message);
        if (situation.Person.LinkedInto is { } into) return new CommandResult.Refused("participant.linked", $"This record was merged into {into}: write there, or undo the merge there.");
        if (primary is { } p && command.IfVersion is { } expected && situation.Version(p).Version != expected) return new CommandResult.Conflict(situation.Version(p).Version);

        var decision = await command.Decide(situation, ct);
        // A cohort's or an employer's stream is read by the rule itself.
        if (primary is null && command.IfVersion is { } seen && situation.Streams.Select(s => situation.Version(s).Version).FirstOrDefault() is var found && found != seen) return new CommandResult.Conflict(found);
        if (situation.HasUnknown) decision = Recording.Streams.Unknown;
        switch (decision)
        {
            case Decision.Refused refused: return Told(refused);
            case Decision.Accepted accepted: return await Append(caller, command, situation, accepted.Events, now, ct);
            default: return await Unchanged(caller, command, situation, ct);
        }
    }

    private static CommandResult.Refused Told(Decision.Refused refused) => new(refused.Code, refused.Message);

    private async Task<CommandResult> Append(Caller caller, Command command, Situation situation, IReadOnlyList<JourneyEvent> events, DateTimeOffset now, CancellationToken ct)
    {
        var op = caller.Operator;
        var occurred = command.Occurred ?? Occurred.Instant(now);
        var writes = new Dictionary<Guid, List<EventToAppend>>();
        var added = new List<Entry>();
        var ids = new List<Guid>();
        foreach (var happened in events)
        {
            var id = Guid.CreateVersion7(now);
            var stream = situation.StreamOf(happened);
            var bound = await vault.Seal(op, stream, id, happened, ct);
            // What a decision states after its first event follows from it.
            var cause = ids.Count == 0 ? command.Causation : ids[0];
            var list = writes.TryGetValue(stream, out var existing) ? existing : writes[stream] = [];
            list.Add(new EventToAppend
            {
                Id = id, Type = Wire.NameOf(happened), Data = Body.Write(bound), OccurredAt = occurred.At, Precision = (OccurredPrecision)occurred.Precision,
                RecordedAt = now, Actor = caller.Actor.User, Organization = caller.Actor.Organization, CorrelationId = caller.Correlation,
                CausationId = cause?.ToString(), Headers = Headers(caller, situation, happened),
            });
            ids.Add(id);
            if (happened is ParticipantEvent)
                added.Add(new Entry(id, stream, situation.Version(stream).Version + list.Count, long.MaxValue - events.Count + ids.Count, Wire.NameOf(happened), bound, occurred, now, caller.Actor.User, caller.Actor.Organization, cause, caller.Purpose, caller.Correlation));
        }

        var streams = Writes(situation, writes);
        var primary = command.Participant?.Value ?? streams[0].StreamId;
        var answer = Answer(situation.Version(primary).Version + writes.GetValueOrDefault(primary, []).Count, true, ids, command.Answer);
        IReadOnlyList<InlineState> states = added.Count == 0 ? [] : States(situation, added);
        var pinned = await PinnedPrograms.Of(op, programs is null ? null : programs.Find, states.Select(s => s.State), ct);
        var appended = await Store.Append(op, new Append(streams)
        {
            Inline = [.. states.Count == 0 ? [] : InlineRows.For(states, pinned), .. command.Rows?.Invoke() ?? []],
            Command = command.Key,
            Answer = command.Key is null ? null : answer,
        }, ct);
        return new CommandResult.Done(appended.Seq, appended.Versions[primary], ids, answer);
    }

    // Both records of a merge change at once; of anybody else only their own.
    private static List<InlineState> States(Situation situation, IReadOnlyList<Entry> added)
    {
        var streams = situation.History.Concat(situation.OtherHistory).Concat(added).DistinctBy(e => e.Id).GroupBy(e => e.Stream)
            .ToDictionary(g => new ParticipantId(g.Key), g => (IReadOnlyList<Entry>)[.. g]);
        InlineState Of(ParticipantId id) => new PersonHistory(id, streams.GetValueOrDefault(id, []), streams.Where(s => s.Key != id).ToDictionary()).Inline();
        return situation.OtherId is { } other ? [Of(situation.ParticipantId!.Value), Of(other)] : [Of(situation.ParticipantId!.Value)];
    }

    // "It was so already" is kept under the key as well: the same request gets the same answer, whatever has changed since.
    private static async Task<CommandResult> Unchanged(Caller caller, Command command, Situation situation, CancellationToken ct)
    {
        var version = situation.Streams.Select(s => situation.Version(s).Version).FirstOrDefault();
        var answer = Answer(version, false, [], command.Answer);
        if (command.Key is not null) await Store.Append(caller.Operator, new Append(Writes(situation, [])) { Command = command.Key, Answer = answer }, ct);
        return new CommandResult.Unchanged(version, answer);
    }

    private static List<StreamWrite> Writes(Situation situation, Dictionary<Guid, List<EventToAppend>> writes) =>
        [.. situation.Streams.Select(s => new StreamWrite(s, situation.Version(s).Type, situation.Version(s).Version, writes.GetValueOrDefault(s, []))).Where(w => w.Events.Count > 0 || w.ExpectedVersion > 0)];

    private static string Answer(long version, bool changed, IReadOnlyList<Guid> events, object? created) =>
        JsonSerializer.Serialize(new { version, changed, events, created }, Body.Options);

    private static async Task LoadPerson(Situation situation, Command command, DateTimeOffset now, CancellationToken ct)
    {
        situation.Day = DateOnly.FromDateTime(now.UtcDateTime);
        if (command.Participant is not { } id) return;
        var streams = await Streams(situation.Operator, id, ct);
        foreach (var (stream, events) in streams) situation.Remember(stream, "participant", events);
        situation.History = [.. streams.SelectMany(s => s.Events).Select(Entries.Of)];
        // An invented past is decided on what was known then: a host may have written down meanwhile what fell due since.
        var known = command.RecordedAt is null ? AsOf.Now : new AsOf(null, now);
        var current = Domain.History.Fold(situation.History, known);
        situation.Current = current;
        var today = Occurred.Instant(now).Day(current.Zone)!.Value;
        situation.Day = command.Occurred?.Day(current.Zone) ?? today;
        situation.Person = situation.Day < today ? Domain.History.Fold(situation.History, known with { TrueOn = situation.Day }) : current;
    }

    // A person's own stream first, then those linked to it: a second round trip only for somebody who was merged.
    private static async Task<IReadOnlyList<(Guid Stream, IReadOnlyList<StoredEvent> Events)>> Streams(Operator op, ParticipantId id, CancellationToken ct)
    {
        var own = await Store.ReadStream(op, id.Value, ct: ct);
        var linked = Domain.History.Fold(own.Select(Entries.Of)).LinkedWith;
        if (linked.IsEmpty) return [(id.Value, own)];
        var others = (await Store.ReadStreams(op, [.. linked.Select(l => l.Value)], ct)).ToLookup(e => e.StreamId);
        return [(id.Value, own), .. linked.Select(l => (l.Value, (IReadOnlyList<StoredEvent>)[.. others[l.Value]]))];
    }

    private static bool TooFarAhead(Occurred? occurred, DateTimeOffset now, TimeZoneInfo zone) => occurred switch
    {
        { Precision: Precision.Instant, At: { } at } => at > now + Ahead,
        { Precision: Precision.Day or Precision.Month } o => o.Day(zone) > Occurred.Instant(now + Ahead).Day(zone),
        _ => false,
    };

    private static string Headers(Caller caller, Situation situation, JourneyEvent happened)
    {
        var enrollment = happened is IOfEnrollment of ? situation.Person.Enrollment(of.Enrollment) : null;
        var program = happened is EnrollmentOpened opened ? (opened.Program, opened.Version) : enrollment is { IsOpened: true } e ? (e.Program, e.Version) : default;
        // The cohort by what is known now: a late entry of somebody in a cohort belongs to it, too.
        var cohort = happened switch
        {
            SeatOffered seat => seat.Cohort,
            OfferAccepted seat => seat.Cohort,
            _ => happened is IOfEnrollment known ? situation.Current.Enrollment(known.Enrollment)?.Seat?.Cohort : null,
        };
        return program.Program is null
            ? JsonSerializer.Serialize(new { purpose = caller.Purpose }, Body.Options)
            : JsonSerializer.Serialize(new { purpose = caller.Purpose, program = program.Program, programVersion = program.Version, cohort }, Body.Options);
    }
}
