using System.Text.Json;
using System.Text.Json.Nodes;
using Journey.Domain;
using Journey.Domain.Cohorts;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.EventStore.Names;
using Journey.Host.Api;
using Journey.Host.Confidential;
using Journey.Host.Features.SignIn;
using Journey.Host.Http;
using Journey.Host.Permits;
using Journey.Host.Recording;
using Npgsql;

namespace Journey.Host.Features.Participants;

/// <summary>Correct, don't hide. Where an entry took something from a cohort (a seat, a budget), its retraction gives it back.</summary>
public static class Correcting
{
    /// <param name="Set">The fields that should have said something else, by name; sealed ones in plain words, to be sealed again.</param>
    /// <param name="ShouldHaveOccurred">The time that should have been written; left out, it stays.</param>
    public sealed record Amending(CorrectionReason Reason, string? Note, JsonObject? Set, When? ShouldHaveOccurred) : CommandBody;

    public static async ValueTask<Decision> Retract(Situation s, Guid entry, CorrectionReason reason, Sealed<string>? note, CancellationToken ct) =>
        Correct.Retract(s.History, entry, reason, note, await CohortOf(s, entry, ct));

    /// <summary>
    /// The index rows that a correction needs: a person is found by what their names are after it, not by what somebody wrote wrongly.
    /// None where the correction changes no name.
    /// </summary>
    public static async Task<IReadOnlyList<NpgsqlBatchCommand>> Names(Situation s, Decision decision, Vault vault, CancellationToken ct)
    {
        if (decision is not Decision.Accepted { Events: [ParticipantEvent correction, ..] }) return [];
        var last = new Entry(Guid.Empty, s.ParticipantId!.Value.Value, long.MaxValue, long.MaxValue, Wire.NameOf(correction), correction, Occurred.Unknown, s.Now);
        var (before, after) = (History.Fold(s.History).Identity, History.Fold([.. s.History, last]).Identity);
        if (ReferenceEquals(before.GivenName, after.GivenName) && ReferenceEquals(before.FamilyName, after.FamilyName)) return [];
        return [NameIndex.Replace(s.ParticipantId!.Value.Value, new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.Ordinal)
        {
            ["given"] = await vault.NameTokens(s.Operator, after.GivenName, ct), ["family"] = await vault.NameTokens(s.Operator, after.FamilyName, ct),
        })];
    }

    private static async ValueTask<Cohort?> CohortOf(Situation s, Guid entry, CancellationToken ct) =>
        Correct.CohortOf(s.History, entry) is { } id ? await s.Cohort(id, ct) : null;

    public static void MapAmending(this RouteGroupBuilder v1) => v1
        .MapPost("/participants/{id:guid}/entries/{entry:guid}/amend", async (Guid id, Guid entry, Amending body, Desk desk, Vault vault, CancellationToken ct) =>
        {
            var note = await desk.Seal(id, null, FieldClass.General, body.Note, ct);
            var history = await Journal.History(desk.Caller.Operator, new(id), ct);
            var target = history.FirstOrDefault(e => e.Id == entry);
            if (target?.Event is null) return Problems.Of(404, "correction.unknown-entry", $"This history holds no entry {entry} that can be amended.");
            var standing = Standing.Of(history).AmendmentOf(entry)?.Event is EntryAmended latest ? latest.Replacement : target.Event;
            JourneyEvent replacement;
            try
            {
                replacement = await Replace(standing, body.Set ?? [], id, desk, ct);
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                return Problems.Of(400, "correction.field", $"An entry of type {target.Type} does not take these fields: {e.Message}");
            }
            IReadOnlyList<NpgsqlBatchCommand> rows = [];
            return await desk.Run(new ParticipantId(id), body, async (s, stop) =>
            {
                var decision = Correct.Amend(s.History, entry, replacement, body.ShouldHaveOccurred?.Occurred, body.Reason, note, await CohortOf(s, entry, stop));
                rows = await Names(s, decision, vault, stop);
                return decision;
            }, ct, rows: () => rows);
        }).RequireAuthorization(Policies.RecordJourney).Touches(Touch.Person, Verb.Write).WithTags("Participants").WithName("amendEntry").WithSummary("An entry should have said something else.");

    // Facts are replaced in the stored form; sealed values by others of the same class, made from the plain words given.
    private static async Task<JourneyEvent> Replace(JourneyEvent standing, JsonObject set, Guid subject, Desk desk, CancellationToken ct)
    {
        var sealedValues = SealedFields.Of(standing).ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal);
        var fresh = new Dictionary<string, Sealed>(StringComparer.Ordinal);
        var body = JsonNode.Parse(Body.Write(standing))!.AsObject();
        Guid? enrollment = standing is IOfEnrollment of ? of.Enrollment.Value : null;
        foreach (var (field, value) in set)
        {
            if (sealedValues.TryGetValue(field, out var before)) fresh[field] = await Again(before, value, subject, enrollment, desk, ct);
            else if (body.ContainsKey(field) || standing.GetType().GetProperty(field, System.Reflection.BindingFlags.IgnoreCase | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance) is { } p && !typeof(Sealed).IsAssignableFrom(p.PropertyType)) body[field] = value?.DeepClone();
            else throw new JsonException($"'{field}' is not one of its fields, or held no value.");
        }
        var changed = (JourneyEvent)body.Deserialize(standing.GetType(), Body.Options)!;
        // The stored form lost where each ciphertext belongs: it is told again, so that the vault can bind it to the amendment.
        return SealedFields.Replace(changed, (field, value) => fresh.GetValueOrDefault(field) ?? sealedValues.GetValueOrDefault(field) ?? value);
    }

    private static async Task<Sealed> Again(Sealed before, JsonNode? value, Guid subject, Guid? enrollment, Desk desk, CancellationToken ct)
    {
        if (value is null) throw new JsonException("A confidential value is replaced by another one, not by nothing: retract the entry.");
        return before switch
        {
            Sealed<string> => (await desk.Seal(subject, enrollment, before.Class, value.GetValue<string>(), ct))!,
            Sealed<DateOnly> => (await desk.SealValue<DateOnly>(subject, enrollment, before.Class, value.Deserialize<DateOnly>(Body.Options), ct))!,
            Sealed<decimal> => (await desk.SealValue<decimal>(subject, enrollment, before.Class, value.GetValue<decimal>(), ct))!,
            _ => throw new JsonException("This kind of value is not amended."),
        };
    }
}
