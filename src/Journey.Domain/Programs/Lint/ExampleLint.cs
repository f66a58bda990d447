using System.Globalization;
using Journey.Domain.Due;
using Journey.Domain.Employment;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Lint;

/// <summary>Plays the examples of a definition on the virtual clock and compares what came about with what they say.</summary>
public static class ExampleLint
{
    public static IReadOnlyList<LintFinding> Of(ProgramDefinition program, IEnumerable<Example> examples) => [.. examples.SelectMany(e => Of(program, e))];

    private static IEnumerable<LintFinding> Of(ProgramDefinition program, Example example)
    {
        LintFinding Failed(string at, string actual, string expected) => new(LintCodes.ExampleFailed, at, $"{(example.Name is { } name ? $"'{name}': " : "")}{actual}", expected);
        if (example.Given.Count == 0 || example.Given[0].On.Day is not { } first)
        {
            yield return Failed(example.Path + ".given", "nothing says on which day it begins", "a first step with a day, such as {2026-01-05: applied}");
            yield break;
        }
        var world = new ExampleWorld(program, example.Variant);
        world.Begin(first);
        foreach (var step in example.Given)
        {
            var day = DayOf(program, world.Today, step.On);
            if (day < world.Today)
            {
                yield return Failed(step.Path, $"{day:yyyy-MM-dd} is before the step above", "steps in the order of their days");
                yield break;
            }
            if (day > Latest)
            {
                yield return Failed(step.Path, $"{day:yyyy-MM-dd} is too far away", $"a day up to {Latest:yyyy-MM-dd}");
                yield break;
            }
            world.To(day);
            var refused = ExampleSteps.Take(world, step) as Decision.Refused;
            if (step == example.Given[^1] && example.Expect.Refused is { } code)
            {
                if (!string.Equals(refused?.Code, code, StringComparison.Ordinal)) yield return Failed(example.Path + ".expect.refused", refused is null ? "the last step is not refused" : $"the last step is refused as {refused.Code}: {refused.Message}", code);
            }
            else if (refused is not null)
            {
                yield return Failed(step.Path, $"'{step.Word}' is refused as {refused.Code}: {refused.Message}", "a step that the program allows, or 'refused' for the last one");
                yield break;
            }
        }
        var at = DayOf(program, world.Today, example.At);
        if (at < world.Today || at > Latest)
        {
            yield return Failed(example.Path + ".at", at > Latest ? $"{at:yyyy-MM-dd} is too far away" : $"{at:yyyy-MM-dd} is before the last step", $"a day from {world.Today:yyyy-MM-dd} to {Latest:yyyy-MM-dd}");
            yield break;
        }
        world.To(at);
        world.EndOfDay();
        foreach (var (key, actual, expected) in Compared(world, example.Expect))
            if (!string.Equals(actual, expected, StringComparison.Ordinal)) yield return Failed($"{example.Path}.expect.{key}", $"{key} is {actual} on {world.Today:yyyy-MM-dd}", expected);
    }

    // A clock that runs longer finds nothing more, and days end with the year 9999.
    private static readonly DateOnly Latest = new(2199, 12, 31);

    private static DateOnly DayOf(ProgramDefinition program, DateOnly before, ExampleDay day) => day.Day ?? (day.After is { } after ? program.Calendar.Add(before, after) : before);

    private static IEnumerable<(string Key, string Actual, string Expected)> Compared(ExampleWorld world, ExampleExpectation expect)
    {
        var items = world.Due();
        var enrollment = world.Enrollment!;
        if (expect.Due is { } due) yield return ("due", Set(items.Where(i => i.IsOpen && i.Due <= world.Today).Select(Label)), Set(due));
        if (expect.Missed is { } missed) yield return ("missed", Set(items.Where(i => i.StateOn(world.Today) == Due.DueState.Missed).Select(Label)), Set(missed));
        foreach (var (id, days) in expect.Days)
            yield return ($"days.{id}", List(items.Where(i => string.Equals(Label(i), id, StringComparison.Ordinal) && i.Key.With is null or FollowUpWith.Participant).Select(i => i.Due).Distinct().Order()), List(days));
        if (expect.Stages is { } stages) yield return ("stages", Set(enrollment.OpenStages.Select(s => s.Stage)), Set(stages));
        foreach (var (stage, state) in expect.Gates)
            yield return ($"gates.{stage}", Gates.Exit(world.Person, enrollment, world.Program, stage, world.Today).Open switch { true => "open", false => "closed", null => "unknown" }, state);
        foreach (var (milestone, day) in expect.Milestones)
            yield return ($"milestones.{milestone}", Shown(Milestones.Reached(world.Person, enrollment, world.Program, new(milestone))), Shown(day));
        foreach (var (id, result) in expect.Criteria)
            yield return ($"criteria.{id}", enrollment.Intake.Criteria.GetValueOrDefault(id)?.Result.ToString() is { } said ? char.ToLowerInvariant(said[0]) + said[1..] : "unknown", result);
    }

    private static string Label(DueItem item) => item.Key.Kind switch
    {
        DueKind.Plan => item.Key.Id + ".plan",
        DueKind.PlanReview => item.Key.Id + ".review",
        _ => item.Key.Id,
    };

    private static string Set(IEnumerable<string> ids) => "[" + string.Join(", ", ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "]";

    private static string List(IEnumerable<DateOnly> days) => "[" + string.Join(", ", days.Select(d => Shown(d))) + "]";

    private static string Shown(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
}
