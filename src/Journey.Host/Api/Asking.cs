using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Journey.Domain;
using Journey.Host.Http;

namespace Journey.Host.Api;

/// <summary>
/// The second clock of a question: an instant with its offset, or a day, which means as known at the end of that day (UTC).
/// </summary>
public readonly record struct KnownOn(DateTimeOffset At)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out KnownOn known)
    {
        known = default;
        if (!When.TryParse(text, provider, out var when) || when.Occurred is not { At: { } at, Precision: Precision.Instant or Precision.Day } occurred) return false;
        known = new(occurred.Precision == Precision.Day ? at.AddDays(1).AddMicroseconds(-1) : at);
        return true;
    }

    public static AsOf And(DateOnly? trueOn, KnownOn? knownOn) => new(trueOn, knownOn?.At);
}

/// <summary>One page of a list. The next page's address is in the <c>Link</c> header too.</summary>
/// <param name="Next">Send it as <c>cursor</c> for the next page; absent on the last one.</param>
public sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Keyset pages: a cursor names the last row shown, so nothing is shown twice or left out when rows come and go.</summary>
public static class Keyset
{
    public const int Usual = 50, Most = 500;

    /// <param name="limit">1 to <see cref="Most"/>; null: <see cref="Usual"/>.</param>
    public static int Limit(int? limit) => limit is null or (>= 1 and <= Most) ? limit ?? Usual
        : throw new ProblemException(400, "page.limit", $"A page holds 1 to {Most} items.");

    /// <summary>The page, and where the next one is. <paramref name="rows"/> may hold one more than the page, which tells that there is one.</summary>
    public static ListPage<T> Of<TRow, T>(HttpContext http, IReadOnlyList<TRow> rows, int limit, Func<TRow, T> show, Func<TRow, string> place)
    {
        if (rows.Count <= limit) return new([.. rows.Select(show)], null);
        var next = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place(rows[limit - 1])));
        var others = http.Request.Query.Where(q => q.Key != "cursor").SelectMany(q => q.Value, (q, v) => $"{q.Key}={Uri.EscapeDataString(v ?? "")}").Append($"cursor={next}");
        http.Response.Headers.Link = $"<{http.Request.PathBase}{http.Request.Path}?{string.Join('&', others)}>; rel=\"next\"";
        return new([.. rows.Take(limit).Select(show)], next);
    }

    /// <summary>The parts of the place that a cursor names; null without a cursor.</summary>
    public static string[]? Place(string? cursor, int parts)
    {
        if (cursor is null) return null;
        try
        {
            if (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('|') is { } found && found.Length == parts) return found;
        }
        catch (FormatException) { }
        throw BadCursor();
    }

    public static Guid Id(string part) => Guid.TryParse(part, out var id) ? id : throw BadCursor();

    public static DateOnly Day(string part) => DateOnly.TryParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw BadCursor();

    public static DateTimeOffset Moment(string part) => DateTimeOffset.TryParseExact(part, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : throw BadCursor();

    private static ProblemException BadCursor() => new(400, "page.cursor", "A cursor is the 'next' of an earlier page, unchanged.");
}
