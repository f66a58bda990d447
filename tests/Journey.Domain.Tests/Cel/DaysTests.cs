using Journey.Domain.Cel;

namespace Journey.Domain.Tests.Cel;

/// <summary>Maps, texts, amounts and days, as a program's author writes them.</summary>
public sealed class DaysTests
{
    private static readonly CelEnvironment Facts = new(new Dictionary<string, CelType>(StringComparer.Ordinal)
    {
        ["born"] = CelType.Timestamp, ["hours"] = CelType.MapOf(CelType.String, CelType.Int), ["wage"] = CelType.Money, ["answer.first"] = CelType.String, ["words"] = CelType.ListOf(CelType.String),
    });

    private static readonly Domain.Programs.Calendar Halifax = new("America/Halifax", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], "ca-ns");

    private static CelValue Value(string source)
    {
        var expression = CelExpression.Compile(source, Facts.On(Halifax), null, out var findings);
        findings.ShouldBeEmpty();
        return expression!.Evaluate(name => name switch
        {
            "born" => CelValue.Of(new DateOnly(2004, 2, 29)),
            "hours" => CelValue.Of(new Dictionary<CelValue, CelValue> { [CelValue.Of("math")] = CelValue.Of(12), [CelValue.Of("art")] = CelValue.Of(3) }),
            "wage" => CelValue.Of(Money.Cad(15.55m)),
            _ => CelValue.Unknown,
        }).Value;
    }

    [Theory]
    [InlineData("date('2024-01-31').getMonth()", "0")]
    [InlineData("addMonths(date('2024-01-31'), 1)", "2024-02-29T00:00:00Z")]
    [InlineData("addMonths(date('2025-01-31'), 1)", "2025-02-28T00:00:00Z")]
    [InlineData("addYears(born, 1)", "2005-02-28T00:00:00Z")]
    [InlineData("addDays(date('2024-02-28'), 2)", "2024-03-01T00:00:00Z")]
    [InlineData("addDays(born, 9223372036854775807)", "error: timestamp out of range")]
    [InlineData("daysBetween(date('2024-02-01'), date('2024-03-01'))", "29")]
    [InlineData("daysBetween(date('2024-03-01'), date('2024-02-01'))", "-29")]
    [InlineData("monthsBetween(date('2024-01-31'), date('2024-02-29'))", "1")]
    [InlineData("yearsBetween(born, date('2024-02-28'))", "19")]
    [InlineData("yearsBetween(born, date('2024-02-29'))", "20")]
    [InlineData("yearsBetween(born, date('2025-02-28'))", "21")]
    [InlineData("yearsBetween(date('2025-02-28'), born)", "-21")]
    [InlineData("isBusinessDay(date('2025-07-01'))", "false")]
    [InlineData("isBusinessDay(date('2025-07-02'))", "true")]
    [InlineData("addBusinessDays(date('2025-06-30'), 1)", "2025-07-02T00:00:00Z")]
    [InlineData("addBusinessDays(date('2025-07-05'), 1)", "2025-07-07T00:00:00Z")]
    [InlineData("addBusinessDays(date('2025-07-02'), -1)", "2025-06-30T00:00:00Z")]
    [InlineData("addBusinessDays(date('2025-07-05'), 0)", "2025-07-05T00:00:00Z")]
    [InlineData("businessDaysBetween(date('2025-06-27'), date('2025-07-02'))", "2")]
    [InlineData("businessDaysBetween(date('2025-07-02'), date('2025-06-27'))", "-2")]
    [InlineData("addBusinessDays(date('9999-12-31'), 1)", "error: timestamp out of range")]
    [InlineData("addBusinessDays(date('2025-06-27'), 9223372036854775807)", "error: more than 40000 business days")]
    [InlineData("localDate(timestamp('2025-07-02T01:30:00Z'))", "2025-07-01T00:00:00Z")]
    [InlineData("timestamp('2025-03-09T05:59:59Z').getHours('America/Halifax')", "1")]
    [InlineData("timestamp('2025-03-09T06:00:00Z').getHours('America/Halifax')", "3")]
    [InlineData("timestamp('2025-03-09T06:00:00Z').getHours('Mars/Olympus')", "error: no time zone is called 'Mars/Olympus'")]
    [InlineData("timestamp('2025-03-09T06:00:00Z').getMinutes('-03:30')", "30")]
    public void Days_and_business_days(string source, string result) => Value(source).ToString().ShouldBe(result);

    [Theory]
    [InlineData("hours.math + hours['art']", "15")]
    [InlineData("hours.music", "error: no such key: music")]
    [InlineData("has(hours.music) || has(hours.art)", "true")]
    [InlineData("has(answer.first)", "false")]
    [InlineData("'math' in hours && size(hours) == 2", "true")]
    [InlineData("hours.exists(k, hours[k] > 10)", "true")]
    [InlineData("hours.map(k, hours[k] * 2)", "[24, 6]")]
    [InlineData("hours == {'art': 3, 'math': 12}", "true")]
    [InlineData("{'a': [1], 'b': []}.b + [2]", "[2]")]
    [InlineData("{'a': {'b': 7}}.a.b", "7")]
    [InlineData("{1: 'x', 1: 'y'}", "error: the key 1 twice in a map")]
    [InlineData("{'a': answer.first}", "unknown")]
    [InlineData("'A-b'.lowerAscii().split('-').join('+')", "a+b")]
    [InlineData("'héé'.replace('é', 'e')", "hee")]
    [InlineData("'a😀'.split('')", "[a, 😀]")]
    [InlineData("'x1'.matches('^[a-z]\\\\d$') && !'x1\\n'.matches('\\\\d$') && '😀'.matches('^.$') && '😀'.matches('^[^a]$')", "true")]
    [InlineData("wage * 1.5", "23.33 CAD")]
    [InlineData("wage * 40 - cad('0.50')", "621.50 CAD")]
    [InlineData("wage * (0.0 / 0.0)", "error: money overflow")]
    [InlineData("-wage < cad('0')", "true")]
    [InlineData("wage + usd('1') > wage", "error: CAD and USD do not mix")]
    public void Maps_texts_and_amounts(string source, string result) => Value(source).ToString().ShouldBe(result);

    [Theory]
    [InlineData("isBusinessDay(born)", "guard.no-calendar", 0)]
    [InlineData("born < addBusinessDays(born, 2)", "guard.no-calendar", 7)]
    [InlineData("localDate(born) == born", "guard.no-calendar", 0)]
    [InlineData("hours.math.x == 1", "guard.unsupported", 10)]
    [InlineData("answer.second == ''", "guard.unknown-name", 0)]
    [InlineData("hours[1] == 1", "guard.type", 5)]
    [InlineData("{1.5: 2}", "guard.type", 1)]
    [InlineData("{'a': 1, 'b': 'c'}", "guard.type", 14)]
    [InlineData("has(born + born)", "guard.type", 0)]
    [InlineData("born.getHours(5)", "guard.type", 5)]
    [InlineData("'a'.matches('(?<=b)')", "guard.type", 12)]
    [InlineData("'a'.matches('a{1000}{1000}')", "guard.type", 12)]
    [InlineData("'a'.matches(answer.first)", "guard.unsupported", 18)]
    public void What_is_wrong_is_said_with_its_place(string source, string code, int offset)
    {
        CelExpression.Compile(source, Facts, null, out var findings).ShouldBeNull();
        (findings.ShouldHaveSingleItem().Code, findings[0].Offset).ShouldBe((code, offset));
    }
}
