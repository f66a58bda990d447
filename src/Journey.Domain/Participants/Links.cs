using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>Two records are one person: the other record's stream is folded with this one. Nothing is copied, so it can be undone.</summary>
public sealed record RecordLinked(ParticipantId Other) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => Other == person.Id ? person : person with { LinkedWith = person.LinkedWith.Add(Other) };
}

/// <summary>They were two people after all.</summary>
public sealed record RecordUnlinked(ParticipantId Other) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person with { LinkedWith = person.LinkedWith.Remove(Other) };
}

/// <summary>Stands on the stream of the record that was linked into another one.</summary>
public sealed record LinkedIntoRecord(ParticipantId Into) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => Into == person.Id ? person : person with { LinkedInto = Into };
}

public sealed record UnlinkedFromRecord(ParticipantId From) : ParticipantEvent
{
    internal override Participant Fold(Participant person, Stamp at) => person.LinkedInto == From ? person with { LinkedInto = null } : person;
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
