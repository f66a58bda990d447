using System.Collections.Immutable;
using System.Text.Json;
using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Domain.Programs.Versions;

/// <summary>How people of one version of a program get along in another one: what stages and fields are called there, and whose time starts again.</summary>
/// <param name="Stages">Old id to new id, where they differ.</param>
/// <param name="Leave">Old stages that the new version has nothing for: whoever is in one leaves it.</param>
/// <param name="Fields">Old id to new id, where they differ.</param>
/// <param name="Restart">Follow-ups of the new version that count from the day of the move. All others keep the time that has gone by.</param>
public sealed record VersionMapping(
    string Program, int From, int To, ImmutableSortedDictionary<string, string> Stages, ImmutableSortedSet<string> Leave,
    ImmutableSortedDictionary<string, string> Fields, ImmutableSortedSet<string> Restart)
{
    private static readonly ImmutableSortedDictionary<string, string> NoNames = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private static readonly ImmutableSortedSet<string> None = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What follows from the definitions alone: the same meaning is the same thing, and the same id where no meaning says otherwise.</summary>
    public static VersionMapping Between(ProgramDefinition from, ProgramDefinition to) => new VersionMapping(from.Id, from.Version, to.Version, NoNames, None, NoNames, None).Complete(from, to);

    /// <summary>The same with what the definitions say where it is silent.</summary>
    public VersionMapping Complete(ProgramDefinition from, ProgramDefinition to) => this with
    {
        Stages = Named(Stages, Leave, [.. from.Stages.Select(s => (s.Id, s.Meaning ?? s.Id))], [.. to.Stages.Select(s => (s.Id, s.Meaning ?? s.Id))]),
        Fields = Named(Fields, None, [.. from.Fields.Select(f => (f.Id, f.Meaning ?? f.Id))], [.. to.Fields.Select(f => (f.Id, f.Meaning ?? f.Id))]),
    };

    /// <summary>What the stage is called in the new version; null when one leaves it.</summary>
    public string? Stage(string old) => Leave.Contains(old) ? null : Stages.GetValueOrDefault(old, old);

    /// <param name="criteria">What changed criteria come to, where they were looked at.</param>
    public EnrollmentMoved Move(EnrollmentId enrollment, MigrationId migration, IReadOnlyDictionary<string, CriterionResult>? criteria = null) =>
        new(enrollment, Program, From, To, Unordered(Stages), [.. Leave], Unordered(Fields), [.. Restart], migration, criteria?.ToImmutableDictionary(StringComparer.Ordinal));

    /// <summary>The way back.</summary>
    public EnrollmentMoved Back(EnrollmentId enrollment, MigrationId migration) =>
        new(enrollment, Program, To, From, Swapped(Stages), [], Swapped(Fields), [], migration);

    /// <summary>Canonical: the same mapping is the same text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Body.Options);

    /// <exception cref="JsonException">It is none.</exception>
    public static VersionMapping Read(string json)
    {
        var read = JsonSerializer.Deserialize<VersionMapping>(json, Body.Options) ?? throw new JsonException("A mapping is an object.");
        return read with { Stages = read.Stages.WithComparers(StringComparer.Ordinal), Leave = read.Leave.WithComparer(StringComparer.Ordinal), Fields = read.Fields.WithComparers(StringComparer.Ordinal), Restart = read.Restart.WithComparer(StringComparer.Ordinal) };
    }

    private static ImmutableSortedDictionary<string, string> Named(ImmutableSortedDictionary<string, string> said, ImmutableSortedSet<string> leave, IReadOnlyList<(string Id, string Meaning)> from, IReadOnlyList<(string Id, string Meaning)> to)
    {
        var taken = said.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var (id, meaning) in from.Where(f => !said.ContainsKey(f.Id) && !leave.Contains(f.Id)))
        {
            if (to.FirstOrDefault(t => string.Equals(t.Meaning, meaning, StringComparison.Ordinal)).Id is { } found && found != id && taken.Add(found)) said = said.SetItem(id, found);
        }
        return said;
    }

    private static ImmutableDictionary<string, string> Unordered(ImmutableSortedDictionary<string, string> names) => names.ToImmutableDictionary(StringComparer.Ordinal);

    private static ImmutableDictionary<string, string> Swapped(ImmutableSortedDictionary<string, string> names) => names.ToImmutableDictionary(n => n.Value, n => n.Key, StringComparer.Ordinal);
}
