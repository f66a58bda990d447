using System.Collections.Immutable;
using Journey.Domain.Corrections;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>Two records are one person: the other record's stream is folded with this one. Nothing is copied, so it can be undone.</summary>
public sealed record RecordLinked(ParticipantId Other) : ParticipantEvent, ILink
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>They were two people after all.</summary>
public sealed record RecordUnlinked(ParticipantId Other) : ParticipantEvent, ILink
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>Stands on the stream of the record that was linked into another one.</summary>
public sealed record LinkedIntoRecord(ParticipantId Into) : ParticipantEvent, ILink
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

public sealed record UnlinkedFromRecord(ParticipantId From) : ParticipantEvent, ILink
{
    internal override Participant Fold(Participant person, Stamp at) => person;
}

/// <summary>Which records are one person, by all that is known.</summary>
/// <param name="With">Records that were linked to the folded ones.</param>
/// <param name="Outside">Records that folded ones were linked into, and that are not folded with them.</param>
/// <param name="Absorbed">Folded streams that were linked into another folded one: that one's registration is the person's.</param>
internal sealed record LinkedRecords(ImmutableHashSet<ParticipantId> With, ImmutableArray<ParticipantId> Outside, IReadOnlySet<Guid> Absorbed)
{
    public static LinkedRecords None { get; } = new([], [], ImmutableHashSet<Guid>.Empty);

    public static LinkedRecords Of(IReadOnlyCollection<Entry> known, Standing standing)
    {
        if (!known.Any(e => e.Event is ILink)) return None;
        ImmutableHashSet<ParticipantId> with = [];
        var into = new SortedDictionary<Guid, ParticipantId>();
        foreach (var entry in known.Where(e => e.Event is ILink && !standing.IsRetracted(e)).OrderBy(e => e.Seq).ThenBy(e => e.Id))
        {
            switch (entry.Event)
            {
                case RecordLinked e when e.Other.Value != entry.Stream: with = with.Add(e.Other); break;
                case RecordUnlinked e: with = with.Remove(e.Other); break;
                case LinkedIntoRecord e when e.Into.Value != entry.Stream: into[entry.Stream] = e.Into; break;
                case UnlinkedFromRecord e when into.TryGetValue(entry.Stream, out var was) && was == e.From: into.Remove(entry.Stream); break;
            }
        }
        var streams = known.Select(e => e.Stream).ToHashSet();
        return new LinkedRecords(with, [.. into.Values.Where(i => !streams.Contains(i.Value))], into.Where(i => streams.Contains(i.Value.Value)).Select(i => i.Key).ToHashSet());
    }
}

/// <summary>Merging and unmerging: each gives one event per stream, appended in one transaction.</summary>
public static class Links
{
    public static Decision Merge(Participant survivor, Participant other)
    {
        if (survivor is not { Id: { } into } || other is not { Id: { } from }) return Registration.Unknown;
        if (into == from) return Refuse("merge.same", "A record is not merged with itself.");
        if (survivor.LinkedInto is not null) return Refuse("merge.survivor-linked", "The record to keep is itself merged into another one: use that one.");
        if (other.LinkedInto == into) return Nothing;
        if (other.LinkedInto is not null || !other.LinkedWith.IsEmpty) return Refuse("merge.other-linked", "The other record is part of another merge: undo that first.");
        return Accept(new RecordLinked(from), new LinkedIntoRecord(into));
    }

    public static Decision Unmerge(Participant survivor, Participant other)
    {
        if (survivor is not { Id: { } into } || other is not { Id: { } from }) return Registration.Unknown;
        return other.LinkedInto == into ? Accept(new RecordUnlinked(from), new UnlinkedFromRecord(into)) : Nothing;
    }
}
