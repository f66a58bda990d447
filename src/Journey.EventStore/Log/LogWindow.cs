namespace Journey.EventStore;

/// <summary>
/// The one reader of a database's log in this process: keeps the newest pages, so that all who follow near the head cost one query.
/// Who is further behind reads pages of their own, two at a time.
/// </summary>
/// <param name="read">Reads from the database: the position after which, and at most how many.</param>
internal sealed class LogWindow(Func<long, int, CancellationToken, Task<LogPage>> read) : IDisposable
{
    private const int Smallest = 1_000, Largest = 5_000, Events = 10_000, OwnAtOnce = 2;
    private const long Characters = 16_000_000;

    private readonly Lock guard = new();
    private readonly SemaphoreSlim own = new(OwnAtOnce);
    private readonly LinkedList<LogPage> pages = [];
    private Task<LogPage>? flight;
    private long first = 1, last, characters, head;
    private string? origin;
    private int forgotten;

    /// <summary>At most <paramref name="limit"/> entries after that position.</summary>
    public async Task<LogPage> After(long after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        Task<LogPage>? shared = null;
        lock (guard)
        {
            if (origin is not null && after + 1 >= first && after < last) return Kept(after, limit);
            // At the edge, or ahead of it: the window goes where the newest readers are, and never back.
            if (after >= last) shared = flight is { IsCompleted: false } ? flight : flight = Task.Run(() => Fetch(after, Math.Clamp(limit, Smallest, Largest)), CancellationToken.None);
        }
        if (shared is not null)
        {
            var page = await shared.WaitAsync(ct);
            if (Cut(page, after, limit) is { } mine) return mine;
            return await After(after, limit, ct);
        }
        await own.WaitAsync(ct);
        try
        {
            Telemetry.Pages.Add(1, new KeyValuePair<string, object?>("journey.reader", "own"));
            return Dense(await read(after, limit, ct), after);
        }
        finally { own.Release(); }
    }

    /// <summary>The log may be another one than before: everything is read again.</summary>
    public void Forget()
    {
        lock (guard)
        {
            forgotten++;
            Empty(0);
        }
    }

    public void Dispose() => own.Dispose();

    private async Task<LogPage> Fetch(long after, int limit)
    {
        int before;
        lock (guard) before = forgotten;
        Telemetry.Pages.Add(1, new KeyValuePair<string, object?>("journey.reader", "shared"));
        var page = Dense(await read(after, limit, CancellationToken.None), after);
        lock (guard)
        {
            // A restore under way, or a position that the log has not got: whoever asked finds out, and nothing of it is kept.
            if (before != forgotten || page.Head < after) return page;
            if (origin is not null && (page.Origin != origin || page.Head < head)) Empty(0);
            if (after != last) Empty(after);
            (origin, head) = (page.Origin, page.Head);
            Keep(page);
        }
        return page;
    }

    private void Keep(LogPage page)
    {
        if (page.Events.Count == 0) return;
        pages.AddLast(page);
        last = page.Events[^1].Position;
        characters += Size(page);
        while (pages.Count > 1 && (last - first + 1 > Events || characters > Characters))
        {
            characters -= Size(pages.First!.Value);
            pages.RemoveFirst();
            first = pages.First!.Value.Events[0].Position;
        }
    }

    private void Empty(long after)
    {
        pages.Clear();
        (first, last, characters, head, origin) = (after + 1, after, 0, 0, null);
    }

    private LogPage Kept(long after, int limit)
    {
        Telemetry.Pages.Add(1, new KeyValuePair<string, object?>("journey.reader", "memory"));
        var events = new List<LoggedEvent>(Math.Min(limit, (int)(last - after)));
        foreach (var page in pages)
        {
            if (page.Events[^1].Position <= after) continue;
            var skip = (int)Math.Max(0, after + 1 - page.Events[0].Position);
            events.AddRange(page.Events.Skip(skip).Take(limit - events.Count));
            if (events.Count == limit) break;
        }
        return new LogPage(origin!, Math.Max(head, last), events);
    }

    // Null: the flight was for others, who stood elsewhere.
    private static LogPage? Cut(LogPage page, long after, int limit)
    {
        if (page.Events.Count == 0) return page.Head <= after ? page : null;
        var skip = after + 1 - page.Events[0].Position;
        if (skip < 0 || skip > page.Events.Count) return null;
        if (skip == page.Events.Count) return page.Head <= after ? page with { Events = [] } : null;
        return skip == 0 && page.Events.Count <= limit ? page : page with { Events = [.. page.Events.Skip((int)skip).Take(limit)] };
    }

    private static LogPage Dense(LogPage page, long after)
    {
        if (page.Events.Count > 0 && (page.Events[0].Position != after + 1 || page.Events[^1].Position != after + page.Events.Count))
            throw new InvalidOperationException($"The log has a gap after position {after}.");
        return page;
    }

    private static long Size(LogPage page) => page.Events.Sum(e => (long)e.Event.Data.Length + (e.Event.Headers?.Length ?? 0) + 300);
}
