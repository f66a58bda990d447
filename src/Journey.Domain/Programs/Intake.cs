namespace Journey.Domain.Programs;

public enum FieldType { Bool, Int, Double, Money, Text, Date, Timestamp, Choice, Choices }

/// <summary>A fact about a person that the program asks for; criteria read facts by id.</summary>
/// <param name="Options">What may be chosen, for a choice or several.</param>
/// <param name="Meaning">The same in every version of the program, whatever its id: what reports group by. Null: the id is.</param>
public sealed record Field(string Id, FieldType Type, FieldClass Class, Text Title, IReadOnlyList<Choice> Options, string? Meaning = null);

/// <summary>One requirement of the program, checked by itself.</summary>
/// <param name="When">True when it is met; reads the program's fields and <c>asOf</c>.</param>
/// <param name="OverrideNeedsReason">Staff may make an allowance, giving a reason; false means there is none to be made.</param>
public sealed record Criterion(string Id, Text Title, Guard When, bool OverrideNeedsReason)
{
    /// <summary>The fields it reads: what has to be opened, and nothing else.</summary>
    public IReadOnlyList<string> Reads => When.Reads;
}

/// <summary>The interview's scoring: every item on one scale (both ends included), and what counts as passed.</summary>
/// <param name="Pass">Reads <c>mean</c> (double, by weight), <c>total</c>, <c>lowest</c> (int) and <c>scores</c> (list of int).</param>
public sealed record Rubric(int Lowest, int Highest, IReadOnlyList<RubricItem> Items, Guard Pass);

/// <param name="Weight">Its part of the mean relative to the others', above 0.</param>
public sealed record RubricItem(string Id, Text Title, decimal Weight = 1);

/// <summary>What a person agrees to. A changed text is a new version, and earlier consents stay with theirs.</summary>
/// <param name="Classes">The classes of values that it lets the program open.</param>
/// <param name="Expires">How long after it was given it has to be renewed; null: never.</param>
public sealed record ConsentForm(int Version, Text Title, Text Body, IReadOnlyList<Choice> Purposes, IReadOnlyList<FieldClass> Classes, Period? Expires = null);

/// <summary>One result of the intake decision, with the reasons that may be given for it.</summary>
public sealed record DecisionOption(string Id, Text Title, IReadOnlyList<Choice> Reasons);

/// <summary>The sector organization that validated the criteria of this version, and when.</summary>
public sealed record Validation(string Organization, DateOnly On);
