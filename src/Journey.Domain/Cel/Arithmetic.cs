namespace Journey.Domain.Cel;

/// <summary>Arithmetic of the subset. An overflow or a division by zero is an error, never a wrapped number.</summary>
internal static class Arithmetic
{
    public static IEnumerable<Overload> Build()
    {
        foreach (var sign in (string[])["+", "-", "*", "/", "%"])
            yield return new(sign, [CelType.Int, CelType.Int], CelType.Int, (a, b) => Ints(sign, a.Int, b.Int));
        yield return new("-", [CelType.Int], CelType.Int, (a, _) => Ints("-", 0, a.Int));
        yield return new("-", [CelType.Double], CelType.Double, (a, _) => CelValue.Of(-a.Double));
        yield return new("+", [CelType.Double, CelType.Double], CelType.Double, (a, b) => CelValue.Of(a.Double + b.Double));
        yield return new("-", [CelType.Double, CelType.Double], CelType.Double, (a, b) => CelValue.Of(a.Double - b.Double));
        yield return new("*", [CelType.Double, CelType.Double], CelType.Double, (a, b) => CelValue.Of(a.Double * b.Double));
        yield return new("/", [CelType.Double, CelType.Double], CelType.Double, (a, b) => CelValue.Of(a.Double / b.Double));
        yield return new("+", [CelType.String, CelType.String], CelType.String, (a, b) => CelValue.Of(a.Text + b.Text), Sizes.Both);
        yield return new("+", [CelType.AnyList, CelType.AnyList], CelType.AnyList, (a, b) => CelValue.Of([.. a.List, .. b.List]), Sizes.Both);

        yield return new("+", [CelType.Money, CelType.Money], CelType.Money, (a, b) => Monies(a, b, 1));
        yield return new("-", [CelType.Money, CelType.Money], CelType.Money, (a, b) => Monies(a, b, -1));
        yield return new("*", [CelType.Money, CelType.Int], CelType.Money, (a, b) => Times(a.Money, b.Int));
        yield return new("*", [CelType.Int, CelType.Money], CelType.Money, (a, b) => Times(b.Money, a.Int));
        yield return new("*", [CelType.Money, CelType.Double], CelType.Money, (a, b) => Share(a.Money, b.Double));
        yield return new("*", [CelType.Double, CelType.Money], CelType.Money, (a, b) => Share(b.Money, a.Double));
        yield return new("-", [CelType.Money], CelType.Money, (a, _) => Times(a.Money, -1));

        yield return new("+", [CelType.Timestamp, CelType.Duration], CelType.Timestamp, (a, b) => Moment(a.Int, b.Int));
        yield return new("+", [CelType.Duration, CelType.Timestamp], CelType.Timestamp, (a, b) => Moment(b.Int, a.Int));
        yield return new("-", [CelType.Timestamp, CelType.Duration], CelType.Timestamp, (a, b) => Moment(a.Int, -b.Int));
        yield return new("-", [CelType.Timestamp, CelType.Timestamp], CelType.Duration, (a, b) => Functions.Span(a.Int - (Int128)b.Int));
        yield return new("+", [CelType.Duration, CelType.Duration], CelType.Duration, (a, b) => Functions.Span(a.Int + (Int128)b.Int));
        yield return new("-", [CelType.Duration, CelType.Duration], CelType.Duration, (a, b) => Functions.Span(a.Int - (Int128)b.Int));
        yield return new("-", [CelType.Duration], CelType.Duration, (a, _) => Functions.Span(-(Int128)a.Int));
    }

    private static CelValue Ints(string sign, long a, long b)
    {
        if (b == 0 && sign is "/" or "%") return CelValue.Error(sign is "/" ? "divide by zero" : "modulus by zero");
        try
        {
            return CelValue.Of(sign switch
            {
                "+" => checked(a + b),
                "-" => checked(a - b),
                "*" => checked(a * b),
                "/" => a / b,
                _ => a % b,
            });
        }
        catch (ArithmeticException)
        {
            return CelValue.Error("int overflow");
        }
    }

    private static CelValue Monies(CelValue a, CelValue b, int sign)
    {
        if (!string.Equals(a.Money.Currency, b.Money.Currency, StringComparison.Ordinal)) return Operators.Mixed(a, b);
        return Times(b.Money, sign) is { IsError: false } second ? Amount(() => a.Money.Amount + second.Money.Amount, a.Money.Currency) : CelValue.Error("money overflow");
    }

    private static CelValue Times(Money money, long factor) => Amount(() => money.Amount * factor, money.Currency);

    // To the cent, half a cent away from zero, as an amount is rounded on paper.
    private static CelValue Share(Money money, double factor) =>
        double.IsFinite(factor) && Math.Abs(factor) < 1e15 ? Amount(() => Math.Round(money.Amount * (decimal)factor, 2, MidpointRounding.AwayFromZero), money.Currency) : CelValue.Error("money overflow");

    private static CelValue Amount(Func<decimal> amount, string currency)
    {
        try
        {
            return CelValue.Of(new Money(amount(), currency));
        }
        catch (OverflowException)
        {
            return CelValue.Error("money overflow");
        }
    }

    private static CelValue Moment(long ticks, long plus)
    {
        var sum = ticks + (Int128)plus;
        return sum < 0 || sum > DateTimeOffset.MaxValue.Ticks ? CelValue.Error("timestamp out of range") : CelValue.Of(new DateTimeOffset((long)sum, TimeSpan.Zero));
    }
}
