using Journey.Domain.Programs;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>Whatever a definition names must be there, and each id once.</summary>
internal sealed class References
{
    private readonly Findings _findings;
    private readonly ProgramDefinition _program;
    private readonly HashSet<string> _stages, _rungs, _fields, _forms, _documents, _credentials, _followUps;

    private References(Findings findings, ProgramDefinition program)
    {
        (_findings, _program) = (findings, program);
        _stages = Set(program.Stages.Select(s => s.Id));
        _rungs = Set(program.Stages.Where(s => s.Kind == StageKind.Rung).Select(s => s.Id));
        _fields = Set(program.Fields.Select(f => f.Id));
        _forms = Set(program.Forms.Select(f => f.Id));
        _documents = Set(program.Documents.Select(d => d.Id));
        _credentials = Set(program.Credentials.Select(c => c.Id));
        _followUps = Set(program.FollowUpIds());
    }

    public static void Check(Findings findings, Section root, ProgramDefinition program)
    {
        var references = new References(findings, program);
        foreach (var stage in program.Stages) references.Stage(stage, $"stages.{stage.Id}");
        foreach (var variant in program.Variants) references.Variant(variant);
        foreach (var form in program.Forms) references.Form($"forms.{form.Id}");
        foreach (var offering in program.Offerings) references.Rungs(offering);
        foreach (var support in program.Supports) references.Known($"supports.{support.Id}.budget", Set(program.Budgets.Select(b => b.Id)), FindingCodes.UnknownBudget, "budget");
        references.Milestones();
        references.Options();
        references.Once(root, "criteria", program.Criteria.Select(c => c.Id));
        references.Once(root, "followUps", program.Stages.SelectMany(s => s.FollowUps).Concat(program.FollowUps).Select(f => f.Id));
        references.Meanings("fields", program.Fields.Select(f => (f.Id, f.Meaning)));
        references.Meanings("stages", program.Stages.Select(s => (s.Id, s.Meaning)));
        foreach (var path in root.Words("examples"))
            if (!findings.Places.ContainsKey(path.Value)) findings.Add(path, FindingCodes.UnknownPath, $"nothing is at '{path.Value}'", "a path in this file, such as rubric.pass");
    }

    private void Stage(Stage stage, string path)
    {
        foreach (var key in (string[])["with", "after", "exit.to"]) Known($"{path}.{key}", _stages, FindingCodes.UnknownStage, "stage");
        for (var i = 0; i < stage.Returns.Count; i++)
        {
            Known($"{path}.returns.{i}.to", _stages, FindingCodes.UnknownStage, "stage");
            Known($"{path}.returns.{i}.followUps.cancel", _followUps, FindingCodes.UnknownFollowUp, "follow-up");
        }
        Known($"{path}.credential", _credentials, FindingCodes.UnknownCredential, "credential");
        Known($"{path}.rung.certificates", _credentials, FindingCodes.UnknownCredential, "credential");
        Known($"{path}.rung.lateral", _rungs, FindingCodes.UnknownStage, "stage of kind rung");
        foreach (var task in stage.Tasks.Select(t => $"{path}.tasks.{t.Id}"))
        {
            Known($"{task}.form", _forms, FindingCodes.UnknownForm, "form");
            Known($"{task}.document", _documents, FindingCodes.UnknownDocument, "document");
        }
    }

    private void Variant(Variant variant)
    {
        foreach (var stage in variant.Stages)
        {
            var path = $"variants.{variant.Id}.stages.{stage.Id}";
            if (!_stages.Contains(stage.Id)) Add(path, FindingCodes.UnknownStage, $"no stage is called '{stage.Id}'", Nearest.Expected(stage.Id, _stages));
            foreach (var key in (string[])["with", "after", "exit.to"]) Known($"{path}.{key}", _stages, FindingCodes.UnknownStage, "stage");
        }
    }

    private void Form(string path)
    {
        Known($"{path}.stage", _stages, FindingCodes.UnknownStage, "stage");
        Known($"{path}.fields", _fields, FindingCodes.UnknownField, "field");
        Known($"{path}.optional", _fields, FindingCodes.UnknownField, "field");
    }

