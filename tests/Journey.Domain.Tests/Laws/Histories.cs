using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Journey.Domain.Confidential;
using Journey.Domain.Corrections;
using Journey.Domain.Intake;
using Journey.Domain.Participants;

namespace Journey.Domain.Tests.Laws;

/// <summary>
/// Histories of any events in any order, plausible and not: every event type with invented parameters from small sets (so that
/// events meet), corrections of anything or of nothing, unknown events, two streams, every precision of time.
/// </summary>
internal static class Histories
{
    private static readonly Type[] All = [.. Wire.Types.OrderBy(t => t.Name, StringComparer.Ordinal)];
    private static readonly string[] Words = ["intake", "crt", "ost", "placement", "employment", "income", "day-1", Story.Halifax];
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Shrinks by leaving entries out.</summary>
    public static Arbitrary<IReadOnlyList<Entry>> Any { get; } = Arb.From(
        Gen.Choose(0, int.MaxValue - 1).SelectMany(seed => Gen.Choose(0, 40).Select(size => Make(new Random(seed), size))),
        history => Enumerable.Range(0, history.Count).Select(i => (IReadOnlyList<Entry>)[.. history.Where((_, at) => at != i)]));

    public static IReadOnlyList<Entry> Make(Random random, int size)
    {
        var entries = new List<Entry>();
        if (random.Next(4) > 0)
        {
            Add(entries, random, new ParticipantRegistered(Story.Sam, "P-1"));
            Add(entries, random, new EnrollmentOpened(Story.Manufacturing, "manufacturing", 1, Story.Halifax));
        }
        while (entries.Count < size) Add(entries, random, null);
        return entries;
    }

    private static void Add(List<Entry> entries, Random random, JourneyEvent? happened)
    {
        var n = entries.Count + 1;
        var unknown = happened is null && random.Next(20) == 0;
        if (!unknown) happened ??= Invent(random.Next(3) == 0 ? random.Next(4) switch { 0 => typeof(EntryRetracted), 1 => typeof(EntryAmended), 2 => typeof(EnrollmentMoved), _ => typeof(StageEntered) } : All[random.Next(All.Length)], random);
        var written = Story.Moment("2026-01-01T00:00Z").AddHours(n * 9 + random.Next(-20, 20));
        var day = DateOnly.FromDateTime(written.UtcDateTime).AddDays(random.Next(3) == 0 ? -random.Next(30) : 0);
        var occurred = random.Next(8) switch
        {
            0 => Occurred.Unknown,
            1 => Occurred.InMonth(day),
            2 or 3 => Occurred.OnDay(day),
            _ => Occurred.Instant(written.AddHours(-random.Next(30))),
        };
        entries.Add(new Entry(Id(n), random.Next(6) == 0 ? Story.G(102) : Story.Sam.Value, n, n, happened is null ? "invented_by_a_newer_host" : Wire.NameOf(happened), happened, occurred, written,
            Causation: random.Next(3) == 0 ? Id(random.Next(1, n + 3)) : null, ImportedAt: random.Next(10) == 0 ? written.AddDays(random.Next(60)) : null));
    }

    // Of the first forty entries, or of none that exists.
    private static Guid Id(int n) => Story.G(5000 + n);

    public static JourneyEvent Invent(Type type, Random random) =>
        type == typeof(EntryRetracted) ? new EntryRetracted(Id(random.Next(1, 45)), CorrectionReason.Other)
        : type == typeof(EntryAmended) ? new EntryAmended(Id(random.Next(1, 45)), Invent(All[random.Next(All.Length)], random), random.Next(2) == 0 ? null : Occurred.OnDay(new DateOnly(2026, 1, 1 + random.Next(28))), CorrectionReason.WrongValue)
        : type == typeof(EnrollmentMoved) ? Move(random.Next(4) == 0 ? Story.Construction : Story.Manufacturing, random.Next(1, 3), random.Next(1, 4), random)
        : (JourneyEvent)Construct(type, random);

