namespace Journey.Domain.Confidential;

/// <summary>Whom a value is about: a participant, or another person such as an employer's contact. A random reference.</summary>
public readonly record struct Subject(Guid Id)
{
    public override string ToString() => Id.ToString();
}

/// <summary>How far a data key reaches: everything held about the person as such, or one enrollment.</summary>
public readonly record struct Scope
{
    private Scope(Guid enrollment) => Enrollment = enrollment;

    /// <summary>Null for the person.</summary>
    public Guid? Enrollment { get; }

    public static Scope Person { get; }

    public static Scope Of(Guid enrollment) => new(enrollment);

    public override string ToString() => Enrollment?.ToString() ?? "person";
}

/// <summary>What one data key is for. Erasing a person, one enrollment or one class of it destroys exactly these.</summary>
public readonly record struct KeyName(Subject Subject, Scope Scope, FieldClass Class);
