using Journey.Domain.Programs;
using static Journey.Domain.Decide;

namespace Journey.Domain.Participants;

/// <summary>A document of the program that the person signed: which version of its text, and when.</summary>
public sealed record SignedDocument(string Document, int Version, Stamp At);

/// <param name="Version">Of the document's text.</param>
public sealed record DocumentSigned(EnrollmentId Enrollment, string Document, int Version) : EnrollmentEvent(Enrollment)
{
    internal override Enrollment Fold(Enrollment enrollment, Stamp at) => enrollment with
    {
        Documents = enrollment.Documents.Exists(d => d.Version == Version && string.Equals(d.Document, Document, StringComparison.Ordinal))
            ? enrollment.Documents
            : enrollment.Documents.Add(new SignedDocument(Document, Version, at)),
    };
}

public static class Signing
{
    /// <summary>The last signature under the text that the program has now, or under a later one.</summary>
    public static SignedDocument? SignatureOf(this Enrollment enrollment, ProgramDefinition program, string document) =>
        program.Documents.FirstOrDefault(d => string.Equals(d.Id, document, StringComparison.Ordinal)) is { } defined
            ? enrollment.Documents.FindLast(d => d.Version >= defined.Version && string.Equals(d.Document, document, StringComparison.Ordinal))
            : null;

    public static bool HasSigned(this Enrollment enrollment, ProgramDefinition program, string document) => enrollment.SignatureOf(program, document) is not null;

    /// <summary>Signs the text as the program has it; a task of an open stage that waits for the signature is done with it.</summary>
    /// <param name="version">The version that was read and signed.</param>
    public static Decision Sign(Enrollment? enrollment, ProgramDefinition program, string document, int version)
    {
        if (enrollment is null) return Enrolling.Unknown;
        if (program.Documents.FirstOrDefault(d => string.Equals(d.Id, document, StringComparison.Ordinal)) is not { } defined) return Refuse("document.unknown", $"The program has no document {document}.");
        if (version != defined.Version) return Refuse("document.version", $"Version {defined.Version} of {document} is the one to sign.");
        if (enrollment.HasSigned(program, document)) return Nothing;
        var tasks = program.Stages.Where(s => enrollment.IsIn(s.Id)).SelectMany(s => s.Tasks.Where(t => string.Equals(t.Document, document, StringComparison.Ordinal)), (s, t) => (s, t))
            .Where(x => x.t.Form is null && enrollment.TimesDone(x.s.Id, x.t.Id) == 0).Select(x => (JourneyEvent)new TaskDone(enrollment.Id, x.s.Id, x.t.Id));
        return Accept([new DocumentSigned(enrollment.Id, document, version), .. tasks]);
    }
}