    /// <summary>A move between versions that meets the names in use: one to one, as a mapping is.</summary>
    public static EnrollmentMoved Move(EnrollmentId enrollment, int from, int to, Random random)
    {
        ImmutableDictionary<string, string> Names()
        {
            var (old, named) = (Words.ToArray(), Words.Select(w => w + "-now").Concat(Words).ToArray());
            random.Shuffle(old);
            random.Shuffle(named);
            return old.Take(random.Next(4)).Zip(named).ToImmutableDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        }
        return new EnrollmentMoved(enrollment, "manufacturing", from, to, Names(), [.. Words.Where(_ => random.Next(5) == 0)], Names(), [.. Words.Where(_ => random.Next(5) == 0)], new MigrationId(Story.G(300 + random.Next(3))),
            Words.Where(_ => random.Next(5) == 0).ToImmutableDictionary(w => w, _ => (CriterionResult)random.Next(3), StringComparer.Ordinal));
    }

    private static object Construct(Type type, Random random)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Nullability.Create(p).WriteState == NullabilityState.Nullable && random.Next(3) == 0 ? null : Value(p.ParameterType, random))]);
    }

    private static object Value(Type type, Random random)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner, random);
        if (type == typeof(string)) return Words[random.Next(Words.Length)];
        if (type == typeof(int)) return random.Next(1, 6);
        if (type == typeof(long)) return (long)random.Next(0, 1_000);
        if (type == typeof(DateTimeOffset)) return Story.Moment("2026-02-01T00:00Z").AddMinutes(random.Next(100_000));
        if (type == typeof(decimal)) return (decimal)random.Next(1, 50);
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(Guid)) return Id(random.Next(1, 45));
        if (type == typeof(DateOnly)) return new DateOnly(2026, random.Next(1, 4), random.Next(1, 29));
        if (type == typeof(Occurred)) return Occurred.OnDay(new DateOnly(2026, 2, random.Next(1, 29)));
        if (type == typeof(Money)) return new Money(random.Next(1, 100), random.Next(9) == 0 ? "USD" : "CAD");
        if (type == typeof(ParticipantId)) return random.Next(3) == 0 ? new ParticipantId(Story.G(102)) : Story.Sam;
        if (type == typeof(EnrollmentId)) return random.Next(4) == 0 ? Story.Construction : Story.Manufacturing;
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(type == typeof(FieldClass) ? 1 : 0, Enum.GetValues(type).Length))!;
        if (typeof(JourneyEvent).IsAssignableFrom(type)) return Invent(All[random.Next(All.Length)], random);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sealed<>)) return Seal(type.GetGenericArguments()[0], random);
        if (type.IsGenericType && type.Name.StartsWith("Immutable", StringComparison.Ordinal)) return Collect(type, random);
        if (type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))) return Activator.CreateInstance(type, Story.G(300 + random.Next(3)))!;
        return Construct(type, random);
    }

    private static object Seal(Type of, Random random) =>
        typeof(Confidential.Invented).GetMethod(nameof(Confidential.Invented.Sealed))!.MakeGenericMethod(of).Invoke(null, [Value(of, random), FieldClass.General])!;

    private static object Collect(Type type, Random random)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ImmutableDictionary<,>))
        {
            var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(arguments))!;
            for (var i = random.Next(3); i > 0; i--) map[Value(arguments[0], random)] = Value(arguments[1], random);
            return Call(typeof(ImmutableDictionary), nameof(ImmutableDictionary.CreateRange), arguments, map);
        }
        var list = Array.CreateInstance(arguments[0], random.Next(3));
        for (var i = 0; i < list.Length; i++) list.SetValue(Value(arguments[0], random), i);
        return Call(typeof(ImmutableArray), nameof(ImmutableArray.CreateRange), arguments, list);
    }

    private static object Call(Type type, string method, Type[] arguments, object items) =>
        type.GetMethods().First(m => m.Name == method && m.GetParameters().Length == 1 && m.GetGenericArguments().Length == arguments.Length
            && m.GetParameters()[0].ParameterType.Name.StartsWith("IEnumerable", StringComparison.Ordinal)).MakeGenericMethod(arguments).Invoke(null, [items])!;
}