    private void Rungs(Offering offering)
    {
        foreach (var rung in offering.Rungs.Keys.Where(r => !_rungs.Contains(r)))
            Add($"offerings.{offering.Id}.rungs.{rung}", FindingCodes.UnknownStage, $"no stage of kind rung is called '{rung}'", Nearest.Expected(rung, _rungs));
    }

    private void Milestones()
    {
        var own = Set(_program.Milestones.Select(m => m.Id));
        string[] ofStages = [.. _program.Stages.SelectMany(s => s.Tasks.Select(t => Milestone.TaskDone(s.Id, t.Id)).Concat([Milestone.StageEntered(s.Id), Milestone.StageCompleted(s.Id)])).Select(m => m.Id)];
        foreach (var name in own.Where(n => new Milestone(n).IsBuiltIn)) Add($"milestones.{name}", FindingCodes.DuplicateId, $"every program has a milestone '{name}'", "an id of its own");
        // A name stands for what happens, not for another name: no circles.
        var basic = Set([.. Milestone.BuiltIn.Select(m => m.Id), .. ofStages]);
        var all = Set([.. basic, .. own]);
        var names = _program.Milestones.Select(m => _findings.Places.GetValueOrDefault($"milestones.{m.Id}.on")).ToHashSet();
        foreach (var (at, milestone) in _findings.Milestones)
        {
            var known = names.Contains(at) ? basic : all;
            if (!known.Contains(milestone.Id)) _findings.Add(at, FindingCodes.UnknownMilestone, $"no milestone is called '{milestone}'", Nearest.Expected(milestone.Id, known));
        }
    }

    private void Options()
    {
        foreach (var criterion in _program.Criteria) Options($"criteria.{criterion.Id}.when", criterion.When, name => _program.Field(name));
        foreach (var stage in _program.Stages)
            foreach (var (path, guard) in new[] { ($"stages.{stage.Id}.entry", stage.Entry), ($"stages.{stage.Id}.exit.when", stage.Exit?.When) })
                Options(path, guard, name => GuardNames.Parts(name) is ("facts", var id, "") ? _program.Field(id) : null);
    }

    private void Options(string path, Guard? guard, Func<string, Field?> field)
    {
        if (guard is null || !_findings.Places.TryGetValue(path, out var place) || place is not YamlTree.Scalar source) return;
        foreach (var (offset, option, asked) in GuardOptions.Unknown(guard, field))
            _findings.AddInside(source, offset, FindingCodes.GuardOption, $"'{option}' is not an option of '{asked.Id}'", Nearest.Expected(option, asked.Options.Select(o => o.Id)));
    }

    // A field or stage without a meaning of its own means its id.
    private void Meanings(string key, IEnumerable<(string Id, string? Meaning)> things)
    {
        foreach (var same in things.GroupBy(t => t.Meaning ?? t.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            foreach (var (id, _) in same.Where(t => t.Meaning is not null).TakeLast(same.Count() - 1))
                Add($"{key}.{id}.meaning", FindingCodes.DuplicateMeaning, $"'{same.Key}' is the meaning of another one too", "a meaning of its own, or none");
    }

    private void Known(string path, HashSet<string> known, string code, string what)
    {
        if (!_findings.Places.TryGetValue(path, out var place)) return;
        IEnumerable<YamlTree> words = place is YamlTree.List list ? list.Items : [place];
        foreach (var word in words.OfType<YamlTree.Scalar>())
            if (!known.Contains(word.Value)) _findings.Add(word, code, $"no {what} is called '{word.Value}'", Nearest.Expected(word.Value, known));
    }

    private void Once(Section root, string key, IEnumerable<string> ids)
    {
        foreach (var twice in ids.Where(id => id.Length > 0).GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            // The last place of that id: the first may stand in a stage.
            var place = _findings.Places.LastOrDefault(p => p.Key.EndsWith($"{key}.{twice.Key}.id", StringComparison.Ordinal)).Value;
            if (place is not null) _findings.Add(place, FindingCodes.DuplicateId, $"two {key} are called '{twice.Key}'", "an id of its own");
            else root.Wrong(key, FindingCodes.DuplicateId, $"two {key} are called '{twice.Key}'", "an id of its own");
        }
    }

    // Nothing stands at the path of an id that was refused: its finding is there already.
    private void Add(string path, string code, string problem, string expected)
    {
        if (_findings.Places.TryGetValue(path, out var place)) _findings.Add(place, code, problem, expected);
    }

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);
}
