namespace Journey.Domain.Cel;

/// <summary>What names mean: a macro's variable before a fact; of a dotted name the longest beginning that is one, the rest being keys of a map.</summary>
internal sealed partial class Binder
{
    private Bound Read(Node node)
    {
        if (node is Select { Of: var of } select && (Dotted(node) is not { } id || IsLocal(id) || !environment.Names.ContainsKey(id)))
        {
            if (Dotted(node) is { } words && !Begins(words)) throw Undeclared(node, words);
            return Item(select, Bind(of));
        }
        var name = Dotted(node)!;
        for (var slot = _scope.Count - 1; slot >= 0; slot--)
        {
            var local = slot;
            if (string.Equals(_scope[slot].Name, name, StringComparison.Ordinal)) return new(_scope[slot].Type, (ref frame) => frame.Locals[local]);
        }
        if (!environment.Names.TryGetValue(name, out var type)) throw Undeclared(node, name);
        Facts[node] = name;
        var place = Slot(name);
        return new(type, (ref frame) => frame.Read(place));
    }

    // m.key: the item, or an error that says which key is missing.
    private static Bound Item(Select select, Bound map)
    {
        if (map.Type != CelType.Any && !CelType.MapOf(CelType.String, CelType.Any).Takes(map.Type)) throw CelException.Unsupported(select.At, "a field of a value");
        var key = CelValue.Of(select.Field);
        var from = map.Run;
        return new(map.Type.Element ?? CelType.Any, (ref frame) => from(ref frame) is var found && found.Kind == CelKind.Map ? Operators.Item(found, key) : found);
    }

    // has(fact): whether somebody has stated it. CEL knows the form for a field of a message; here a fact is one.
    private Bound Has(Call has)
    {
        if (has.Args is [Name or Select] && has.Args[0] is var asked && Dotted(asked) is { } name && !IsLocal(name) && environment.Names.TryGetValue(name, out var type))
        {
            (Types[asked], Facts[asked]) = (type, name);
            var slot = Slot(name);
            Eval read = (ref frame) => frame.Read(slot);
            if (traced) read = Trace.Around(asked, read);
            return new(CelType.Bool, (ref frame) => CelValue.Of(!read(ref frame).IsUnknown));
        }
        if (has.Args is not [Select select]) throw has.Args is [Name { Id: var id } word] && !IsLocal(id) ? Undeclared(word, id) : CelException.Type(has.At, "has() asks about something that is neither a fact nor a map's key", "has(nameOfAFact) or has(map.key)");
        var before = Findings.Count;
        var map = Bind(select.Of);
        if (Findings.Count > before) return Wrong;
        Types[select] = Item(select, map).Type;
        var (from, key) = (map.Run, CelValue.Of(select.Field));
        return new(CelType.Bool, (ref frame) => from(ref frame) is var found && found.Kind == CelKind.Map ? CelValue.Of(found.Map.ContainsKey(key)) : found);
    }

    private int Slot(string fact)
    {
        if (Reads.IndexOf(fact) is >= 0 and var slot) return slot;
        Reads.Add(fact);
        return Reads.Count - 1;
    }

    private static string? Dotted(Node node) => node switch
    {
        Name name => name.Id,
        Select select when Dotted(select.Of) is { } before => before + "." + select.Field,
        _ => null,
    };

    private bool IsLocal(string id) => _scope.Exists(s => string.Equals(s.Name, id.Split('.')[0], StringComparison.Ordinal));

    // Whether some beginning of the words means something, so that the rest can be keys.
    private bool Begins(string words)
    {
        for (var end = words.LastIndexOf('.'); end > 0; end = words.LastIndexOf('.', end - 1))
            if (environment.Names.ContainsKey(words[..end])) return true;
        return IsLocal(words);
    }

    private CelException Undeclared(Node node, string name)
    {
        var at = node;
        while (at is Select select) at = select.Of;
        return new(new(at.At, "guard.unknown-name", $"nothing is called '{name}'",
            environment.Names.Count == 0 ? "no names here" : "one of " + string.Join(", ", environment.Names.Keys.Order(StringComparer.Ordinal))));
    }
}
