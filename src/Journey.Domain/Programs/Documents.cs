namespace Journey.Domain.Programs;

public enum DocumentKind { Contract, Protocol, Information }

/// <summary>A text that a person signs or is given: a learner contract, a confidentiality protocol. A changed text has a new version.</summary>
public sealed record Document(string Id, int Version, DocumentKind Kind, Text Title, Text Body);

/// <summary>A set of fields that is filled in together.</summary>
/// <param name="Stage">Where it is filled in.</param>
public sealed record Form(string Id, Text Title, string Stage, IReadOnlyList<FormField> Fields);

public sealed record FormField(string Field, bool Required);

/// <summary>A literacy or skills assessment that the program repeats to show progress.</summary>
/// <param name="Tool">Which instrument; null leaves it to the assessor.</param>
/// <param name="Skills">What it looks at.</param>
public sealed record AssessmentPlan(string Id, Text Title, string? Tool, IReadOnlyList<Choice> Skills);

/// <summary>How many may take part, and what happens when it is full.</summary>
/// <param name="Seats">Of one cohort, unless the cohort says otherwise.</param>
public sealed record Capacity(int Seats, WaitlistPolicy? Waitlist);

/// <param name="Order">What decides who is next, most important first.</param>
/// <param name="OfferExpires">How long an offered seat is kept for somebody; null: until they answer.</param>
public sealed record WaitlistPolicy(IReadOnlyList<WaitlistOrder> Order, Period? OfferExpires);

/// <summary>Ends of an order: the higher rubric first, the earlier application first, the earlier waitlisting first.</summary>
public enum WaitlistOrder { Rubric, Applied, Waitlisted }
