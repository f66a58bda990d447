using Journey.Domain;
using Journey.Domain.Programs;
using Journey.Domain.Programs.Lint;
using Journey.EventStore;
using Journey.Host.Recording;

namespace Journey.Host.Features.Programs;

/// <summary>Publishes a program version for an operator: from then on new enrollments start under it.</summary>
public static class Publish
{
    /// <param name="reading">A clean reading; with findings of <see cref="Lint"/> that are errors the answer is <c>program.findings</c>.</param>
    /// <param name="actor">Who publishes; null for the product itself, on an empty database.</param>
    /// <returns><see cref="Decision.Nothing"/> when that very version is published already.</returns>
    public static async Task<Decision> Run(Operator op, ProgramReading reading, Guid? actor, Guid? organization, DateTimeOffset now, CancellationToken ct)
    {
        var findings = Lint.Of(reading);
        if (reading.Definition is not { } definition || findings.Any(f => f.Severity == Severity.Error)) return Decide.Refuse("program.findings", string.Join('\n', findings));
        // Where another host was first it is decided again, on what that one published.
        return (await Streams.Decide(Caller.Job(op, "publication", actor, organization), PublishedPrograms.StreamType, PublishedPrograms.StreamOf(definition.Id),
            history => history.OfType<ProgramPublished>().ToList(), earlier => Publishing.Publish(earlier, definition, reading.Source), now, ct)).Decision;
    }

    /// <summary>The folders in <c>programs/</c> that an operator starts with; the others belong to an import.</summary>
    public static IReadOnlyList<string> Workforce { get; } = ["aspire-atlantic", "career-ladders", "designed-to-work", "lbs"];

    /// <summary>Publishes the programs that travel with the host: what <c>up</c> does on an empty database.</summary>
    /// <param name="folder">One of the folders in <c>programs/</c>, such as <c>aspire-atlantic</c>.</param>
    public static async Task<IReadOnlyList<Decision>> Shipped(Operator op, string folder, DateTimeOffset now, CancellationToken ct)
    {
        var decisions = new List<Decision>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "programs", folder), "*.yaml").Order(StringComparer.Ordinal))
            decisions.Add(await Run(op, ProgramFile.Read(Path.GetFileName(file), await File.ReadAllTextAsync(file, ct)), null, null, now, ct));
        return decisions;
    }
}
