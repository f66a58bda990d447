using System.Globalization;
using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential;

public class SealedTextTests
{
    private enum Level { Low, High }

    [Fact]
    public void Each_type_has_one_text_that_reads_back()
    {
        Back("Zoé\n«naïve»", "Zoé\n«naïve»");
        Back(new DateOnly(1990, 2, 3), "1990-02-03");
        Back(15.50m, "15.5");
        Back(decimal.MinValue, "-79228162514264337593543950335");
        Back(0.0000000000000000000000000001m, "0.0000000000000000000000000001");
        Back(-12, "-12");
        Back(true, "1");
        Back(false, "0");
        Back(0.1 + 0.2, "0.30000000000000004");
        Back(Level.High, "High");

        static void Back<T>(T value, string text)
        {
            SealedText.Write(value).ShouldBe(text);
            SealedText.Read<T>(text).ShouldBe(value);
        }
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-CA");
            SealedText.Write(-1234.5m).ShouldBe("-1234.5");
            SealedText.Read<double>("-1234.5").ShouldBe(-1234.5);
            SealedText.Read<int>("-12").ShouldBe(-12);
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Fact]
    public void A_type_without_a_text_is_refused() => Should.Throw<NotSupportedException>(() => SealedText.Write(TimeSpan.Zero));

    [Fact]
    public void A_text_of_another_type_is_no_value() => Should.Throw<FormatException>(() => SealedText.Read<bool>("yes"));
}
