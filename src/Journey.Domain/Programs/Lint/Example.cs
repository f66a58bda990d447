namespace Journey.Domain.Programs.Lint;

/// <summary>
/// An example that lives with a definition: what happens to an invented person, and what follows by a day. It changes nothing that
/// enrollments rest on, so it is no part of <see cref="ProgramDefinition"/> nor of its hash.
/// </summary>
/// <param name="Path">Where it stands: <c>tests.0</c>.</param>
/// <param name="At">The day that is looked at.</param>
public sealed record Example(string Path, string? Name, string? Variant, IReadOnlyList<ExampleStep> Given, ExampleDay At, ExampleExpectation Expect);

/// <summary>A day, or so long after the step before; both null is that step's own day.</summary>
public readonly record struct ExampleDay(DateOnly? Day, Period? After);

/// <param name="Word">What happens, one of <see cref="ExampleSteps.Words"/>.</param>
/// <param name="Of">To what: <c>crt</c> in <c>entered: crt</c>.</param>
/// <param name="Values">By name: <c>{experience: met}</c> in <c>criteria: {experience: met}</c>.</param>
public sealed record ExampleStep(string Path, ExampleDay On, string Word, string? Of, IReadOnlyDictionary<string, string> Values);

/// <summary>What must be so at the end of the day; null where the example says nothing of it.</summary>
/// <param name="Due">What is open and has come, in any order: a follow-up by its id, a task as <c>crt.goal</c>, <c>crt.plan</c>, <c>crt.review</c>, <c>seat</c>, <c>consent</c>.</param>
/// <param name="Missed">The same of what nobody did in time.</param>
/// <param name="Days">All due days of one of these, in order.</param>
/// <param name="Stages">The open ones, in any order.</param>
/// <param name="Gates">By stage: <c>open</c>, <c>closed</c>, or <c>unknown</c> while that is not decided.</param>
/// <param name="Milestones">The day each was last reached; null for never.</param>
/// <param name="Criteria">By id: <c>met</c>, <c>notMet</c>, <c>unknown</c>.</param>
/// <param name="Refused">The code with which the last step is refused; null: every step is taken.</param>
public sealed record ExampleExpectation(
    IReadOnlyList<string>? Due, IReadOnlyList<string>? Missed, IReadOnlyDictionary<string, IReadOnlyList<DateOnly>> Days, IReadOnlyList<string>? Stages,
    IReadOnlyDictionary<string, string> Gates, IReadOnlyDictionary<string, DateOnly?> Milestones, IReadOnlyDictionary<string, string> Criteria, string? Refused);
