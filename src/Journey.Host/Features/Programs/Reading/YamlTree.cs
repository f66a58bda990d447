using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Journey.Host.Features.Programs.Reading;

/// <summary>YAML with a place for everything, and every duplicate key still there. Lines and columns count from 1.</summary>
internal abstract record YamlTree(int Line, int Column)
{
    // Deeper than any definition; keeps a hostile file from exhausting the stack.
    private const int Deepest = 40;

    /// <param name="Exact">Whether character n of the value stands n columns after <see cref="ContentColumn"/>.</param>
    public sealed record Scalar(int Line, int Column, string Value, bool Quoted, bool Exact) : YamlTree(Line, Column)
    {
        public int ContentColumn => Column + (Quoted ? 1 : 0);
    }

    public sealed record Map(int Line, int Column, IReadOnlyList<(Scalar Key, YamlTree Value)> Entries) : YamlTree(Line, Column);

    public sealed record List(int Line, int Column, IReadOnlyList<YamlTree> Items) : YamlTree(Line, Column);

    /// <exception cref="YamlException">Not YAML, or a part of it that definitions do without (anchors, tags, several documents).</exception>
    public static YamlTree Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            return Document(parser);
        }
        catch (InvalidOperationException e)
        {
            // The parser's own slip on a bracket that is never closed.
            var last = parser.Current?.End ?? Mark.Empty;
            throw new YamlException(last, last, "a bracket or brace is not closed", e);
        }
    }

    private static YamlTree Document(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out var end)) throw new YamlException(end.Start, end.End, "the file is empty");
        parser.Consume<DocumentStart>();
        var tree = Read(parser, 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second)) throw new YamlException(second.Start, second.End, "a second document");
        return tree;
    }

    private static YamlTree Read(Parser parser, int depth)
    {
        var at = parser.Current!;
        int line = (int)at.Start.Line, column = (int)at.Start.Column;
        if (depth > Deepest) throw new YamlException(at.Start, at.End, "nested too deeply");
        if (at is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias) throw new YamlException(at.Start, at.End, "anchors and aliases are not used in definitions");
        if (at is NodeEvent { Tag.IsEmpty: false }) throw new YamlException(at.Start, at.End, "tags are not used in definitions");
        if (parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar)) return Of(scalar);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read(parser, depth + 1));
            return new List(line, column, items);
        }
        parser.Consume<MappingStart>();
        var entries = new List<(Scalar, YamlTree)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.Current!;
            if (Read(parser, depth + 1) is not Scalar name) throw new YamlException(key.Start, key.End, "a key that is not a word");
            entries.Add((name, Read(parser, depth + 1)));
        }
        return new Map(line, column, entries);
    }

    private static Scalar Of(YamlDotNet.Core.Events.Scalar scalar)
    {
        var quoted = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted;
        var written = scalar.End.Column - scalar.Start.Column - (quoted ? 2 : 0);
        var exact = scalar.Start.Line == scalar.End.Line && written == scalar.Value.Length && scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded);
        return new((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, quoted, exact);
    }
}
