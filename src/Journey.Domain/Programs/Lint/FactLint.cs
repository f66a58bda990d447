using Journey.Domain.Confidential;

namespace Journey.Domain.Programs.Lint;

/// <summary>Facts that nobody writes or nobody may read, forms in the wrong place, money that does not add up, roles that nobody holds.</summary>
internal static class FactLint
{
    public static IEnumerable<LintFinding> Of(ProgramDefinition program, LintSurroundings surroundings) =>
        Fields(program).Concat(Forms(program, surroundings.MayOpen)).Concat(Criteria(program, surroundings.MayOpen)).Concat(Money(program)).Concat(Roles(program, surroundings.RolesHeld));

    // Without forms every field is asked for at intake, so none is left out.
    private static IEnumerable<LintFinding> Fields(ProgramDefinition program)
    {
        if (program.Forms.Count == 0) yield break;
        var written = program.Forms.SelectMany(f => f.Fields).Select(f => f.Field).ToHashSet(StringComparer.Ordinal);
        foreach (var field in program.Fields.Where(f => !written.Contains(f.Id)))
        {
            var readers = program.Criteria.Where(c => c.Reads.Contains(field.Id, StringComparer.Ordinal)).Select(c => $"the criterion '{c.Id}'")
                .Concat(program.Stages.Where(s => Reads(s.Entry) || Reads(s.Exit?.When)).Select(s => $"the gate of '{s.Id}'")).ToList();
            bool Reads(Guard? guard) => guard?.Reads.Contains("facts." + field.Id, StringComparer.Ordinal) == true;
            if (readers.Count > 0) yield return new(LintCodes.FactUnwritten, $"fields.{field.Id}", $"{string.Join(" and ", readers)} {(readers.Count == 1 ? "reads" : "read")} '{field.Id}', and no form asks for it", $"'{field.Id}' in a form");
            else yield return new(LintCodes.FactUnused, $"fields.{field.Id}", $"no form asks for '{field.Id}', and nothing reads it", "a form with it, or no such field");
        }
    }

    private static IEnumerable<LintFinding> Forms(ProgramDefinition program, Func<string, IReadOnlySet<FieldClass>> mayOpen)
    {
        foreach (var (stage, task) in program.Stages.SelectMany(s => s.Tasks, (s, t) => (s, t)))
        {
            if (program.Forms.FirstOrDefault(f => Same(f.Id, task.Form)) is not { } form) continue;
            var path = $"stages.{stage.Id}.tasks.{task.Id}.form";
            if (!Same(form.Stage, stage.Id)) yield return new(LintCodes.TaskForm, path, $"'{form.Id}' belongs to '{form.Stage}', this task to '{stage.Id}'", $"a form of '{stage.Id}'");
            if ((task.Owner ?? stage.Owner) is { } owner && Closed(program, form.Fields.Select(f => f.Field), mayOpen(owner)) is [var closed, ..])
                yield return new(LintCodes.SealReader, path, $"{owner} does this task and may not open '{closed.Id}' (class {closed.Class.Name()})", $"an owner who may open the class {closed.Class.Name()}, or a form without that field");
        }
    }

    // Whoever stands at the gate that criteria open has them checked.
    private static IEnumerable<LintFinding> Criteria(ProgramDefinition program, Func<string, IReadOnlySet<FieldClass>> mayOpen)
    {
        var gate = program.Stages.FirstOrDefault(s => s.Exit?.When?.Reads.Any(r => r.StartsWith("criteria.", StringComparison.Ordinal)) == true) ?? program.Stage(program.IntakeStage());
        foreach (var criterion in program.Criteria)
        {
            var path = $"criteria.{criterion.Id}.when";
            if (program.Consent is { } consent && Closed(program, criterion.Reads, consent.Classes) is [var unconsented, ..])
                yield return new(LintCodes.SealConsent, path, $"it reads '{unconsented.Id}', and the consent does not cover the class {unconsented.Class.Name()}", $"{unconsented.Class.Name()} among the consent's classes, or a criterion without it");
            if (gate?.Owner is { } owner && Closed(program, criterion.Reads, mayOpen(owner)) is [var closed, ..])
                yield return new(LintCodes.SealReader, path, $"{owner} checks it for '{gate.Id}' and may not open '{closed.Id}' (class {closed.Class.Name()})", $"an owner of '{gate.Id}' who may open the class {closed.Class.Name()}");
        }
    }

    private static List<Field> Closed(ProgramDefinition program, IEnumerable<string> fields, IEnumerable<FieldClass> open) =>
        [.. fields.Select(program.Field).OfType<Field>().Where(f => f.Class != FieldClass.None && !open.Contains(f.Class))];

    private static IEnumerable<LintFinding> Money(ProgramDefinition program)
    {
        foreach (var budget in program.Budgets.Where(b => !program.Supports.Any(s => Same(b.Id, s.Budget))))
            yield return new(LintCodes.BudgetUnused, $"budgets.{budget.Id}", $"no support draws on '{budget.Id}'", "a support with this 'budget', or no such budget");
        foreach (var support in program.Supports)
        {
            var path = $"supports.{support.Id}";
            var budget = program.Budgets.FirstOrDefault(b => Same(b.Id, support.Budget))?.PerCohort;
            foreach (var (key, most, what, than) in new[] { ("amount", support.Amount, support.Ceiling, "its ceiling"), ("amount", support.Amount, budget, "the whole budget"), ("ceiling", support.Ceiling, budget, "the whole budget") })
            {
                if (most is not { } one || what is not { } other) continue;
                if (!Same(one.Currency, other.Currency)) yield return new(LintCodes.SupportAmount, $"{path}.{key}", $"{one.Currency} cannot be measured against {than} in {other.Currency}", "one currency");
                else if (one.Amount > other.Amount) yield return new(LintCodes.SupportAmount, $"{path}.{key}", $"{one.Amount} {one.Currency} is more than {than} of {other.Amount}", $"at most {other.Amount} {other.Currency}");
                else continue;
                break;
            }
        }
    }

    private static IEnumerable<LintFinding> Roles(ProgramDefinition program, IReadOnlySet<string>? held)
    {
        if (held is null) yield break;
        var owners = program.Stages.Select(s => ($"stages.{s.Id}.owner", s.Owner))
            .Concat(program.Stages.SelectMany(s => s.Tasks, (s, t) => ($"stages.{s.Id}.tasks.{t.Id}.owner", t.Owner)))
            .Concat(program.Stages.SelectMany(s => s.FollowUps, (s, f) => ($"stages.{s.Id}.followUps.{f.Id}", f)).Concat(program.FollowUps.Select(f => ($"followUps.{f.Id}", f)))
                .SelectMany(f => new (string, string?)[] { (f.Item1 + ".owner", f.Item2.Owner), (f.Item1 + ".escalate.to", f.Item2.Escalate?.To) }))
            .Concat(program.Supports.Select(s => ($"supports.{s.Id}.approvedBy", s.ApprovedBy)));
        // Each role once, where it comes first.
        foreach (var (path, role) in owners.Where(o => o.Item2 is { Length: > 0 } role && role is not "participant" && !held.Contains(role)).DistinctBy(o => o.Item2))
            yield return new(LintCodes.RoleUnheld, path, $"nobody is {role} here", $"somebody with the role {role} before the first piece of work falls due");
    }

    private static bool Same(string? a, string? b) => a is not null && string.Equals(a, b, StringComparison.Ordinal);
}
