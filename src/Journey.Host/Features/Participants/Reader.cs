using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.Host.Confidential;

namespace Journey.Host.Features.Participants;

/// <summary>
/// Reads a state twice: first it gathers what its reader may open, then, opened under one record, gives the content. So an answer
/// is written down once, and nothing is opened that it does not show.
/// </summary>
/// <param name="open">False: no value is asked for.</param>
/// <param name="organization">The reader's: an employer sees what concerns itself.</param>
public sealed class Reader(Permit permit, bool open = true, OrganizationId? organization = null)
{
    private readonly List<Sealed> wanted = [];
    private readonly HashSet<string> unreadable = [];
    private Opened? opened;

    public IReadOnlyCollection<Sealed> Wanted => wanted;

    /// <summary>Fields that are there and can't be read; null for none.</summary>
    public IReadOnlyList<string>? Unreadable => unreadable.Count == 0 ? null : [.. unreadable.Order(StringComparer.Ordinal)];

    public Permit Permit => permit;

    public OrganizationId? Organization => organization;

    public bool Sees(Part part) => permit.Parts.Contains(part);

    public void Give(Opened content) => opened = content;

    public string? Text(Sealed<string>? value, bool shown = true) => May(value, shown) && opened!.TryRead(value, out var text) ? text : null;

    public decimal? Number(Sealed<decimal>? value) => May(value, true) && opened!.TryRead(value, out var number) ? number : null;

    public DateOnly? Day(Sealed<DateOnly>? value) => May(value, true) && opened!.TryRead(value, out var day) ? day : null;

    /// <summary>The content of a value of whatever kind, as text.</summary>
    public string? Content(Sealed value) => value switch
    {
        Sealed<string> text => Text(text),
        Sealed<decimal> number => Number(number) is { } n ? SealedText.Write(n) : null,
        Sealed<DateOnly> day => Day(day) is { } d ? SealedText.Write(d) : null,
        _ => null,
    };

    private bool May(Sealed? value, bool shown)
    {
        if (!open || !shown || value is null || !permit.Allows(value)) return false;
        if (opened is null)
        {
            wanted.Add(value);
            return false;
        }
        if (!opened.IsUnreadable(value)) return true;
        unreadable.Add(value.Place?.Field ?? value.Class.Name());
        return false;
    }
}
