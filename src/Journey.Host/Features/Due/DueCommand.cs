using System.Globalization;
using System.Text.Json;
using Journey.EventStore;
using Journey.Host.Commands;
using Journey.Host.Databases;
using Journey.Host.Features.Programs;
using Journey.Projections;

namespace Journey.Host.Features.Due;

/// <summary><c>due</c> counts and lists open work. It names nobody.</summary>
internal static class DueCommand
{
    private const int Shown = 50;

    public const string Usage = """
        journey due [OPERATOR] [--role ROLE] [--until DAY] [--unowned] [--json]
          Counts open work by role and lists what is due first, without names. Without an operator: of all of them.
          --role ROLE    only this role's, such as advancementCoach
          --until DAY    only what is due on that day (2026-03-31) or before
          --unowned      only what is nobody's: the role is one that people are assigned to, and nobody is
          --json         one JSON document instead of lines
        Exit codes: 0 listed; 2 a wrong argument; 3 with --unowned, when there is any.
        """;

    public static Task<int> Run(string[] args, CancellationToken ct) => Run(args, Console.Out, TimeProvider.System, ct);

    public static async Task<int> Run(string[] args, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        var (slug, filter, json, settings) = Read(args);
        await using var installation = await Installation.Join(Settings.Read(settings), ct);
        var operators = slug is null ? installation.Operators.All
            : installation.Operators.All.FirstOrDefault(o => o.Id.Value == slug) is { } one ? [one] : throw new SetupException($"There is no operator {slug}.");
        return await List(operators, filter, json, output, clock.GetUtcNow(), ct);
    }

    internal static async Task<int> List(IEnumerable<Operator> operators, DueFilter filter, bool json, TextWriter output, DateTimeOffset now, CancellationToken ct)
    {
        var programs = new PublishedPrograms();
        var documents = new List<object>();
        var unowned = 0L;
        foreach (var op in operators)
        {
            var counts = await DueTable.Count(op, filter.Role, filter.Until, now, ct);
            var rows = await DueTable.Read(op, filter, now, null, json ? 500 : Shown, ct);
            var words = await WorkWords.Of(op, programs, rows, ct);
            unowned += counts.Sum(c => c.Unowned);
            if (json) documents.Add(new { @operator = op.Id.Value, counts, items = rows.Select(r => DueFeature.Listed(r, words)) });
            else await Print(output, op, counts, rows, words, filter.Unowned ? counts.Sum(c => c.Unowned) : counts.Sum(c => c.Open));
        }
        if (json) await output.WriteLineAsync(JsonSerializer.Serialize(documents, JsonSerializerOptions.Web));
        return filter.Unowned && unowned > 0 ? 3 : 0;
    }

    private static async Task Print(TextWriter output, Operator op, IReadOnlyList<DueCount> counts, IReadOnlyList<DueRow> rows, WorkWords words, long all)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{op.Id.Value,-24} {"open",9} {"overdue",9} {"due",9} {"upcoming",9} {"late known",10} {"unowned",9} {"waiting",9}"));
        foreach (var c in counts)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {c.Role,-22} {c.Open,9} {c.Overdue,9} {c.Due,9} {c.Upcoming,9} {c.LateKnown,10} {c.Unowned,9} {c.Waiting,9}"));
        foreach (var r in rows)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"    {r.Due:yyyy-MM-dd} {r.State,-9} {r.Role,-18} {r.Enrollment.Value}  {words.What(r)}{(r.Unowned ? " (nobody's)" : "")}{(r.Waiting is { } why ? $" (left alone: {why})" : "")}"));
        }
        if (all > rows.Count) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    and {all - rows.Count} more"));
    }

    private static (string? Operator, DueFilter Filter, bool Json, string[] Settings) Read(string[] args)
    {
        string? slug = null;
        var (filter, json, settings) = (new DueFilter(), false, new List<string>());
        for (var i = 0; i < args.Length; i++)
        {
            string Value() => ++i < args.Length ? args[i] : throw new SetupException($"{args[i - 1]} needs a value.");
            switch (args[i])
            {
                case "--role": filter = filter with { Role = Value() }; break;
                case "--until":
                    filter = filter with { Until = DateOnly.TryParseExact(Value(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new SetupException($"{args[i]} is no day such as 2026-03-31.") };
                    break;
                case "--unowned": filter = filter with { Unowned = true }; break;
                case "--json": json = true; break;
                case var other when other.StartsWith("--", StringComparison.Ordinal):
                    settings.Add(other);
                    if (!other.Contains('=', StringComparison.Ordinal) && i + 1 < args.Length) settings.Add(args[++i]);
                    break;
                default: slug = slug is null ? args[i] : throw new SetupException("Usage: journey due [OPERATOR] [--role ROLE] [--until DAY] [--unowned] [--json]"); break;
            }
        }
        return (slug, filter, json, [.. settings]);
    }
}
