using Journey.Domain;
using Journey.Domain.Participants;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Versions;
using Journey.EventStore;
using Journey.Host.Confidential;
using Journey.Host.Recording;
using Journey.Projections;

namespace Journey.Host.Features.Programs.Versions;

/// <summary>How far a round is.</summary>
/// <param name="Looked">Records looked at in this run.</param>
public sealed record RoundProgress(Migration Migration, long Looked);

/// <summary>
/// Drives a migration's round: page by page, each person by a command of their own, then the batch's event. Killed in between, the page is
/// gone through again, and whoever has moved already is only counted.
/// </summary>
public sealed class MigrationRun(Caller caller, Journal journal, PublishedPrograms programs, Vault vault, TimeProvider clock)
{
    /// <summary>People between two events of the migration: what is repeated after a crash, and how soon a pause is heard.</summary>
    private const int BatchSize = 200, AtOnce = 8;

    /// <returns>The migration when its round is over, or was paused; null when another host is at it.</returns>
    public async Task<Migration?> Go(MigrationId id, IProgress<RoundProgress>? progress, CancellationToken ct)
    {
        await using var held = await MigrationStore.Hold(caller.Operator, id, ct);
        if (held is null) return null;
        var (migration, version, _) = await MigrationStore.Read(caller.Operator, id, ct);
        if (migration.Status is not (MigrationStatus.Running or MigrationStatus.Reversing)) return migration;
        var from = await Definition(migration.Program, migration.From, ct);
        var to = await Definition(migration.Program, migration.To, ct);
        var mapping = VersionMapping.Read(migration.Mapping);
        var mover = new Mover(caller, journal, new DryRun(from, to, mapping, caller, vault, clock), new Trial(from, to, mapping, (await Population.DecliningEmployers(caller.Operator, ct)).Contains), mapping, from, id, clock);
        for (long looked = 0; migration.Status is MigrationStatus.Running or MigrationStatus.Reversing;)
        {
            var ids = migration.People <= migration.Moved ? [] : await Population.Page(caller.Operator, migration.Program, migration.Through ?? Guid.Empty, BatchSize, ct);
            looked += ids.Count;
            MigrationEvent next = ids.Count == 0 ? new MigrationRoundDone() : await mover.Batch(migration, ids, AtOnce, ct);
            try
            {
                await Streams.Append(caller, MigrationStore.StreamType, id.Value, version, [next], Occurred.Micros(clock.GetUtcNow()), ct);
            }
            catch (ConcurrencyConflict) { } // Paused meanwhile: what has been moved is found moved when it goes on.
            (migration, version, _) = await MigrationStore.Read(caller.Operator, id, ct);
            progress?.Report(new(migration, looked));
        }
        return migration;
    }

    private async Task<ProgramDefinition> Definition(string program, int version, CancellationToken ct) =>
        await programs.Find(caller.Operator, program, version, ct) ?? throw new SetupException($"{program} version {version} is not published here.");
}
