using System.Diagnostics.CodeAnalysis;
using Journey.Domain.Confidential;

namespace Journey.Host.Confidential;

/// <summary>What <c>vault.Open</c> answers: the content of the values it was given, and of no others.</summary>
public sealed class Opened
{
    private readonly Dictionary<Sealed, string?> texts;

    internal Opened(Guid record, Dictionary<Sealed, string?> texts) => (Record, this.texts) = (record, texts);

    /// <summary>The id of the record of access that stands for all of this.</summary>
    public Guid Record { get; }

    /// <summary>False where there is no value, and where it is unreadable: see <see cref="IsUnreadable"/>.</summary>
    /// <exception cref="ArgumentException">The value was not among those opened.</exception>
    public bool TryRead<T>(Sealed<T>? value, [MaybeNullWhen(false)] out T content)
    {
        content = default;
        if (value is null || Text(value) is not { } text) return false;
        try
        {
            content = SealedText.Read<T>(text);
            return true;
        }
        catch (FormatException) { return false; }
    }

    /// <summary>The content of a text, or null.</summary>
    /// <exception cref="ArgumentException">The value was not among those opened.</exception>
    public string? Read(Sealed<string>? value) => TryRead(value, out var text) ? text : null;

    /// <summary>There is a value, but its key is gone or it does not belong where it stands.</summary>
    /// <exception cref="ArgumentException">The value was not among those opened.</exception>
    public bool IsUnreadable(Sealed? value) => value is not null && Text(value) is null;

    private string? Text(Sealed value) => texts.TryGetValue(value, out var text) ? text : throw new ArgumentException("This value was not opened.", nameof(value));
}
