using Journey.Domain;

namespace Journey.Host.Features.Import;

/// <summary>What a row says about one event that it may state.</summary>
/// <param name="Id">Derived: the same for the same row of the source, whatever it says.</param>
/// <param name="Happened">Null when the row, as it is now, does not state the event.</param>
/// <param name="Body">As it is stored.</param>
/// <param name="Shared">Stated once for a person (or a cohort), by whichever of its rows.</param>
internal sealed record Statement(Guid Id, EventRule Rule, Guid Stream, JourneyEvent? Happened, string Body, Occurred Occurred, DateTimeOffset RecordedAt, bool Shared);

/// <summary>Turns rows into statements: no store, no clock of its own.</summary>
internal static class Statements
{
    // As everywhere: clocks differ by so much, and what has not happened yet is not recorded.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <exception cref="RowProblem">The row goes to the quarantine as a whole.</exception>
    public static List<Statement> Of(Row row, TimeZoneInfo zone)
    {
        var key = row.Key();
        var statements = new List<Statement>(row.Input.Events.Count);
        foreach (var rule in row.Input.Events)
        {
            var stream = row.Id(rule.Shape.Stream);
            // The stream is part of the id: a row that the source moves to another person is another row.
            var id = rule.Per is { } per
                ? row.Ids.Id("event", rule.Id, per, row.Id(per).ToString(), stream.ToString())
                : row.Ids.Id("event", [row.Input.Name, rule.Id, stream.ToString(), .. key]);
            statements.Add(rule.When(row) ? Stated(row, rule, id, stream, zone) : new Statement(id, rule, stream, null, "", Occurred.Unknown, row.Now, rule.Per is not null));
        }
        return statements;
    }

    private static Statement Stated(Row row, EventRule rule, Guid id, Guid stream, TimeZoneInfo zone)
    {
        var occurred = Dates.Occurred(rule.Occurred(row));
        var recorded = rule.Recorded?.Invoke(row) is { Length: > 0 } given ? Dates.Recorded(given, zone) : row.Now;
        var latest = row.Now + Ahead;
        if (recorded > latest || occurred is { Precision: Precision.Instant, At: { } at } && at > latest || occurred.Day(zone) > Occurred.Instant(latest).Day(zone))
            throw new RowProblem(RowProblems.Future, $"{rule.Shape.WireName} lies ahead of the import's time.");

        var values = new object?[rule.Fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var field = rule.Shape.Fields[i];
            var text = rule.Fields[i]?.Invoke(row) ?? "";
            if (!field.TryParse(text, out values[i])) throw text.Length == 0
                ? new RowProblem(RowProblems.Missing, $"{rule.Shape.WireName} needs {field.Name}.")
                : new RowProblem(RowProblems.NotAValue, $"{field.Name} of {rule.Shape.WireName} is not {field.Expected}.");
        }
        var happened = rule.Shape.Make(values);
        return new Statement(id, rule, stream, happened, Body.Write(happened), occurred, recorded, rule.Per is not null);
    }
}
