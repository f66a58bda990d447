using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;

namespace Journey.Host.Features.Programs;

public static partial class ProgramFile
{
    private static IReadOnlyList<Budget> Budgets(Findings findings, Section root) => root.Named("budgets", (id, node, path) =>
    {
        var budget = new Section(findings, node, path, "title", "perCohort");
        return new Budget(id, budget.Text("title"), budget.Money("perCohort", required: true) ?? default);
    });

    private static IReadOnlyList<SupportCategory> Supports(Findings findings, Section root) => root.Named("supports", (id, node, path) =>
    {
        var support = new Section(findings, node, path, "title", "budget", "amount", "ceiling", "approvedBy", "every", "from", "until");
        Recurrence? recurs = null;
        support.Rule("""{"dependentRequired": {"every": ["from", "until", "amount"], "from": ["every"], "until": ["every"]}}""");
        var (every, from, until) = (support.Period("every"), support.Milestone("from"), support.Milestones("until"));
        if (support.Get("every") is not null || support.Get("from") is not null || support.Get("until") is not null)
        {
            foreach (var key in (string[])["every", "from", "amount"])
                if (support.Get(key) is null) support.Wrong(key, FindingCodes.MissingKey, $"payments again and again without '{key}'", $"a '{key}'");
            if (every is { Count: 0 }) support.Wrong("every", FindingCodes.Schedule, "this would never end", "a length of at least 1");
            if (until.Count == 0) support.Wrong("until", FindingCodes.Schedule, "nothing stops these payments", "the milestones that do, such as [graduated, exited]");
            recurs = new(every ?? default, from ?? default, until);
        }
        return new SupportCategory(id, support.Text("title"), support.Word("budget"), support.Money("amount"), support.Money("ceiling"), support.Role("approvedBy"), recurs);
    });
}
