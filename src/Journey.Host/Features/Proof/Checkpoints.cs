using System.Data.Common;
using System.Security.Cryptography;
using Journey.EventStore;
using Journey.EventStore.Proof;
using Journey.Host.Databases;

namespace Journey.Host.Features.Proof;

/// <summary>
/// Signs every operator's logs while they grow and has them cosigned: one host at a time by lease. The others only look whether the logs still fit
/// what they remember, and remember what was signed.
/// </summary>
internal sealed class Checkpoints(Operators operators, ProofSettings settings, Signing signing, Submitting submitting, Mirror mirror, Standings standings, ILogger<Checkpoints> log) : ForEachOperator(operators)
{
    protected override async Task Run(Operator op, string owner, CancellationToken stop)
    {
        var witnesses = settings.Witnesses.Select(w => new WitnessClient(w)).ToList();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(settings.Every, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) break;
            try
            {
                var epoch = await CheckpointStore.Claim(op.Primary, owner, settings.Every * 3 + TimeSpan.FromSeconds(2), stop);
                foreach (var which in ProofLogs.All) await Look(op, which, owner, epoch, witnesses, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException or IOException or CryptographicException or FormatException or SetupException)
            {
                log.LogWarning("The logs of {Operator} are not signed for now: {Why}", op.Id.Value, e is CryptographicException or FormatException or SetupException or IOException ? e.Message : e.GetType().Name);
            }
        }
        foreach (var witness in witnesses) witness.Dispose();
        try { await CheckpointStore.Release(op.Primary, owner); }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException) { } // it runs out
    }

    private async Task Look(Operator op, ProofLog which, string owner, long? epoch, IReadOnlyList<WitnessClient> witnesses, CancellationToken stop)
    {
        try
        {
            StoredCheckpoint? newest;
            if (epoch is { } mine) newest = await signing.Look(op, which, owner, mine, stop);
            else
            {
                if (await mirror.Problem(op, which, stop) is { } problem) throw new HistoryLost(problem);
                newest = await CheckpointStore.Newest(op.Primary, which, witnessed: false, stop);
                if (newest is not null) mirror.Remember(op.Id, which, newest.Generation, newest.Note);
            }
            standings.Set(op.Id, which, problem: null);
            if (epoch is not null && newest is not null && witnesses.Count > 0) await submitting.Submit(op, which, newest, witnesses, stop);
        }
        catch (HistoryLost e)
        {
            if (standings.Of(op.Id, which).Problem != e.Message)
                log.LogCritical("The log of {Log} of {Operator} is not what was signed: {Why}. Nothing more of it is signed; see docs/proof.md", which.Name(), op.Id.Value, e.Message);
            standings.Set(op.Id, which, e.Message);
        }
    }
}
