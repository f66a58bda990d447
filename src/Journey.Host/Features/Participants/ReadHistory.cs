using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <param name="AccessRecord">The record of access that this answer stands on.</param>
public sealed record HistoryAnswer(Guid Participant, long Version, IReadOnlyList<EntryAnswer> Entries, Guid AccessRecord);

/// <summary>One entry as it was written.</summary>
/// <param name="Record">The record it stands on: another one's where two were merged.</param>
/// <param name="Type">Wire name.</param>
/// <param name="Occurred">When it was true, as it was written.</param>
/// <param name="RecordedAt">When we knew.</param>
/// <param name="Standing">inForce, amended or retracted.</param>
/// <param name="By">The correction that says so; where the cause was retracted, the cause.</param>
/// <param name="Reason">The correction's reason.</param>
/// <param name="Facts">What it says, without confidential values.</param>
/// <param name="Confidential">Which confidential fields it has, and their contents where they were asked for and may be seen.</param>
public sealed record EntryAnswer(
    Guid Id, Guid Record, long Version, string Type, When Occurred, DateTimeOffset RecordedAt, Guid? Actor, Guid? Organization, string? Purpose, Guid? Causation, string? Correlation,
    string Standing, Guid? By, string? Reason, JsonNode? Facts, IReadOnlyDictionary<string, ConfidentialField> Confidential);

/// <param name="Content">Absent when it was not asked for, may not be seen, or can't be read.</param>
public sealed record ConfidentialField(string Class, string? Content);

internal static class ReadHistory
{
    public static async Task<IResult> Show(Guid id, bool? open, KnownOn? knownOn, HttpContext http, Callers callers, Vault vault, Warden warden, CancellationToken ct)
    {
        var access = PersonAccess.Of(http);
        if (open == true) await ReadParticipant.MayOpen(http, access, warden, ct);
        var caller = callers.Of(http);
        if (await People.Read(caller.Operator, new(id), ct) is not { } history) return ReadParticipant.Unknown;
        IReadOnlyList<Entry> known = [.. history.Entries(knownOn?.At).Where(e => (knownOn is not { } k || e.RecordedAt <= k.At) && access.Permit.Knows(e.Event)).OrderBy(e => e.Seq)];
        var reader = new Reader(access.Permit, open == true);
        Answers(known, reader);
        var record = await ReadParticipant.Open(caller, vault, reader, id, history.Version, "participant.history", ct);
        http.Response.Headers.ETag = Desk.Tag(history.Version);
        return TypedResults.Ok(new HistoryAnswer(id, history.Version, Answers(known, reader), record));
    }

    private static List<EntryAnswer> Answers(IReadOnlyList<Entry> known, Reader reader)
    {
        var standing = Standing.Of(known);
        var corrections = known.Where(e => e.Event is EntryRetracted && !standing.IsRetracted(e)).ToLookup(e => ((EntryRetracted)e.Event!).Target);
        return [.. known.Select(e =>
        {
            var (word, by, reason) = Stands(e, standing, corrections);
            return new EntryAnswer(e.Id, e.Stream, e.Version, e.Type, new When(e.Occurred), e.RecordedAt, e.Actor, e.Organization, e.Purpose, e.Causation, e.Correlation, word, by, reason, Facts(e.Event), Fields(e.Event, reader));
        })];
    }

    private static (string, Guid?, string?) Stands(Entry e, Standing standing, ILookup<Guid, Entry> corrections)
    {
        if (standing.IsRetracted(e)) return corrections[e.Id].LastOrDefault() is { Event: EntryRetracted r } correction ? ("retracted", correction.Id, r.Reason.ToString()) : ("retracted", e.Causation, "CauseRetracted");
        return standing.AmendmentOf(e.Id) is { Event: EntryAmended a } amendment ? ("amended", amendment.Id, a.Reason.ToString()) : ("inForce", null, null);
    }

    private static Dictionary<string, ConfidentialField> Fields(JourneyEvent? happened, Reader reader) => happened is null ? [] :
        SealedFields.Of(happened).ToDictionary(f => f.Field, f => new ConfidentialField(f.Value.Class.Name(), reader.Content(f.Value)));

    // The stored form without its ciphertexts: {k, c, v, m}, wherever it stands.
    private static JsonNode? Facts(JourneyEvent? happened)
    {
        if (happened is null) return null;
        var facts = JsonSerializer.SerializeToNode(happened, happened.GetType(), Body.Options);
        Strip(facts);
        return facts;
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var sealedValue in list.Where(IsSealed).ToList()) list.Remove(sealedValue);
            foreach (var item in list) Strip(item);
        }
        if (node is not JsonObject owner) return;
        foreach (var name in owner.Where(p => IsSealed(p.Value)).Select(p => p.Key).ToList()) owner.Remove(name);
        foreach (var (_, value) in owner) Strip(value);
    }

    private static bool IsSealed(JsonNode? node) => node is JsonObject { Count: 4 } value && value.ContainsKey("k") && value.ContainsKey("c") && value.ContainsKey("v") && value.ContainsKey("m");
}
