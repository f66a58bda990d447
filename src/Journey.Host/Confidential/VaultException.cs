using Journey.Domain.Confidential;

namespace Journey.Host.Confidential;

/// <summary>The vault refused.</summary>
public abstract class VaultException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The record of access could not be written, so nothing was opened: 503.</summary>
public sealed class AccessNotRecorded(Exception cause) : VaultException("The record of access could not be written, so nothing is shown.", cause);

/// <summary>The subject's key was destroyed. Nothing more is written about them under that scope and class.</summary>
public sealed class SubjectErased(KeyName name) : VaultException($"The {name.Class} key of {name.Subject} ({name.Scope}) was destroyed.")
{
    public KeyName Name { get; } = name;
}

/// <summary>A value can't go into this event: its key is another operator's, or it does not belong where it was read.</summary>
public sealed class SealFailed(string field) : VaultException($"The sealed value '{field}' does not open where it comes from, and can't be written again.");
