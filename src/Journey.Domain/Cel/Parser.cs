namespace Journey.Domain.Cel;

/// <summary>Recursive descent over CEL's grammar (language definition, "Syntax"); one method per level of precedence.</summary>
internal sealed class Parser(IReadOnlyList<Token> tokens)
{
    // CEL asks for 12 levels at least; the limit keeps a hostile definition from exhausting the stack.
    private const int Deepest = 100;

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

    private Node Expression()
    {
        if (++_depth > Deepest) throw CelException.Syntax(Current.At, "the expression is nested too deeply", $"at most {Deepest} levels");
        var when = Or();
        if (Take("?") is { } at)
        {
            var then = Or();
            Expect(":");
            when = new Conditional(at, when, then, Expression());
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
        var left = operand();
        while (Sign(signs) is { } sign)
        {
            var at = tokens[_next++].At;
            left = new Call(at, sign, null, [left, operand()]);
        }
        return left;
    }

    private string? Sign(ReadOnlySpan<string> signs) =>
        (Current.Kind == TokenKind.Sign || Current is { Kind: TokenKind.Name, Text: "in" }) && signs.Contains(Current.Text) ? Current.Text : null;

    private Node Unary()
    {
        if (Current is { Kind: TokenKind.Sign, Text: "-" } && tokens[_next + 1].Kind is TokenKind.Int or TokenKind.Double)
        {
            var number = tokens[_next + 1];
            _next += 2;
            return Members(number.Kind == TokenKind.Int
                ? new Literal(number.At, CelValue.Of(Lexer.ParseInt(number, negative: true)), CelType.Int)
                : new Literal(number.At, CelValue.Of(-Lexer.ParseDouble(number)), CelType.Double));
        }
        foreach (var sign in (ReadOnlySpan<string>)["!", "-"])
        {
            if (Take(sign) is not { } at) continue;
            if (++_depth > Deepest) throw CelException.Syntax(at, "the expression is nested too deeply", $"at most {Deepest} levels");
            var operand = Unary();
            _depth--;
            return new Call(at, sign, null, [operand]);
        }
        return Members(Primary());
    }

    private Node Members(Node node)
    {
        while (true)
        {
            if (Take(".") is { } dot)
            {
                var member = TakeName();
                if (Take("(") is not null) node = new Call(member.At, member.Text, node, Arguments(")"));
                else if (node is Name qualifier) node = new Name(qualifier.At, qualifier.Id + "." + member.Text);
                else throw CelException.Unsupported(dot, "a field of a value");
            }
            else if (Take("[") is { } bracket)
            {
                node = new Call(bracket, "[]", null, [node, Expression()]);
                Expect("]");
            }
            else if (node is Name && Current is { Kind: TokenKind.Sign, Text: "{" }) throw CelException.Unsupported(Current.At, "a map or message");
            else return node;
        }
    }

    private Node Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int: _next++; return new Literal(token.At, CelValue.Of(Lexer.ParseInt(token, negative: false)), CelType.Int);
            case TokenKind.Double: _next++; return new Literal(token.At, CelValue.Of(Lexer.ParseDouble(token)), CelType.Double);
            case TokenKind.String: _next++; return new Literal(token.At, CelValue.Of(token.Text), CelType.String);
            case TokenKind.Name:
                var name = TakeName();
                if (Take("(") is not null) return new Call(token.At, name.Text, null, Arguments(")"));
                return name.Text switch
                {
                    "true" => new Literal(token.At, CelValue.True, CelType.Bool),
                    "false" => new Literal(token.At, CelValue.False, CelType.Bool),
                    "null" => new Literal(token.At, CelValue.Null, CelType.Null),
                    _ => new Name(token.At, name.Text),
                };
        }
        if (Take("(") is not null)
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }
        if (Take("[") is not null) return new ListLiteral(token.At, Arguments("]"));
        if (Take("{") is not null) throw CelException.Unsupported(token.At, "a map or message");
        throw Unexpected("a value");
    }

    private List<Node> Arguments(string end)
    {
        var items = new List<Node>();
        while (Take(end) is null)
        {
            if (items.Count > 0) Expect(",");
            if (items.Count > 0 && end == "]" && Take(end) is not null) break; // a list may end with a comma
            items.Add(Expression());
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
