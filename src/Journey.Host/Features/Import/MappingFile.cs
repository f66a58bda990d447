using Journey.Domain.Programs;
using Journey.Host.Features.Programs.Reading;
using YamlDotNet.Core;

namespace Journey.Host.Features.Import;

/// <summary>Reads a mapping and checks all of it that can be checked without the data.</summary>
internal sealed class MappingFile
{
    private readonly MappingFindings findings;
    private readonly Dictionary<string, Dictionary<string, string>> tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Input> inputs = new(StringComparer.Ordinal);
    private readonly ProgramDefinition program;

    private MappingFile(MappingFindings findings, ProgramDefinition program) => (this.findings, this.program) = (findings, program);

    /// <param name="readProgram">Gives the program of a path; its exceptions pass.</param>
    /// <exception cref="MappingRefused">Something is wrong; all of it is told.</exception>
    public static Mapping Read(string file, string text, Func<string, ProgramDefinition> readProgram)
    {
        var findings = new MappingFindings(file);
        try
        {
            var tree = YamlTree.Parse(text);
            var mapping = Read(file, findings, tree, readProgram);
            return findings.All.Count == 0 ? mapping! : throw new MappingRefused(findings.All);
        }
        catch (YamlException e)
        {
            findings.All.Add(new(file, (int)e.Start.Line, (int)e.Start.Column, MappingCodes.Yaml, e.Message, "YAML without anchors, aliases and tags"));
            throw new MappingRefused(findings.All);
        }
    }

    private static Mapping? Read(string file, MappingFindings findings, YamlTree tree, Func<string, ProgramDefinition> readProgram)
    {
        var root = findings.Entries(tree, "mapping", "operator", "program", "tables", "inputs");
        var id = findings.Word(findings.Required(tree, root, "mapping"));
        var op = findings.Required(tree, root, "operator") is { } o ? Operator(findings, o) : null;
        if (findings.Required(tree, root, "program") is not { } named || Program(file, findings, named, readProgram) is not { } program) return null;
        var reader = new MappingFile(findings, program.Definition);
        if (root.TryGetValue("tables", out var given)) reader.Tables(given);
        if (findings.Required(tree, root, "inputs") is { } inputs) reader.Inputs(inputs);
        return findings.All.Count > 0 || op is null ? null : new Mapping(file, id, op, program.Definition, program.Path, [.. reader.inputs.Values]);
    }

    private static MappedOperator? Operator(MappingFindings findings, YamlTree node)
    {
        var entries = findings.Entries(node, "id", "name", "label");
        var id = findings.Required(node, entries, "id");
        var word = findings.Word(id);
        var name = findings.Word(findings.Required(node, entries, "name"));
        try { _ = new EventStore.OperatorId(word); }
        catch (ArgumentException) when (word.Length > 0)
        {
            findings.Add(id!, MappingCodes.Value, $"'{word}' is no operator id", "a small letter, then 1 to 30 small letters, digits or hyphens");
            return null;
        }
        return new MappedOperator(word, name, entries.TryGetValue("label", out var label) ? findings.Word(label) : null);
    }

    // The version is named, so that a later version of the file doesn't silently become the one that imported people started under.
    private static (ProgramDefinition Definition, string Path)? Program(string file, MappingFindings findings, YamlTree node, Func<string, ProgramDefinition> readProgram)
    {
        var entries = findings.Entries(node, "file", "id", "version");
        var at = findings.Required(node, entries, "file");
        var (id, version) = (findings.Required(node, entries, "id"), findings.Required(node, entries, "version"));
        if (at is null || id is null || version is null) return null;
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, findings.Word(at)));
        if (!File.Exists(path))
        {
            findings.Add(at, MappingCodes.Program, "there is no such file", "a program file, relative to this one");
            return null;
        }
        var program = readProgram(path);
        if (findings.Word(id) != program.Id) findings.Add(id, MappingCodes.Program, $"the program is called '{program.Id}'", program.Id);
        if (findings.Word(version) != program.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)) findings.Add(version, MappingCodes.Program, $"the program file is version {program.Version}", "the version that imported people start under");
        return (program, path);
    }

    private void Tables(YamlTree node)
    {
        foreach (var (name, table) in findings.Entries(node))
            tables[name] = findings.Entries(table).ToDictionary(e => e.Key, e => findings.Word(e.Value), StringComparer.Ordinal);
    }

    private void Inputs(YamlTree node)
    {
        var entries = findings.Entries(node);
        // All names first: a join may point at an input further down.
        foreach (var (name, input) in entries) inputs[name] = new Input(name, input);
        var parts = entries.ToDictionary(e => e.Key, e => findings.Entries(e.Value, "file", "key", "joins", "ids", "values", "earliest", "events"), StringComparer.Ordinal);
        foreach (var (name, input) in inputs)
        {
            input.Files = [.. findings.Words(findings.Required(input.At, parts[name], "file")).Select(w => w.Value)];
            input.Key = [.. findings.Words(findings.Required(input.At, parts[name], "key")).Select(w => Own(input, w))];
        }
        foreach (var (name, input) in inputs) new InputReader(findings, program, tables, inputs, input, parts[name]).Read();
    }

    internal static ColumnRef Own(Input input, YamlTree.Scalar column)
    {
        var found = new ColumnRef(column.Value, column, null);
        input.Columns.Add(found);
        return found;
    }
}
