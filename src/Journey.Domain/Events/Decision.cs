namespace Journey.Domain;

/// <summary>What a decision came to. Saying a thing twice is <see cref="Nothing"/>, so that every command may be repeated.</summary>
public abstract record Decision
{
    private Decision() { }

    public sealed record Accepted(IReadOnlyList<JourneyEvent> Events) : Decision;

    /// <summary>Already so.</summary>
    public sealed record Nothing : Decision;

    /// <summary>Not allowed by a rule. A value, not an exception.</summary>
    /// <param name="Code">Stable, `area.reason`; held by a golden file.</param>
    /// <param name="Message">One English sentence for logs and developers; pages translate the code.</param>
    public sealed record Refused(string Code, string Message) : Decision;
}

/// <summary>Lets a rule read as a sentence: <c>using static Journey.Domain.Decide;</c></summary>
public static class Decide
{
    public static Decision Accept(params IReadOnlyList<JourneyEvent> events) => new Decision.Accepted(events);

    public static Decision Nothing { get; } = new Decision.Nothing();

    public static Decision Refuse(string code, string message) => new Decision.Refused(code, message);
}
