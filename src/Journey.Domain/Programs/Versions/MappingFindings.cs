namespace Journey.Domain.Programs.Versions;

/// <summary>Something about a mapping that its author should know.</summary>
/// <param name="Code">Stable, one of <see cref="MappingFindings.Codes"/>.</param>
/// <param name="Path">As in the mapping's file: <c>stages.crt</c>.</param>
/// <param name="Stops">Nobody can be moved with it; else it only says whom it leaves behind.</param>
public sealed record MappingFinding(string Code, string Path, string Problem, string Expected, bool Stops = true);

/// <summary>Whether a mapping fits the two versions.</summary>
public static class MappingFindings
{
    public const string OtherProgram = "mapping.other-program", UnknownStage = "mapping.unknown-stage", MergedStages = "mapping.merged-stages", StageUnmapped = "mapping.stage-unmapped",
        UnknownField = "mapping.unknown-field", MergedFields = "mapping.merged-fields", OtherType = "mapping.field-type", UnknownFollowUp = "mapping.unknown-follow-up";

    public static IReadOnlyList<string> Codes { get; } = [OtherProgram, UnknownStage, MergedStages, StageUnmapped, UnknownField, MergedFields, OtherType, UnknownFollowUp];

    /// <param name="mapping">Complete: with what the definitions say by themselves.</param>
    public static IEnumerable<MappingFinding> Of(VersionMapping mapping, ProgramDefinition from, ProgramDefinition to)
    {
        if (from.Id != to.Id || mapping.Program != from.Id) yield return new(OtherProgram, "mapping", $"it maps {mapping.Program}, and the versions are of {from.Id} and {to.Id}", "one program");

        foreach (var stage in mapping.Stages.Keys.Concat(mapping.Leave).Where(s => from.Stage(s) is null)) yield return new(UnknownStage, "stages." + stage, $"version {from.Version} has no stage {stage}", List(from.Stages.Select(s => s.Id)));
        foreach (var (old, stage) in mapping.Stages.Where(s => to.Stage(s.Value) is null)) yield return new(UnknownStage, "stages." + old, $"version {to.Version} has no stage {stage}", List(to.Stages.Select(s => s.Id)));
        foreach (var same in Merged(from.Stages.Select(s => s.Id), mapping.Stage)) yield return new(MergedStages, "stages." + same.Last(), $"{string.Join(" and ", same)} become one stage, {same.Key}: nobody could go back", "one of them, and `leave` for the others");
        foreach (var stage in from.Stages.Where(s => mapping.Stage(s.Id) is { } now && to.Stage(now) is null && !mapping.Stages.ContainsKey(s.Id)))
            yield return new(StageUnmapped, "stages." + stage.Id, $"version {to.Version} has no stage {stage.Id}: whoever is in it stays where they are", "a stage of the new version, or `leave`", Stops: false);

        foreach (var field in mapping.Fields.Keys.Where(f => from.Field(f) is null)) yield return new(UnknownField, "fields." + field, $"version {from.Version} has no field {field}", List(from.Fields.Select(f => f.Id)));
        foreach (var (old, field) in mapping.Fields.Where(f => to.Field(f.Value) is null)) yield return new(UnknownField, "fields." + old, $"version {to.Version} has no field {field}", List(to.Fields.Select(f => f.Id)));
        foreach (var same in Merged(from.Fields.Select(f => f.Id), f => mapping.Fields.GetValueOrDefault(f, f))) yield return new(MergedFields, "fields." + same.Last(), $"{string.Join(" and ", same)} become one field, {same.Key}", "one of them");
        foreach (var field in from.Fields)
        {
            if (to.Field(mapping.Fields.GetValueOrDefault(field.Id, field.Id)) is { } now && now.Type != field.Type && (field.Type, now.Type) is not (FieldType.Int, FieldType.Double) and not (FieldType.Choice, FieldType.Text))
                yield return new(OtherType, "fields." + field.Id, $"{field.Id} was {field.Type} and {now.Id} is {now.Type}: what was answered does not read as that", "the same type, or another field", Stops: false);
        }
        foreach (var followUp in mapping.Restart.Except(to.FollowUpIds(), StringComparer.Ordinal)) yield return new(UnknownFollowUp, "followUps." + followUp, $"version {to.Version} has no follow-up {followUp}", List(to.FollowUpIds()));
    }

    private static IEnumerable<IGrouping<string, string>> Merged(IEnumerable<string> ids, Func<string, string?> now) =>
        ids.Where(id => now(id) is not null).GroupBy(id => now(id)!, StringComparer.Ordinal).Where(g => g.Count() > 1);

    private static string List(IEnumerable<string> ids) => "one of " + string.Join(", ", ids);
}
