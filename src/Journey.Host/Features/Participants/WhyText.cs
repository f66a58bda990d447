using System.Globalization;
using Journey.Domain;
using Journey.Domain.Explain;
using Journey.Host.Language;
using Journey.Host.Pages;

namespace Journey.Host.Features.Participants;

/// <summary>Puts an explanation into words: the resource <c>Why_…</c> of each code, filled in, in both languages.</summary>
internal sealed class WhyText(EventWords events, Names names, ProgramWords program)
{
    public WhyAnswer Of(Why why) => new(why.Code, why.Expression, why.Value, In(Languages.English, () => Said(why)), In(Languages.French, () => Said(why)), [.. why.Because.Select(Of)], [.. why.Events.Select(Of)]);

    /// <summary>A fact in the reader's words.</summary>
    public static string Fact(string code, Domain.Programs.Text? of) => Words.Of("Why", "fact." + code).With(of is null ? [] : [ProgramWords.Say(of)]);

    private WhyEntry Of(EffectiveEntry e) => new(e.Entry.Id, Wire.NameOf(e.Happened), e.Day, e.Entry.RecordedAt, e.Entry.Actor, names.Person(e.Entry.Actor),
        In(Languages.English, () => events.Title(e.Happened)), In(Languages.French, () => events.Title(e.Happened)));

    private WhyWords Said(Why why) => new(Words.Of("Why", why.Code).With([.. why.Args.Select(Say)]), Value(why));

    private static string? Value(Why why) => why.Code switch
    {
        // What happened needs no yes beside it.
        "criterion.override" or "rubric.override" or "due.cancelled" or "due.re-anchored" or "due.record" or "due.late-known" or "due.mark" or "stage.entered" or "stage.left" or "gate.none" => null,
        "due.anchor" => null,
        "due" => Words.Of("DueState", why.Value),
        "gate.exit" or "gate.entry" => Words.Of("WhyGate", why.Value),
        _ when DateOnly.TryParseExact(why.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => Words.Day(day),
        "fact.attendance.rate" when double.TryParse(why.Value, CultureInfo.InvariantCulture, out var rate) => Words.Percent(rate),
        _ when decimal.TryParse(why.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("0.##", CultureInfo.CurrentCulture),
        _ => Words.Of("WhyValue", why.Value),
    };

    private string Say(WhyArg arg) => arg switch
    {
        WhyArg.Words words => ProgramWords.Say(words.Text),
        WhyArg.Day day => Words.Day(day.On),
        WhyArg.Number number => number.N.ToString("0.##", CultureInfo.CurrentCulture),
        WhyArg.Span span => span.Period.InWords(),
        WhyArg.Named { Family: "Milestone" } milestone => program.Milestone(new(milestone.Value)),
        WhyArg.Named named => Words.Of(named.Family, named.Value),
        WhyArg.Written written => written.Text,
        _ => "",
    };

    private static T In<T>(CultureInfo language, Func<T> say)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language;
            return say();
        }
        finally { (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui); }
    }
}
