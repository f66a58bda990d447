using Journey.Domain.Programs;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>Whatever a definition names must be there, and each id once.</summary>
internal static class References
{
    public static void Check(Findings findings, Section root, ProgramDefinition program)
    {
        var stages = program.Stages.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var stage in program.Stages)
        {
            var path = $"stages.{stage.Id}";
            foreach (var key in (string[])["with", "after", "exit.to"]) Known(findings, $"{path}.{key}", stages, FindingCodes.UnknownStage, "stage");
            foreach (var (way, at) in stage.Returns.Select((r, i) => (r, $"{path}.returns.{i}"))) Known(findings, $"{at}.to", stages, FindingCodes.UnknownStage, "stage");
            Known(findings, $"{path}.credential", [.. program.Credentials.Select(c => c.Id)], FindingCodes.UnknownCredential, "credential");
        }
        foreach (var variant in program.Variants)
        {
            foreach (var stage in variant.Stages)
            {
                var path = $"variants.{variant.Id}.stages.{stage.Id}";
                if (!stages.Contains(stage.Id)) findings.Add(findings.Places[path], FindingCodes.UnknownStage, $"no stage is called '{stage.Id}'", OneOf(stages));
                foreach (var key in (string[])["with", "after", "exit.to"]) Known(findings, $"{path}.{key}", stages, FindingCodes.UnknownStage, "stage");
            }
        }
        foreach (var support in program.Supports) Known(findings, $"supports.{support.Id}.budget", [.. program.Budgets.Select(b => b.Id)], FindingCodes.UnknownBudget, "budget");

        var followUps = FollowUps(program).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var stage in program.Stages)
            for (var i = 0; i < stage.Returns.Count; i++)
                Known(findings, $"stages.{stage.Id}.returns.{i}.followUps.cancel", followUps, FindingCodes.UnknownFollowUp, "follow-up");

        Once(findings, root, "criteria", program.Criteria.Select(c => c.Id), "criteria");
        Once(findings, root, "followUps", FollowUps(program).Select(f => f.Id), "followUps");
        foreach (var path in root.Words("examples"))
            if (!findings.Places.ContainsKey(path.Value)) findings.Add(path, FindingCodes.UnknownPath, $"nothing is at '{path.Value}'", "a path in this file, such as rubric.pass");
    }

    private static IEnumerable<FollowUp> FollowUps(ProgramDefinition program) => program.Stages.SelectMany(s => s.FollowUps).Concat(program.FollowUps);

    private static void Known(Findings findings, string path, HashSet<string> known, string code, string what)
    {
        if (!findings.Places.TryGetValue(path, out var place)) return;
        IEnumerable<YamlTree> words = place is YamlTree.List list ? list.Items : [place];
        foreach (var word in words.OfType<YamlTree.Scalar>())
            if (!known.Contains(word.Value)) findings.Add(word, code, $"no {what} is called '{word.Value}'", OneOf(known));
    }

    private static string OneOf(HashSet<string> known) => known.Count == 0 ? "none, since the file defines none" : "one of " + string.Join(", ", known);

    private static void Once(Findings findings, Section root, string key, IEnumerable<string> ids, string what)
    {
        foreach (var twice in ids.Where(id => id.Length > 0).GroupBy(id => id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            // The last place of that id: the first may stand in a stage.
            var place = findings.Places.LastOrDefault(p => p.Key.EndsWith($"{key}.{twice.Key}.id", StringComparison.Ordinal)).Value;
            if (place is not null) findings.Add(place, FindingCodes.DuplicateId, $"two {what} are called '{twice.Key}'", "an id of its own");
            else root.Wrong(key, FindingCodes.DuplicateId, $"two {what} are called '{twice.Key}'", "an id of its own");
        }
    }
}
