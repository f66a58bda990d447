using System.Diagnostics;
using Journey.Domain;
using Journey.Domain.Cel;
using Journey.Domain.Programs;

namespace Journey.Bench;

/// <summary>
/// What a guard costs beside the same condition written by hand, the two in turn in one run: the manufacturing program's intake gate and
/// its income criterion, with facts by name (as the fold gives them) and by place.
/// </summary>
internal static class GuardBench
{
    private const string GateSource = "criteria.allMet && (rubric.passed || rubric.overridden) && consent.given";
    private const string IncomeSource = "annualIncome < cad('32000.00') || hourlyWage < cad('15.50') || hardshipSelfReported";

    public static void Run(Options options)
    {
        Console.WriteLine("guard                                        ns each     by hand    ratio   bytes each");
        var gate = Compile(GateSource, [("criteria.allMet", CelType.Bool), ("rubric.passed", CelType.Bool), ("rubric.overridden", CelType.Bool), ("consent.given", CelType.Bool)]);
        Func<string, CelValue> results = name => CelValue.Of(name is not "rubric.passed");
        CelValue[] placed = [.. gate.Reads.Select(results)];
        var guard = new Guard(gate);
        var day = new DateOnly(2026, 1, 5);
        Answers answers = new(true, false, true, true, Money.Cad(40_000), Money.Cad(16), true);
        Report("intake gate, by name", options, () => guard.Evaluate(results, day).Value.IsTrue, () => ByHandGate(answers));
        Report("intake gate, by place", options, () => gate.Evaluate(placed).Value.IsTrue, () => ByHandGate(answers));
        Report("intake gate, and what was read", options, () => guard.Evaluate(results, day).Reads.Count == 4, () => ByHandGate(answers));

        var income = Compile(IncomeSource, [("annualIncome", CelType.Money), ("hourlyWage", CelType.Money), ("hardshipSelfReported", CelType.Bool)]);
        var (annual, hourly) = (CelValue.Of(answers.AnnualIncome), CelValue.Of(answers.HourlyWage));
        Func<string, CelValue> said = name => name switch { "annualIncome" => annual, "hourlyWage" => hourly, _ => CelValue.True };
        CelValue[] saidPlaced = [.. income.Reads.Select(said)];
        var criterion = new Guard(income);
        Report("income criterion, by name", options, () => criterion.Evaluate(said, day).Value.IsTrue, () => ByHandIncome(answers));
        Report("income criterion, by place", options, () => income.Evaluate(saidPlaced).Value.IsTrue, () => ByHandIncome(answers));
        Report("income criterion, explained", options, () => criterion.Explain(said, day).Value.IsTrue, () => ByHandIncome(answers));
    }

    private sealed record Answers(bool AllMet, bool Passed, bool Overridden, bool Consent, Money AnnualIncome, Money HourlyWage, bool Hardship);

    private static bool ByHandGate(Answers a) => a.AllMet && (a.Passed || a.Overridden) && a.Consent;

    private static bool ByHandIncome(Answers a) => Less(a.AnnualIncome, 32_000m) || Less(a.HourlyWage, 15.50m) || a.Hardship;

    private static bool Less(Money money, decimal than) => string.Equals(money.Currency, "CAD", StringComparison.Ordinal) ? money.Amount < than : throw new InvalidOperationException("Another currency.");

    private static CelExpression Compile(string source, IEnumerable<(string Name, CelType Type)> names) =>
        CelExpression.Compile(source, new(names.ToDictionary(n => n.Name, n => n.Type)), CelType.Bool, out var findings) ?? throw new InvalidOperationException(string.Join("; ", findings));

    private static void Report(string name, Options options, Func<bool> ours, Func<bool> byHand)
    {
        Slice(ours, TimeSpan.FromMilliseconds(300)); // both warm: compiled to the last tier
        Slice(byHand, TimeSpan.FromMilliseconds(300));
        List<double> nanoseconds = [], hands = [], ratios = [];
        var bytes = 0d;
        for (var round = 0; round < options.Rounds; round++)
        {
            var slice = options.Slice / 8;
            (double Each, double Bytes) mine, other;
            if (round % 2 == 0) (mine, other) = (Slice(ours, slice), Slice(byHand, slice));
            else (other, mine) = (Slice(byHand, slice), Slice(ours, slice));
            nanoseconds.Add(mine.Each);
            hands.Add(other.Each);
            ratios.Add(mine.Each / other.Each);
            bytes = mine.Bytes;
        }
        Console.WriteLine($"{name,-40} {Slices.Quantile(nanoseconds, 0.5),11:F1} {Slices.Quantile(hands, 0.5),11:F1} {Slices.Quantile(ratios, 0.5),8:F1} {bytes,12:F0}");
    }

    private static (double Each, double Bytes) Slice(Func<bool> condition, TimeSpan length)
    {
        const int Batch = 1_000;
        var (done, held, before) = (0L, 0L, GC.GetAllocatedBytesForCurrentThread());
        var began = Stopwatch.GetTimestamp();
        TimeSpan took;
        do
        {
            for (var i = 0; i < Batch; i++) held += condition() ? 1 : 0;
            done += Batch;
            took = Stopwatch.GetElapsedTime(began);
        }
        while (took < length);
        if (held != done) throw new InvalidOperationException("Both sides hold for these answers.");
        return (took.TotalNanoseconds / done, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)done);
    }
}
