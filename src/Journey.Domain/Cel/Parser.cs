namespace Journey.Domain.Cel;

/// <summary>Recursive descent over CEL's grammar (language definition, "Syntax"); one method per level of precedence.</summary>
internal sealed class Parser(IReadOnlyList<Token> tokens)
{
    // CEL asks for 12 levels of nesting and 24 to 32 operands in a row at least; the limits keep a hostile definition from exhausting the stack.
    private const int Deepest = 100, DeepestTree = 250;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while", "in",
    };

    private int _next, _depth;

    private Token Current => tokens[_next];

    public static Node Parse(string source)
    {
        var parser = new Parser(Lexer.Read(source));
        var node = parser.Expression();
        return parser.Current.Kind == TokenKind.End ? node : throw parser.Unexpected("an operator or the end");
    }

    // From the token that stood at `from` up to the last one taken.
    private T Spanned<T>(int from, T node)
        where T : Node
    {
        var depth = 1;
        foreach (var child in node.Children) depth = Math.Max(depth, child.Depth + 1);
        if (depth > DeepestTree) throw CelException.Syntax(node.At, "the expression is too long a chain", $"at most {DeepestTree} operands in a row, or a list and 'in'");
        return node with { Start = tokens[from].At, End = tokens[_next - 1].End, Depth = depth };
    }

    private Node Expression()
    {
        var from = _next;
        if (++_depth > Deepest) throw CelException.Syntax(Current.At, "the expression is nested too deeply", $"at most {Deepest} levels");
        var when = Or();
        if (Take("?") is { } at)
        {
            var then = Or();
            Expect(":");
            when = Spanned(from, new Conditional(at, when, then, Expression()));
        }
        _depth--;
        return when;
    }

    private Node Or() => Left(And, "||");

    private Node And() => Left(Relation, "&&");

    private Node Relation() => Left(Sum, "==", "!=", "<", "<=", ">", ">=", "in");

    private Node Sum() => Left(Product, "+", "-");

    private Node Product() => Left(Unary, "*", "/", "%");

    private Node Left(Func<Node> operand, params ReadOnlySpan<string> signs)
    {
        var from = _next;
        var left = operand();
        while (Sign(signs) is { } sign)
        {
            var at = tokens[_next++].At;
            left = Spanned(from, new Call(at, sign, null, [left, operand()]));
        }
        return left;
    }

    private string? Sign(ReadOnlySpan<string> signs) =>
        (Current.Kind == TokenKind.Sign || Current is { Kind: TokenKind.Name, Text: "in" }) && signs.Contains(Current.Text) ? Current.Text : null;

    private Node Unary()
    {
        var from = _next;
        if (Current is { Kind: TokenKind.Sign, Text: "-" } && tokens[_next + 1].Kind is TokenKind.Int or TokenKind.Double)
        {
            var number = tokens[_next + 1];
            _next += 2;
            return Members(from, Spanned(from, number.Kind == TokenKind.Int
                ? new Literal(number.At, CelValue.Of(Lexer.ParseInt(number, negative: true)), CelType.Int)
                : new Literal(number.At, CelValue.Of(-Lexer.ParseDouble(number)), CelType.Double)));
        }
        foreach (var sign in (ReadOnlySpan<string>)["!", "-"])
        {
            if (Take(sign) is not { } at) continue;
            if (++_depth > Deepest) throw CelException.Syntax(at, "the expression is nested too deeply", $"at most {Deepest} levels");
            var operand = Unary();
            _depth--;
            return Spanned(from, new Call(at, sign, null, [operand]));
        }
        return Members(from, Primary());
    }

    private Node Members(int from, Node node)
    {
        while (true)
        {
            if (Take(".") is { } dot)
            {
                var member = TakeName();
                node = Spanned<Node>(from, Take("(") is not null ? new Call(member.At, member.Text, node, Items(")", Expression)) : new Select(dot, node, member.Text));
            }
            else if (Take("[") is { } bracket)
            {
                var index = Expression();
                Expect("]");
                node = Spanned<Node>(from, new Call(bracket, "[]", null, [node, index]));
            }
            else if (node is Name or Select && Current is { Kind: TokenKind.Sign, Text: "{" }) throw CelException.Unsupported(Current.At, "a message");
            else return node;
        }
    }

    private Node Primary()
    {
        var from = _next;
        var token = Current;
        if (Take("(") is not null)
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }
        if (Take("[") is not null) return Spanned(from, new ListLiteral(token.At, Items("]", Expression)));
        if (Take("{") is not null) return Spanned(from, new MapLiteral(token.At, Items("}", Entry)));
        if (token.Kind is TokenKind.Int or TokenKind.Double or TokenKind.String) _next++;
        return Spanned(from, token.Kind switch
        {
            TokenKind.Int => new Literal(token.At, CelValue.Of(Lexer.ParseInt(token, negative: false)), CelType.Int),
            TokenKind.Double => new Literal(token.At, CelValue.Of(Lexer.ParseDouble(token)), CelType.Double),
            TokenKind.String => new Literal(token.At, CelValue.Of(token.Text), CelType.String),
            TokenKind.Name => Word(),
            _ => throw Unexpected("a value"),
        });
    }

    private Node Word()
    {
        var word = TakeName();
        if (Take("(") is not null) return new Call(word.At, word.Text, null, Items(")", Expression));
        return word.Text switch
        {
            "true" => new Literal(word.At, CelValue.True, CelType.Bool),
            "false" => new Literal(word.At, CelValue.False, CelType.Bool),
            "null" => new Literal(word.At, CelValue.Null, CelType.Null),
            _ => new Name(word.At, word.Text),
        };
    }

    private (Node, Node) Entry()
    {
        var key = Expression();
        Expect(":");
        return (key, Expression());
    }

    private List<T> Items<T>(string end, Func<T> item)
    {
        var items = new List<T>();
        while (Take(end) is null)
        {
            if (items.Count > 0) Expect(",");
            if (items.Count > 0 && end is not ")" && Take(end) is not null) break; // a list or map may end with a comma
            items.Add(item());
        }
        return items;
    }

    private Token TakeName()
    {
        if (Current.Kind != TokenKind.Name) throw Unexpected("a name");
        if (Reserved.Contains(Current.Text)) throw CelException.Syntax(Current.At, $"'{Current.Text}' is a reserved word", "another name");
        return tokens[_next++];
    }

    private int? Take(string sign)
    {
        if (Current.Kind != TokenKind.Sign || !string.Equals(Current.Text, sign, StringComparison.Ordinal)) return null;
        return tokens[_next++].At;
    }

    private void Expect(string sign)
    {
        if (Take(sign) is null) throw Unexpected($"'{sign}'");
    }

    private CelException Unexpected(string expected) =>
        CelException.Syntax(Current.At, Current.Kind == TokenKind.End ? "the expression ends too early" : $"unexpected '{Current.Text}'", expected);
}
