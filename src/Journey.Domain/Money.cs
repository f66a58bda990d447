namespace Journey.Domain;

/// <summary>An amount in one currency (ISO 4217). Amounts of different currencies are never added or compared.</summary>
public readonly record struct Money(decimal Amount, string Currency)
{
    public static Money Cad(decimal amount) => new(amount, "CAD");

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money a, Money b) => new(a.Amount + Same(a, b).Amount, a.Currency);

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money a, Money b) => new(a.Amount - Same(a, b).Amount, a.Currency);

    private static Money Same(Money a, Money b) => string.Equals(a.Currency, b.Currency, StringComparison.Ordinal)
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not mix.");
}
