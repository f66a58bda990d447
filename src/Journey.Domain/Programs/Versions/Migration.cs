using System.Collections.Immutable;
using static Journey.Domain.Decide;

namespace Journey.Domain.Programs.Versions;

public enum MigrationStatus { Planned, Running, Paused, Finished, Reversing, Reversed }

/// <summary>Somebody whom a migration left where they are because the new version does not fit them.</summary>
/// <param name="Reason">A code of <see cref="Blocking"/>.</param>
/// <param name="What">The stage or the field that stands in the way, where it is one.</param>
/// <param name="Reference">The person's public one, where the history reads.</param>
public sealed record BlockedPerson(ParticipantId Participant, string Reason, string? What = null, string? Reference = null);

/// <summary>A migration: people of one program version going over to another, in batches, each of them by an event of their own.</summary>
public sealed record Migration
{
    public static Migration None { get; } = new();

    public MigrationId? Id { get; init; }

    public string Program { get; init; } = "";

    public int From { get; init; }

    public int To { get; init; }

    /// <summary>The mapping's canonical text.</summary>
    public string Mapping { get; init; } = "";

    /// <summary>Hash of the dry run that it was planned on.</summary>
    public string DryRun { get; init; } = "";

    public MigrationStatus Status { get; init; }

    /// <summary>At most so many people are moved in the present round; null for all.</summary>
    public int? People { get; init; }

    /// <summary>Only this cohort's people are moved in the present round; null for all.</summary>
    public CohortId? Cohort { get; init; }

    /// <summary>Rounds go through people in the order of their streams: this far.</summary>
    public Guid? Through { get; init; }

    public int Batches { get; init; }

    /// <summary>It goes back, also while that is paused.</summary>
    public bool IsBack { get; init; }

    /// <summary>Of the present round: who is on the new version by this migration, who was left since there is nothing to move, who does not fit.</summary>
    public int Moved { get; init; }

    public int Left { get; init; }

    public ImmutableList<BlockedPerson> Blocked { get; init; } = [];

    /// <summary>A round on part of the people has been through: everybody else is still where they were.</summary>
    public bool IsCanary => People is not null || Cohort is not null;

    public static Migration Fold(IEnumerable<JourneyEvent?> history) => history.OfType<MigrationEvent>().Aggregate(None, (m, e) => e.Fold(m));

    internal Migration Round(MigrationStatus status) => this with { Status = status, Through = null, Batches = 0, Moved = 0, Left = 0, Blocked = [], People = null, Cohort = null };
}

/// <summary>An event on a migration's own stream.</summary>
public abstract record MigrationEvent : JourneyEvent
{
    internal abstract Migration Fold(Migration migration);
}

/// <param name="Mapping">Canonical JSON of the mapping.</param>
/// <param name="DryRun">Hash of the dry run's verdicts that it rests on.</param>
/// <param name="People">How many people the dry run gave a verdict on.</param>
public sealed record MigrationPlanned(MigrationId Migration, string Program, int From, int To, string Mapping, string DryRun, int People) : MigrationEvent
{
    internal override Migration Fold(Migration migration) =>
        migration with { Id = Migration, Program = Program, From = From, To = To, Mapping = Mapping, DryRun = DryRun, Status = MigrationStatus.Planned };
}

/// <summary>A round began: a canary of some people or of one cohort, or everybody.</summary>
public sealed record MigrationStarted(int? People = null, CohortId? Cohort = null) : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration.Round(MigrationStatus.Running) with { People = People, Cohort = Cohort };
}

/// <summary>One batch is through, up to and with the stream <paramref name="Through"/>.</summary>
public sealed record MigrationBatchDone(Guid Through, int Moved, int Left, ImmutableArray<BlockedPerson> Blocked) : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration with
    {
        Through = Through, Batches = migration.Batches + 1, Moved = migration.Moved + Moved, Left = migration.Left + Left, Blocked = migration.Blocked.AddRange(Blocked),
    };
}

public sealed record MigrationPaused : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration with { Status = MigrationStatus.Paused };
}

public sealed record MigrationResumed : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration with { Status = migration.IsBack ? MigrationStatus.Reversing : MigrationStatus.Running };
}

/// <summary>The round has been through everybody that it was for.</summary>
public sealed record MigrationRoundDone : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration with
    {
        Status = migration.Status == MigrationStatus.Reversing ? MigrationStatus.Reversed : migration.IsCanary ? MigrationStatus.Paused : MigrationStatus.Finished,
    };
}

/// <summary>Everybody whom it moved goes back.</summary>
public sealed record MigrationReversalStarted : MigrationEvent
{
    internal override Migration Fold(Migration migration) => migration.Round(MigrationStatus.Reversing) with { IsBack = true };
}

public static class Migrating
{
    public static Decision Plan(Migration migration, MigrationPlanned plan) =>
        plan.From == plan.To ? Refuse("migration.same-version", "The two versions are one: there is nothing to move.") : migration.Id is null ? Accept(plan) : Nothing;

    /// <summary>Begins a round, or goes on with the one that was broken off.</summary>
    public static Decision Start(Migration migration, int? people, CohortId? cohort)
    {
        if (migration.Id is null) return Unknown;
        if (migration.IsBack) return Refuse("migration.reversed", "The migration was reversed: plan another one.");
        if (people is <= 0) return Refuse("migration.people", "A canary moves one person or more.");
        if (migration.Status == MigrationStatus.Running && migration.People == people && migration.Cohort == cohort) return Nothing;
        if (migration.Status == MigrationStatus.Running) return Refuse("migration.running", "A round is under way: resume it, or pause it first.");
        return Accept(new MigrationStarted(people, cohort));
    }

    public static Decision Pause(Migration migration) => migration.Id is null ? Unknown : migration.Status is MigrationStatus.Running or MigrationStatus.Reversing ? Accept(new MigrationPaused()) : Nothing;

    /// <summary>Goes on where it was paused or broken off. A canary that is through is not gone on with: start the round of all.</summary>
    public static Decision Resume(Migration migration) => migration.Id is null ? Unknown : migration.Status == MigrationStatus.Paused ? Accept(new MigrationResumed()) : Nothing;

    public static Decision Reverse(Migration migration)
    {
        if (migration.Id is null) return Unknown;
        return migration.Status switch
        {
            MigrationStatus.Reversing => Nothing,
            // Whoever could not go back then may do so now.
            MigrationStatus.Reversed when migration.Blocked.IsEmpty => Nothing,
            MigrationStatus.Paused when migration.IsBack => Accept(new MigrationResumed()),
            MigrationStatus.Running => Refuse("migration.running", "A round is under way: resume it, or pause it first."),
            _ => Accept(new MigrationReversalStarted()),
        };
    }

    private static Decision Unknown { get; } = Refuse("migration.unknown", "There is no such migration.");
}
