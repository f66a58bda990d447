using System.Globalization;
using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>Whether something can be; undecided where the bound of the search was met.</summary>
internal enum Can { No, Yes, Undecided }

/// <summary>An answer, and the facts that make it so.</summary>
/// <param name="Sure">No condition was assumed that the analysis does not look into: the guard really comes to this.</param>
internal sealed record Answer(Can Can, IReadOnlyList<KeyValuePair<string, CelValue>> Facts, bool Sure)
{
    public override string ToString() => Say("something that is not looked into", "possibly", "not stated");

    public Text InWords => new(ToString(), Say("quelque chose qui n’est pas examiné", "peut-être", "non indiqué"));

    private string Say(string unseen, string possibly, string notStated) => string.Join(", ", Facts.Select(f => $"{f.Key} = {Shown(f.Value, notStated)}")) + (Sure ? "" : Facts.Count == 0 ? unseen : $", {possibly}");

    private static string Shown(CelValue value, string notStated) => value.Kind switch
    {
        CelKind.Unknown => notStated,
        CelKind.String => "'" + value.Text.Replace("\0", "\\0", StringComparison.Ordinal) + "'",
        CelKind.Timestamp when value.Int % TimeSpan.TicksPerDay == 0 => value.Timestamp.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}

/// <summary>
/// Guards over the same facts, taken apart: a fact alone, a fact against a constant, a fact in a list of constants and a constant in a
/// fact's list are looked into, through <c>&amp;&amp; || ! ?: == !=</c> and <c>has()</c>; what is worked out (<c>yearsBetween(birthDate, asOf)</c>)
/// counts as a fact that may have any value, and any other condition (macros, fact against fact) may be true or false. So "no" is certain, and "yes" is where no such condition was needed.
/// A double is taken for a number: that a fact is NaN is not looked at.
/// </summary>
internal sealed class GuardSpace(Func<string, FactRange?> ranges)
{
    /// <summary>After that many steps the answer is "undecided".</summary>
    public const int MostSteps = 50_000;

    /// <summary>After so many parts of a guard were looked at, too: some tenths of a second, however long the guard is.</summary>
    public const int MostParts = 2_000_000;

    /// <param name="WorkedOut">Not a fact but a part of a guard, by its text.</param>
    private sealed record Fact(string Name, CelType Type, bool WorkedOut)
    {
        public List<CelValue> Constants { get; } = [];
        public bool Ordered { get; set; }
        public bool AskedFor { get; set; }
    }

    private readonly List<Fact> _facts = [];
    private readonly List<(string Text, (string List, CelValue Item)? Holds)> _conditions = [];

    public Formula Of(CelExpression expression) => Of(expression, expression.Root);

    public Formula Of(CelExpression e, Node node) => node switch
    {
        Call { Function: "&&", Target: null } and => new Formula.And([Of(e, and.Args[0]), Of(e, and.Args[1])]),
        Call { Function: "||", Target: null } or => Formula.Or(Of(e, or.Args[0]), Of(e, or.Args[1])),
        Call { Function: "!", Target: null } not => new Formula.Not(Of(e, not.Args[0])),
        Conditional c => new Formula.If(Of(e, c.When), Of(e, c.Then), Of(e, c.Else)),
        _ when e.FactOf(node) is { } fact => new Formula.Test(Known(fact, CelType.Bool), value => value),
        Call { Function: "has", Target: null, Args: [var asked] } when e.FactOf(asked) is { } fact => Has(Known(fact, e.TypeOf(asked))),
        Call { Function: "==" or "!=", Target: null } same when e.TypeOf(same.Args[0]) == CelType.Bool && e.TypeOf(same.Args[1]) == CelType.Bool => Agree(same, new Formula.Same(Of(e, same.Args[0]), Of(e, same.Args[1]))),
        _ when Constant(e, node) is { } constant => new Formula.Fixed(constant.Kind == CelKind.Bool ? constant.IsTrue : null),
        Call { Function: "==" or "!=" or "<" or "<=" or ">" or ">=" or "in", Target: null } test => Compared(e, test),
        _ => Opaque(e, node),
    };

    private static Formula Agree(Call call, Formula same) => string.Equals(call.Function, "==", StringComparison.Ordinal) ? same : new Formula.Not(same);

    private Formula.Stated Has(int fact)
    {
        _facts[fact].AskedFor = true;
        return new(fact);
    }

    private Formula Compared(CelExpression e, Call test)
    {
        var (left, right) = (test.Args[0], test.Args[1]);
        var types = (CelType[])[e.TypeOf(left), e.TypeOf(right)];
        if (Operators.Find(test.Function, types) is not { Run: { } run }) return Opaque(e, test);
        var isIn = string.Equals(test.Function, "in", StringComparison.Ordinal);
        if (e.FactOf(left) is { } fact && Constant(e, right) is { } second && Cut(fact, types[0], isIn && second.Kind == CelKind.List ? second.List : [second], test.Function) is { } at)
            return new Formula.Test(at, value => run(value, second));
        if (e.FactOf(right) is { } other && Constant(e, left) is { } first)
        {
            if (isIn && types[1].IsList) return Holds(e, test, other, first);
            if (!isIn && Cut(other, types[1], [first], test.Function) is { } cut) return new Formula.Test(cut, value => run(first, value));
        }
        if (WorkedOut(e, left) is { } part && Constant(e, right) is { } than && Cut(part, types[0], isIn && than.Kind == CelKind.List ? than.List : [than], test.Function, workedOut: true) is { } there)
            return new Formula.Test(there, value => run(value, than));
        if (!isIn && WorkedOut(e, right) is { } later && Constant(e, left) is { } with && Cut(later, types[1], [with], test.Function, workedOut: true) is { } here)
            return new Formula.Test(here, value => run(with, value));
        return Opaque(e, test);
    }

