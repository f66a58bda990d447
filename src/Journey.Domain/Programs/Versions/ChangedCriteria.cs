namespace Journey.Domain.Programs.Versions;

/// <summary>Which criteria have to be looked at again under another version.</summary>
public static class ChangedCriteria
{
    /// <returns>Criteria of <paramref name="to"/>: those that are new, have another condition, or read a field of another type.</returns>
    public static IReadOnlyList<Criterion> Of(ProgramDefinition from, ProgramDefinition to, VersionMapping mapping)
    {
        var old = mapping.Fields.ToDictionary(f => f.Value, f => f.Key, StringComparer.Ordinal);
        bool SameField(string field)
        {
            var was = old.GetValueOrDefault(field, field);
            return was == field && from.Field(field)?.Type == to.Field(field)?.Type;
        }
        return [.. to.Criteria.Where(c => from.Criterion(c.Id) is not { } was || was.When.Source != c.When.Source || !c.Reads.All(SameField))];
    }
}
