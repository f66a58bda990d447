using System.Globalization;
using System.Text.Json;
using Journey.Domain;
using Journey.Domain.Programs.Versions;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>A verdict as one line: JSON, or CSV for a table. People are named by their public reference.</summary>
public static class VerdictLines
{
    public const string Header = "participant,reference,verdict,blocked,enrollment,what,change,number,with,from,to,why";

    private static readonly JsonSerializerOptions Options = new(Body.Options) { WriteIndented = false };

    public static string Json(Verdict verdict) => JsonSerializer.Serialize(verdict, Options);

    /// <summary>One line for each thing that would change; one for somebody for whom nothing would.</summary>
    public static IEnumerable<string> Csv(Verdict verdict)
    {
        foreach (var journey in verdict.Journeys)
        {
            string Line(params string?[] cells) => VerdictLines.Line([verdict.Participant.ToString(), verdict.Reference, verdict.Kind.ToString(), journey.Blocked, journey.Enrollment?.ToString(), .. cells]);
            if (journey.Due.Count + journey.Tasks.Count + journey.Gates.Count == 0) yield return Line(journey.What, "", "", "", "", "", "");
            foreach (var due in journey.Due) yield return Line(due.Id, "due", Text(due.Number), due.With, Day(due.From), Day(due.To), "");
            foreach (var task in journey.Tasks) yield return Line(task.Id, task.Appears ? "appears" : "vanishes", Text(task.Number), task.With, task.Appears ? "" : Day(task.Due), task.Appears ? Day(task.Due) : "", "");
            foreach (var gate in journey.Gates) yield return Line(gate.Stage, "gate", "", "", Open(gate.From), Open(gate.To), string.Join("; ", gate.Facts));
        }
    }

    internal static string Line(params string?[] cells) => string.Join(',', cells.Select(Cell));

    private static string Cell(string? text) => text is null ? "" : text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Open(bool? open) => open switch { true => "open", false => "shut", null => "undecided" };

    private static string Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