    private static string? WorkedOut(CelExpression e, Node node) => e.FactOf(node) is null && Constant(e, node) is null ? e.Source[node.Start..node.End] : null;

    private int? Cut(string fact, CelType type, IReadOnlyList<CelValue> constants, string by, bool workedOut = false)
    {
        if (type.Element is not null || type == CelType.Null || type == CelType.Any || constants.Any(c => c.Kind is CelKind.List or CelKind.Map or CelKind.Null or CelKind.Error)) return null;
        var at = Known(fact, type, workedOut);
        _facts[at].Constants.AddRange(constants);
        _facts[at].Ordered |= by is not ("==" or "!=" or "in");
        return at;
    }

    private int Known(string fact, CelType type, bool workedOut = false)
    {
        var at = _facts.FindIndex(f => f.WorkedOut == workedOut && string.Equals(f.Name, fact, StringComparison.Ordinal));
        if (at >= 0) return at;
        _facts.Add(new(fact, type, workedOut));
        return _facts.Count - 1;
    }

    private Formula Holds(CelExpression e, Call test, string list, CelValue item)
    {
        if (ranges(list)?.Only is { } only && item.Kind == CelKind.String && !only.Contains(item)) return new Formula.Fixed(false);
        return Condition($"'{item}' in {list}", item.Kind == CelKind.String ? (list, item) : null);
    }

    private Formula Opaque(CelExpression e, Node node) => Condition(e.Source[node.Start..node.End], null);

    private Formula.Opaque Condition(string text, (string, CelValue)? holds)
    {
        var at = _conditions.FindIndex(c => string.Equals(c.Text, text, StringComparison.Ordinal));
        if (at < 0)
        {
            at = _conditions.Count;
            _conditions.Add((text, holds));
        }
        return new(at);
    }

    // What reads no fact and no macro's variable is the same everywhere.
    private static CelValue? Constant(CelExpression e, Node node) => node is Literal literal ? literal.Value
        : CelExpression.Compile(e.Source[node.Start..node.End], CelEnvironment.Empty, null, out _) is { } alone ? alone.Evaluate(_ => CelValue.Unknown).Value : null;

    /// <summary>Looks for facts under which <paramref name="wanted"/> is true.</summary>
    /// <param name="most">Steps at most.</param>
    public Answer Find(Formula wanted, int most = MostSteps) => Find(wanted, ref most);

    /// <param name="left">Steps that may be taken; what is left of them afterwards.</param>
    public Answer Find(Formula wanted, ref int left)
    {
        var bound = Math.Min(left, MostParts / wanted.Size);
        var given = new Assumptions(_facts.Count, _conditions.Count);
        var cells = _facts.Select(f => (IReadOnlyList<CelValue>)[.. Cells.Of(f.Type, f.Constants, f.Ordered, f.WorkedOut ? null : ranges(f.Name)), .. f.AskedFor ? [CelValue.Unknown] : Array.Empty<CelValue>()]).ToList();
        var steps = 0;
        var can = Try(0);
        left -= Math.Min(left, steps);
        if (can is not Can.Yes and var not) return new(not, [], not == Can.No);
        // What makes no difference is not worth saying.
        for (var i = _facts.Count - 1; i >= 0; i--)
        {
            var assumed = given.Facts[i];
            given.Facts[i] = null;
            if (wanted.Value(given) != true) given.Facts[i] = assumed;
        }
        return new(Can.Yes, Assumed(given), SureOf(given));

        Can Try(int next)
        {
            if (++steps > bound) return Can.Undecided;
            var value = wanted.Value(given);
            if (value is not null || next == _facts.Count + _conditions.Count) return value == true ? Can.Yes : Can.No;
            if (next < _facts.Count)
            {
                foreach (var cell in cells[next])
                {
                    given.Facts[next] = cell;
                    if (Try(next + 1) is not Can.No and var found) return found;
                }
                given.Facts[next] = cells[next].Count == 0 ? CelValue.Unknown : null;
                return cells[next].Count == 0 ? Try(next + 1) : Can.No;
            }
            foreach (var either in (bool[])[true, false])
            {
                given.Conditions[next - _facts.Count] = either;
                if (Try(next + 1) is not Can.No and var found) return found;
            }
            given.Conditions[next - _facts.Count] = null;
            return Can.No;
        }
    }

    // A list is what it was assumed to hold; only of one that something else is asked as well can nothing be said.
    private bool SureOf(Assumptions given) => !_facts.Where((f, i) => f.WorkedOut && given.Facts[i] is not null).Any() && !_conditions.Where((c, i) => given.Conditions[i] is not null && (c.Holds is not { } holds || _facts.Exists(f => f.Name == holds.List))).Any();

    private List<KeyValuePair<string, CelValue>> Assumed(Assumptions given)
    {
        var facts = _facts.Select((f, i) => (f.Name, Value: given.Facts[i])).Where(f => f.Value is { } v && (!v.IsUnknown || _facts.Exists(x => x.Name == f.Name && x.AskedFor))).Select(f => KeyValuePair.Create(f.Name, f.Value!.Value)).ToList();
        var lists = _conditions.Select((c, i) => (c.Holds, Is: given.Conditions[i])).Where(c => c.Holds is not null && c.Is is not null).GroupBy(c => c.Holds!.Value.List, StringComparer.Ordinal);
        facts.AddRange(lists.Select(l => KeyValuePair.Create(l.Key, CelValue.Of([.. l.Where(c => c.Is == true).Select(c => c.Holds!.Value.Item)]))));
        return facts;
    }
}
