using Journey.Domain;
using Journey.Domain.Explain;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Host.Language;
using Journey.Host.Pages;
using Journey.Projections;

namespace Journey.Host.Features.Participants;

/// <summary>Why something is as it is, down to the entries, in words of both languages. The page shows the same tree.</summary>
/// <param name="Code">Stable; the words are filled in from it.</param>
/// <param name="Expression">As the definition writes it.</param>
/// <param name="Value">true, false, unknown, a number, a day, or a word of the code's own; <c>sealed</c> stands for a confidential answer.</param>
/// <param name="Because">What it follows from.</param>
public sealed record WhyAnswer(string Code, string? Expression, string Value, WhyWords En, WhyWords Fr, IReadOnlyList<WhyAnswer> Because, IReadOnlyList<WhyEntry> Events);

/// <param name="Says">What it is.</param>
/// <param name="Value">What it came to; absent where what it says is all.</param>
public sealed record WhyWords(string Says, string? Value);

/// <param name="Day">The day it counts for, in the program's zone.</param>
/// <param name="Actor">Who wrote it down.</param>
/// <param name="By">Their name, where they are of the staff.</param>
public sealed record WhyEntry(Guid Entry, string Type, DateOnly Day, DateTimeOffset RecordedAt, Guid? Actor, string? By, string En, string Fr);

/// <summary>One question: <c>gate=STAGE</c>, <c>criterion=ID</c>, <c>rubric</c>, <c>due=KEY</c> or <c>stage=STAGE</c>.</summary>
public sealed record WhyQuestion(string Kind, string Of)
{
    private static readonly string[] Kinds = ["gate", "criterion", "rubric", "due", "stage"];

    /// <summary>Null unless exactly one is asked.</summary>
    public static WhyQuestion? Read(IQueryCollection query) => Kinds.Where(query.ContainsKey).ToList() is [var kind] ? new(kind, query[kind].ToString()) : null;

    /// <returns>Null where there is no such thing to ask about.</returns>
    public async Task<WhyAnswer?> Answer(Operator op, PersonHistory history, Enrollment enrollment, ProgramDefinition program, AsOf asOf, DateOnly today, CancellationToken ct)
    {
        var entries = history.Entries(asOf.KnownOn).ToList();
        if (Explainer.Of(entries, asOf, enrollment.Id, program, today) is not { } explainer) return null;
        var names = await Names.Of(op, entries, ct);
        var why = Kind switch
        {
            "gate" => explainer.Gate(Of),
            "criterion" => explainer.Criterion(Of),
            "rubric" => explainer.Rubric(),
            "due" => explainer.Due(Of, names.DeclinesService),
            _ => explainer.Stage(Of),
        };
        var words = new ProgramWords(program.Id, program);
        return why is null ? null : new WhyText(new EventWords(history.Fold(asOf), names, _ => words), names, words).Of(why);
    }
}
