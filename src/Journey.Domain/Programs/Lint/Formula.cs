using Journey.Domain.Cel;

namespace Journey.Domain.Programs.Lint;

/// <summary>What is assumed while a guard is looked at: a value for some facts, true or false for some conditions that nothing more is known of.</summary>
internal sealed class Assumptions(int facts, int conditions)
{
    /// <summary>By number of fact: null is nothing assumed, unknown is "nobody has stated it".</summary>
    public CelValue?[] Facts { get; } = new CelValue?[facts];

    public bool?[] Conditions { get; } = new bool?[conditions];
}

/// <summary>
/// A guard as logic over atoms. The value is true or false where the assumptions decide it, else null; so it is for a guard that comes to
/// unknown or to an error, and what is decided stays decided whatever else is assumed (CEL, "Logical operators", "Partial state").
/// </summary>
internal abstract record Formula
{
    public abstract bool? Value(Assumptions given);

    /// <summary>How many parts there are to look at.</summary>
    public virtual int Size => 1;

    public sealed record Fixed(bool? Is) : Formula
    {
        public override bool? Value(Assumptions given) => Is;
    }

    /// <summary>A test of one fact by itself.</summary>
    public sealed record Test(int Fact, Func<CelValue, CelValue> Of) : Formula
    {
        public override bool? Value(Assumptions given) => given.Facts[Fact] is { IsUnknown: false } value ? Of(value) is { Kind: CelKind.Bool } result ? result.IsTrue : null : null;
    }

    public sealed record Stated(int Fact) : Formula
    {
        public override bool? Value(Assumptions given) => given.Facts[Fact] is { } value ? !value.IsUnknown : null;
    }

    /// <summary>A condition that is not looked into: it may be either.</summary>
    public sealed record Opaque(int Condition) : Formula
    {
        public override bool? Value(Assumptions given) => given.Conditions[Condition];
    }

    public sealed record Not(Formula Of) : Formula
    {
        public override int Size => 1 + Of.Size;

        public override bool? Value(Assumptions given) => !Of.Value(given);
    }

    public sealed record And(IReadOnlyList<Formula> All) : Formula
    {
        public override int Size => 1 + All.Sum(f => f.Size);

        public override bool? Value(Assumptions given)
        {
            bool? sofar = true;
            foreach (var one in All)
            {
                var value = one.Value(given);
                if (value == false) return false;
                if (value is null) sofar = null;
            }
            return sofar;
        }
    }

    public sealed record Same(Formula A, Formula B) : Formula
    {
        public override int Size => 1 + A.Size + B.Size;

        public override bool? Value(Assumptions given) => A.Value(given) is { } a && B.Value(given) is { } b ? a == b : null;
    }

    public sealed record If(Formula When, Formula Then, Formula Else) : Formula
    {
        public override int Size => 1 + When.Size + Then.Size + Else.Size;

        public override bool? Value(Assumptions given) => When.Value(given) is { } when ? (when ? Then : Else).Value(given) : null;
    }

    public static Formula Or(Formula a, Formula b) => new Not(new And([new Not(a), new Not(b)]));
}
