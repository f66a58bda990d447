using System.Globalization;
using Journey.EventStore;
using Journey.EventStore.Proof;

namespace Journey.Host.Features.Proof;

/// <summary>Has checkpoints cosigned by the witnesses of the configuration, and keeps what they gave.</summary>
internal sealed class Submitting(ProofSettings settings, Standings standings, TimeProvider clock, ILogger<Submitting> log)
{
    /// <summary>To those witnesses that have not cosigned it yet, all at once.</summary>
    public async Task Submit(Operator op, ProofLog which, StoredCheckpoint newest, IReadOnlyList<WitnessClient> witnesses, CancellationToken ct)
    {
        var note = Note.Parse(newest.Note);
        var missing = witnesses.Where(w => note.SignedBy([w.Key]).Count == 0).ToList();
        if (missing.Count == 0) return;
        // A witness signs what the log signed, not what other witnesses added.
        var own = note with { Signatures = [.. note.Signatures.Where(s => s.Name == Checkpoint.Parse(note.Text).Origin)] };
        var answers = await Task.WhenAll(missing.Select(async w => (Witness: w, Answer: await Ask(op, which, newest.Size, own, w, ct))));
        var lines = answers.Where(a => a.Answer.Line is not null).Select(a => (a.Witness.Key.Name, a.Answer.Line!)).ToList();
        if (lines.Count > 0) await CheckpointStore.Cosign(op.Primary, which, newest.Generation, newest.Size, lines, settings.Needed, clock.GetUtcNow(), ct);

        var before = standings.Of(op.Id, which).Witnesses;
        var now = witnesses.ToDictionary(w => w.Key.Name, w => answers.FirstOrDefault(a => a.Witness == w).Answer?.Problem, StringComparer.Ordinal);
        foreach (var (name, problem) in now.Where(n => n.Value is not null && n.Value != before.GetValueOrDefault(n.Key)))
            log.LogWarning("The witness {Witness} did not cosign the log of {Log} of {Operator}: {Why}", name, which.Name(), op.Id.Value, problem);
        standings.Set(op.Id, which, now);
    }

    private static async Task<WitnessAnswer> Ask(Operator op, ProofLog which, long size, Note own, WitnessClient witness, CancellationToken ct)
    {
        var origin = Checkpoint.Parse(own.Text).Origin;
        var old = witness.Known.GetValueOrDefault(origin);
        for (var attempt = 0; ; attempt++)
        {
            if (old > size) return new(null, old, string.Create(CultureInfo.InvariantCulture, $"it has seen {old} entries of this log, which now has {size}: the database was put back to an older state"));
            var from = old;
            var tree = await TileStore.At(op.Primary, which, size, t => t.Consistency(from), ct);
            var answer = await witness.Add(old, tree.Consistency(old), own, ct);
            if (answer.Line is not null) witness.Known[origin] = size;
            if (answer.Knows is not { } knows || attempt > 0) return answer;
            if (knows == old) return answer with { Problem = "it has seen another root for this size: the log was rewritten" };
            witness.Known[origin] = old = knows;
        }
    }
}
