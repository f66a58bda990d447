using Journey.Domain.Confidential;

namespace Journey.Host.Permits;

/// <summary>What of people an endpoint or a page touches.</summary>
public enum Touch
{
    /// <summary>One participant: the route value "id". Decided before the endpoint runs.</summary>
    Person,
    /// <summary>A list of participants: decided row by row, and those whom the viewer may not see leave no trace in it.</summary>
    People,
    /// <summary>Somebody who is not registered yet.</summary>
    NewPerson,
    /// <summary>Exact figures, without anybody in them.</summary>
    Counts,
    /// <summary>An employer's contact, a person of their own.</summary>
    Contact,
    /// <summary>The record of access.</summary>
    Record,
    /// <summary>The public feed and its deliveries: references and facts, no sealed value. The subscription's scope decides.</summary>
    Feed,
    /// <summary>A job over many journeys, which answers verdicts by reference and opens values only as a job, under one record.</summary>
    Job,
    /// <summary>No personal data.</summary>
    Nobody,
}

/// <summary>
/// Says what an endpoint or a page touches, and how. One that says nothing is refused, and fails a test. The innermost one counts: an endpoint's
/// before its group's.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TouchesAttribute(Touch what, Verb verb = Verb.See) : Attribute
{
    public Touch What => what;

    public Verb Verb => verb;

    /// <summary>Of the participant's facts; whoever may only see another part is refused.</summary>
    public Part Part { get; init; } = Part.Whole;

    /// <summary>It shows what of the participant its reader may see, whichever part that is.</summary>
    public bool AnyPart { get; init; }

    /// <summary>For the record: what was tried.</summary>
    public string Action => (what, verb) switch
    {
        (Touch.Person or Touch.NewPerson, Verb.Write) => "participant.write",
        (Touch.Person, _) => "participant.view",
        (Touch.People, _) => "participants.list",
        (Touch.Counts, _) => "counts.view",
        (Touch.Record, _) => "access.list",
        (Touch.Contact, _) => "employer.view",
        _ => "other",
    };
}

public static class TouchingEndpoints
{
    public static TBuilder Touches<TBuilder>(this TBuilder builder, Touch what, Verb verb = Verb.See, Part part = Part.Whole, bool anyPart = false) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new TouchesAttribute(what, verb) { Part = part, AnyPart = anyPart });
}
