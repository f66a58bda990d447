using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Domain.Intake;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Host.Api;
using Journey.Host.Features.Programs;
using Journey.Host.Http;
using Journey.Host.Recording;

namespace Journey.Host.Features.Intake;

/// <summary>Answers to the program's fields: each is checked against its type, and sealed where its class asks for it.</summary>
public static class AnswerQuestions
{
    public static async Task<IResult> Handle(Guid id, Guid enrollment, IntakeEndpoints.Answering body, Desk desk, PublishedPrograms programs, CancellationToken ct)
    {
        var person = History.Fold(await Journal.History(desk.Caller.Operator, new(id), ct));
        if (person.Enrollment(new(enrollment)) is not { IsOpened: true } current) return Problems.Of(404, "enrollment.unknown", "The participant has no such enrollment.");
        if (await programs.Find(desk.Caller.Operator, current.Program, current.Version, ct) is not { } program) return Problems.Of(409, "program.unknown", $"Program {current.Program} version {current.Version} is not published here.");

        var facts = ImmutableDictionary.CreateBuilder<string, string>();
        var answers = ImmutableDictionary.CreateBuilder<string, Sealed<string>>();
        foreach (var (name, value) in body.Answers)
        {
            if (program.Field(name) is not { } field) return Problems.Of(400, "answer.unknown-field", $"The program asks for: {string.Join(", ", program.Fields.Select(f => f.Id))}; not for {name}.");
            if (Text(field, value) is not { } text) return Problems.Of(400, "answer.type", $"{name} is of type {field.Type}.");
            if (field.Class == FieldClass.None) facts[name] = text;
            else answers[name] = (await desk.Seal(id, enrollment, field.Class, text, ct))!;
        }
        return await desk.Run(new ParticipantId(id), body, s => Applying.Answer(s.Enrollment(new(enrollment)), facts.ToImmutable(), answers.ToImmutable()), ct);
    }

    /// <summary>The canonical text of an answer, or null where it is not of the field's type.</summary>
    public static string? Text(Field field, JsonElement value) => (field.Type, value.ValueKind) switch
    {
        (FieldType.Bool, JsonValueKind.True) => "true",
        (FieldType.Bool, JsonValueKind.False) => "false",
        (FieldType.Int, JsonValueKind.Number) when value.TryGetInt64(out var n) => n.ToString(CultureInfo.InvariantCulture),
        (FieldType.Double, JsonValueKind.Number) => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        (FieldType.Money, JsonValueKind.Number) when value.TryGetDecimal(out var n) => n.ToString(CultureInfo.InvariantCulture),
        (FieldType.Text, JsonValueKind.String) when value.GetString() is { Length: > 0 } text => text,
        (FieldType.Choice, JsonValueKind.String) when field.Options.Any(o => o.Id == value.GetString()) => value.GetString(),
        // In the definition's order, so that the same choices are the same answer.
        (FieldType.Choices, JsonValueKind.Array) when value.GetArrayLength() > 0 && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String && field.Options.Any(o => o.Id == v.GetString())) =>
            string.Join(',', field.Options.Select(o => o.Id).Where(o => value.EnumerateArray().Any(v => v.GetString() == o))),
        (FieldType.Date, JsonValueKind.String) when DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (FieldType.Timestamp, JsonValueKind.String) when value.TryGetDateTimeOffset(out var at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        _ => null,
    };
}
