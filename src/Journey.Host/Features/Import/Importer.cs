using System.Threading.Channels;
using Journey.EventStore;

namespace Journey.Host.Features.Import;

/// <summary>What an import is asked to do.</summary>
/// <param name="Now">The import's time: recorded, where the source doesn't say.</param>
/// <param name="Run">Correlates the events of one run.</param>
/// <param name="Organization">The organization that takes these people up: theirs to read and to assign. Null: nobody's, until somebody is assigned.</param>
internal sealed record ImportOptions(bool DryRun, bool Amend, DateTimeOffset Now, string Run, Guid? Organization = null);

/// <summary>
/// Rows in, events out: one thread reads and states, another compares with the store and appends, thousands of events a round
/// trip. A row is appended whole or not at all, so that a run which was killed is simply run again.
/// </summary>
/// <param name="op">Null in a dry run for an operator that does not exist yet.</param>
internal sealed class Importer(Mapping mapping, DataFiles data, DerivedIds ids, Operator? op, ImportOptions options, Quarantine quarantine, ImportProgress progress)
{
    private const int BatchEvents = 5000, Attempts = 8;
    private readonly HashSet<Guid> rowsSeen = [];
    private readonly HashSet<Guid> sharedSeen = [];
    private readonly ImportTally tally = new();
    private readonly Reconcile reconcile = new(mapping, options.Amend, options.Now, options.Run, options.Organization);

    /// <exception cref="MappingRefused">A column that the mapping names isn't there. Nothing was appended.</exception>
    public async Task<ImportTally> Run(CancellationToken ct)
    {
        foreach (var input in mapping.Inputs) Table.Open(mapping.File, data, input).Dispose();
        foreach (var join in mapping.Inputs.SelectMany(i => i.Joins)) join.Index = join.Target.Joined ??= Index(join.Target, ct);
        foreach (var input in mapping.Inputs.Where(i => i.Events.Count > 0))
        {
            var batches = Channel.CreateBounded<List<List<Statement>>>(2);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var reading = Task.Run(() => Read(input, batches.Writer, stop.Token), ct);
            try
            {
                await foreach (var batch in batches.Reader.ReadAllAsync(ct)) await Append(batch, ct);
            }
            finally
            {
                await stop.CancelAsync();
                if (!reading.IsCompletedSuccessfully) await Task.WhenAny(reading);
            }
            await reading;
        }
        tally.Quarantined = quarantine.Count;
        return tally;
    }

    private async Task Read(Input input, ChannelWriter<List<List<Statement>>> batches, CancellationToken ct)
    {
        try
        {
            if (input.Earliest.Count > 0) CollectEarliest(input, ct);
            using var table = Table.Open(mapping.File, data, input);
            var batch = new List<List<Statement>>();
            var events = 0;
            foreach (var (line, cells) in table.Rows())
            {
                ct.ThrowIfCancellationRequested();
                tally.Rows++;
                try
                {
                    if (cells is null) throw new RowProblem(RowProblems.Unparsable, $"The row does not have the header's {table.Header.Count} columns, or is not clean CSV in UTF-8.");
                    var row = new Row(input, cells, ids, options.Now);
                    var statements = Statements.Of(row, mapping.Program.Calendar.TimeZone);
                    if (!rowsSeen.Add(ids.Id("row", [input.Name, .. row.Key()]))) throw new RowProblem(RowProblems.Repeated, "The file has an earlier row with the same key.");
                    statements.RemoveAll(s => s.Shared && (s.Happened is null || !sharedSeen.Add(s.Id)));
                    batch.Add(statements);
                    events += statements.Count;
                }
                catch (RowProblem problem) { quarantine.Add(data.Find(input)!, line, problem.Code, problem.Message, table.Raw); }
                if (events < BatchEvents) continue;
                progress.At(data.Find(input)!, table.Share, tally.Rows);
                await batches.WriteAsync(batch, ct);
                (batch, events) = ([], 0);
            }
            if (batch.Count > 0) await batches.WriteAsync(batch, ct);
            batches.Complete();
        }
        catch (Exception e) { batches.Complete(e); throw; }
    }

    private async Task Append(List<List<Statement>> batch, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var counted = new ImportTally();
            var streams = await Streams(batch, ct);
            foreach (var row in batch) reconcile.Row(row, streams, counted);
            var writes = streams.Values.Where(s => s.Pending.Count > 0).Select(s => new StreamWrite(s.Id, s.Type, s.Version, s.Pending)).ToList();
            try
            {
                if (writes.Count > 0 && op is not null && !options.DryRun) await Store.Append(op, new Append(writes), ct);
                tally.Take(counted);
                progress.Appended(counted.Events);
                return;
            }
            // Somebody works on one of these streams meanwhile: look again.
            catch (Exception e) when (e is ConcurrencyConflict or DuplicateEvent && attempt < Attempts) { await Task.Delay(5 << attempt, ct); }
        }
    }

    private async Task<Dictionary<Guid, KnownStream>> Streams(List<List<Statement>> batch, CancellationToken ct)
    {
        var types = new Dictionary<Guid, string>();
        foreach (var s in batch.SelectMany(r => r)) types[s.Stream] = s.Rule.Shape.Stream;
        var stored = op is null ? [] : await Store.ReadStreams(op, types.Keys, ct);
        var events = stored.ToLookup(e => e.StreamId);
        return types.ToDictionary(t => t.Key, t => KnownStream.Of(t.Key, t.Value, [.. events[t.Key]]));
    }

    private JoinIndex Index(Input input, CancellationToken ct)
    {
        using var table = Table.Open(mapping.File, data, input);
        var index = new JoinIndex();
        foreach (var (line, cells) in table.Rows())
        {
            ct.ThrowIfCancellationRequested();
            // An input with events of its own is read again, and its bad rows are told then.
            if (cells is not null && index.Add(input, cells)) continue;
            if (input.Events.Count > 0) continue;
            tally.Rows++;
            if (cells is null) quarantine.Add(data.Find(input)!, line, RowProblems.Unparsable, "The row can't be read.", table.Raw);
            else quarantine.Add(data.Find(input)!, line, RowProblems.Repeated, "The file has an earlier row with the same key.", table.Raw);
        }
        return index;
    }

    // A bad row is told by the pass that appends.
    private void CollectEarliest(Input input, CancellationToken ct)
    {
        using var table = Table.Open(mapping.File, data, input);
        foreach (var (_, cells) in table.Rows())
        {
            ct.ThrowIfCancellationRequested();
            if (cells is null) continue;
            var row = new Row(input, cells, ids, options.Now);
            try { foreach (var earliest in input.Earliest) earliest.See(row); }
            catch (RowProblem) { continue; }
        }
    }
}
