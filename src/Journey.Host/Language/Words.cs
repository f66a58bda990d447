using System.Globalization;
using System.Resources;
using Journey.Host.Resources;

namespace Journey.Host.Language;

/// <summary>Numbers, dates and counted words in the language of the request.</summary>
public static class Words
{
    static readonly ResourceManager _resources = Strings.ResourceManager;

    /// <summary>A resource with its {0}, {1}… filled in.</summary>
    public static string With(this string format, params object?[] values) => string.Format(CultureInfo.CurrentCulture, format, values);

    /// <summary>"1 person", "2 people": both forms get the number as {0}. French counts 0 and 1.5 as singular, English doesn't.</summary>
    public static string Plural(decimal n, string one, string other)
    {
        var singular = French ? Math.Abs(n) < 2 : n == 1;
        return (singular ? one : other).With(n % 1 == 0 ? n.ToString("N0", CultureInfo.CurrentCulture) : n.ToString("N1", CultureInfo.CurrentCulture));
    }

    /// <summary>The name of a value of a closed family ("Role_director"), or the value itself when nobody has named it.</summary>
    public static string Of(string family, string value) => _resources.GetString($"{family}_{Key(value)}", CultureInfo.CurrentUICulture) ?? value;

    /// <summary>A code's part of a resource's name: "start.undated" is Finding_start_undated.</summary>
    public static string Key(string code) => code.Replace('.', '_').Replace('-', '_');

    public static string Number(long n) => n.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>0.125 is "12.5%" in English, "12,5 %" in French.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.#", CultureInfo.CurrentCulture) + (French ? "\u00a0%" : "%");

    /// <summary>"1 Mar 2026", "1er mars 2026".</summary>
    public static string Day(DateOnly day) => $"{ShortDay(day)} {day.Year}";

    public static string ShortDay(DateOnly day) => day.Day == 1 && French
        ? day.ToString("'1er' MMM", CultureInfo.CurrentCulture) : day.ToString("d MMM", CultureInfo.CurrentCulture);

    public static string Month(DateOnly day) => day.ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>Day and minute in the given zone, the program's where one is at hand.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo? zone = null) =>
        Moment(TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc).DateTime) + (zone is null ? " UTC" : "");

    /// <summary>"$15.50", "15,50 $"; another currency under its code.</summary>
    public static string InWords(this Domain.Money money) => money.Currency == "CAD"
        ? money.Amount.ToString(money.Amount % 1 == 0 ? "C0" : "C2", CultureInfo.CurrentCulture)
        : $"{money.Amount.ToString("N2", CultureInfo.CurrentCulture)} {money.Currency}";

    /// <summary>"2 business days", "2 jours ouvrables".</summary>
    public static string InWords(this Domain.Programs.Period period) => period.Unit switch
    {
        Domain.Programs.PeriodUnit.Days => Plural(period.Count, Strings.Days_One, Strings.Days_Other),
        Domain.Programs.PeriodUnit.BusinessDays => Plural(period.Count, Strings.BusinessDays_One, Strings.BusinessDays_Other),
        Domain.Programs.PeriodUnit.Weeks => Plural(period.Count, Strings.Weeks_One, Strings.Weeks_Other),
        _ => Plural(period.Count, Strings.Months_One, Strings.Months_Other),
    };

    /// <summary>An operator's label in the reader's language, where it is one of the known ones.</summary>
    public static string? Label(string? label) => label?.ToUpperInvariant() switch
    {
        "INVENTED DATA" => Strings.Label_Invented,
        "OPEN UNIVERSITY (UK), RESEARCH DATA, CC BY 4.0, NOT A WORKFORCE PROGRAM" => Strings.Label_OpenUniversity,
        _ => label,
    };

    static bool French => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr";

    static string Moment(DateTime at) => $"{Day(DateOnly.FromDateTime(at))}, {at.ToString("HH:mm", CultureInfo.CurrentCulture)}";
}
