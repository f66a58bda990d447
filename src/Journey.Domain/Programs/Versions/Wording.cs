using Journey.Domain.Programs.Lint;

namespace Journey.Domain.Programs.Versions;

/// <summary>A difference as a sentence in both languages.</summary>
internal static class Wording
{
    public static Text Of(ChangeKind kind, Spot at, string? from, string? to)
    {
        var (what, values) = (at.InWords, Values(from, to));
        return kind switch
        {
            ChangeKind.Added => new($"{what.En}: added{Tail(to)}", $"{what.Fr} : ajout{Tail(to)}"),
            ChangeKind.Removed => new($"{what.En}: removed{Was(from, "was")}", $"{what.Fr} : retrait{Was(from, "était")}"),
            ChangeKind.Narrowed => new($"{what.En}: narrower{values}", $"{what.Fr} : plus restreint{values}"),
            ChangeKind.Widened => new($"{what.En}: wider{values}", $"{what.Fr} : plus large{values}"),
            ChangeKind.Moved => new($"{what.En}: moved{values}", $"{what.Fr} : déplacement{values}"),
            _ => new($"{what.En}: changed{values}", $"{what.Fr} : modification{values}"),
        };
    }

    /// <summary>With an example of who passes under one of the two conditions alone.</summary>
    public static Text OfGuard(ChangeKind kind, Spot at, string from, string to, GuardComparison guard)
    {
        var (told, lost, gained) = (Of(kind, at, from, to), guard.Lost, guard.Gained);
        if (guard is { Change: GuardChange.Same, Sure: true }) return new(told.En + "; the same people pass", told.Fr + " ; les mêmes personnes passent");
        return new($"{told.En}{Example("no longer passes: ", lost?.En)}{Example("passes now: ", gained?.En)}", $"{told.Fr}{Example(" ne passe plus : ", lost?.Fr, " ;")}{Example(" passe désormais : ", gained?.Fr, " ;")}");
    }

    private static string Example(string words, string? facts, string by = "; ") => facts is null ? "" : by + words + facts;

    public static Text Order(Spot at, string from, string to) => new($"{at.InWords.En}: another order, {from} → {to}", $"{at.InWords.Fr} : autre ordre, {from} → {to}");

    private static string Values(string? from, string? to) => (from, to) switch
    {
        (null, null) => "",
        (null, _) => Tail(to),
        (_, null) => $", {from} → –",
        _ => $", {from} → {to}",
    };

    private static string Tail(string? value) => value is null ? "" : $", {value}";

    private static string Was(string? value, string was) => value is null ? "" : $" ({was} {value})";
}
