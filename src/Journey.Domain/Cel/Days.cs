using System.Globalization;
using Calendar = Journey.Domain.Programs.Calendar;

namespace Journey.Domain.Cel;

/// <summary>
/// Parts of timestamps as CEL has them, and ours: days of the calendar. A day is its midnight UTC, as <c>date</c> makes it, and so is
/// the day of any timestamp; <c>localDate</c> gives the day that it is in the program's zone.
/// </summary>
internal static class Days
{
    // Longer would be a slip, and takes time.
    private const long MostDays = 40_000;

    public static IEnumerable<Overload> Build()
    {
        CelType time = CelType.Timestamp, number = CelType.Int, text = CelType.String;
        (string, Func<DateTimeOffset, int>)[] parts =
        [
            ("getFullYear", t => t.Year), ("getMonth", t => t.Month - 1), ("getDate", t => t.Day), ("getDayOfMonth", t => t.Day - 1), ("getDayOfWeek", t => (int)t.DayOfWeek),
            ("getDayOfYear", t => t.DayOfYear - 1), ("getHours", t => t.Hour), ("getMinutes", t => t.Minute), ("getSeconds", t => t.Second), ("getMilliseconds", t => t.Millisecond),
        ];
        foreach (var (name, part) in parts)
        {
            yield return new("." + name, [time], number, (a, _) => CelValue.Of((long)part(a.Timestamp)));
            yield return new("." + name, [time, text], number, (a, b) => Zones.Shift(a.Timestamp, b.Text) is { } there ? CelValue.Of((long)part(there)) : CelValue.Error($"no time zone is called '{b.Text}'"), (_, _) => 4);
        }

        yield return new("date", [text], time, (a, _) => DateOnly.TryParseExact(a.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? CelValue.Of(day) : CelValue.Error($"'{a.Text}' is not a day like '2024-02-29'"), Literal: true);
        yield return new("addDays", [time, number], time, (a, b) => Moved(a, b, (t, n) => t.AddDays(n)));
        yield return new("addMonths", [time, number], time, (a, b) => Moved(a, b, (t, n) => t.AddMonths(n)));
        yield return new("addYears", [time, number], time, (a, b) => Moved(a, b, (t, n) => t.AddYears(n)));
        yield return new("daysBetween", [time, time], number, (a, b) => CelValue.Of((long)(Day(b).DayNumber - Day(a).DayNumber)));
        yield return new("monthsBetween", [time, time], number, (a, b) => CelValue.Of(Whole(Day(a), Day(b), 1)));
        yield return new("yearsBetween", [time, time], number, (a, b) => CelValue.Of(Whole(Day(a), Day(b), 12)));

        yield return OnCalendar("isBusinessDay", [time], CelType.Bool, (calendar, a, _) => CelValue.Of(calendar.IsBusinessDay(Day(a))));
        yield return OnCalendar("addBusinessDays", [time, number], time, (calendar, a, b) => AddBusinessDays(calendar, Day(a), b.Int), (_, b) => Int128.Min(Int128.Abs(b.Int), MostDays));
        yield return OnCalendar("businessDaysBetween", [time, time], number, (calendar, a, b) => BusinessDaysBetween(calendar, Day(a), Day(b)), (a, b) => Math.Min(Math.Abs(Day(b).DayNumber - Day(a).DayNumber), MostDays));
        yield return OnCalendar("localDate", [time], time, (calendar, a, _) => CelValue.Of(DateOnly.FromDateTime(Zones.In(a.Timestamp, calendar.TimeZone).DateTime)));
    }

    private static Overload OnCalendar(string name, CelType[] args, CelType result, Func<Calendar, CelValue, CelValue, CelValue> run, Func<CelValue, CelValue, Int128>? days = null) =>
        new(name, args, result, null, (a, b) => days is null ? 1 : 1 + (long)days(a, b)) { Wide = (calendar, a, b, _) => run(calendar!, a, b), NeedsCalendar = true };

    private static DateOnly Day(CelValue time) => DateOnly.FromDateTime(time.Timestamp.UtcDateTime);

    // Months keep the day of the month or take the month's last: 31 January and a month is 28 or 29 February.
    private static CelValue Moved(CelValue time, CelValue by, Func<DateTimeOffset, int, DateTimeOffset> move)
    {
        try
        {
            return Int128.Abs((Int128)by.Int) > 4_000_000 ? CelValue.Error("timestamp out of range") : CelValue.Of(move(time.Timestamp, (int)by.Int));
        }
        catch (ArgumentOutOfRangeException)
        {
            return CelValue.Error("timestamp out of range");
        }
    }

    // The most whole periods that, added to the first day, do not pass the second; negative the other way round. Who was born on
    // 29 February is a year older on 28 February, as adding a year says.
    private static long Whole(DateOnly from, DateOnly to, int months)
    {
        if (to < from) return -Whole(to, from, months);
        var whole = ((to.Year - from.Year) * 12 + to.Month - from.Month) / months;
        return whole > 0 && from.AddMonths(whole * months) > to ? whole - 1 : whole;
    }

    // Counted from the next day on, or from the day before backwards; none leaves the day as it is, as for a follow-up's window.
    private static CelValue AddBusinessDays(Calendar calendar, DateOnly day, long count)
    {
        if (Int128.Abs((Int128)count) > MostDays) return CelValue.Error($"more than {MostDays} business days");
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            if (day == (step > 0 ? DateOnly.MaxValue : DateOnly.MinValue)) return CelValue.Error("timestamp out of range");
            day = day.AddDays(step);
            if (calendar.IsBusinessDay(day)) left--;
        }
        return CelValue.Of(day);
    }

    // Those after the first day, up to and with the second: what would have to be added to the first to come to the second.
    private static CelValue BusinessDaysBetween(Calendar calendar, DateOnly from, DateOnly to)
    {
        if (to < from) return BusinessDaysBetween(calendar, to, from) is { IsError: false } other ? CelValue.Of(-other.Int) : CelValue.Error($"more than {MostDays} days apart");
        if (to.DayNumber - from.DayNumber > MostDays) return CelValue.Error($"more than {MostDays} days apart");
        var count = 0L;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            if (calendar.IsBusinessDay(day)) count++;
        }
        return CelValue.Of(count);
    }
}
