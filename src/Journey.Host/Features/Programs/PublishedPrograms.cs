using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Journey.Domain;
using Journey.Domain.Programs;
using Journey.EventStore;
using Journey.Projections;

namespace Journey.Host.Features.Programs;

/// <summary>The program versions an operator has published. A version never changes, except by a restore to before its publication, so one that was read once is kept.</summary>
public sealed class PublishedPrograms
{
    public const string StreamType = "program";

    private readonly ConcurrentDictionary<(OperatorId Operator, int Restores, string Program, int Version), ProgramDefinition> _read = new();

    /// <summary>A program's stream: its id follows from the program's, so that two hosts publish to the same one.</summary>
    public static Guid StreamOf(string program)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes("journey/program/" + program)).AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80); // UUIDv8: of our own making (RFC 9562)
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Every version that was published, oldest first.</summary>
    public static async Task<IReadOnlyList<ProgramPublished>> Versions(Operator op, string program, CancellationToken ct) =>
        [.. (await Store.ReadStream(op, StreamOf(program), ct: ct)).Select(e => Body.Read(e.Type, e.Data)).OfType<ProgramPublished>()];

    /// <summary>The version somebody is pinned to; null when it was never published here.</summary>
    public async Task<ProgramDefinition?> Find(Operator op, string program, int version, CancellationToken ct)
    {
        if (_read.TryGetValue((op.Id, op.Restores, program, version), out var known)) return known;
        return (await Versions(op, program, ct)).FirstOrDefault(p => p.Version == version) is { } published ? Read(op, published) : null;
    }

    /// <summary>The version that new enrollments take; null when nothing was published. Asks the store each time: another host may have published.</summary>
    public async Task<ProgramDefinition?> Newest(Operator op, string program, CancellationToken ct) =>
        (await Versions(op, program, ct)).MaxBy(p => p.Version) is { } published ? Read(op, published) : null;

    /// <summary>What the stages of all versions mean, where a definition says so.</summary>
    public async Task<Projections.Meanings> Meanings(Operator op, CancellationToken ct) => new(
        (await Published(op, ct)).Select(p => Read(op, p)).SelectMany(p => p.Stages.Where(s => s.Meaning is { } m && m != s.Id), (p, s) => (p, s)).ToDictionary(x => Projections.Meanings.Key(x.p.Id, x.p.Version, x.s.Id), x => x.s.Meaning!, StringComparer.Ordinal));

    /// <summary>The newest version of every program, by id.</summary>
    public async Task<IReadOnlyList<ProgramDefinition>> All(Operator op, CancellationToken ct) =>
        [.. (await Published(op, ct)).GroupBy(p => p.Program, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Read(op, g.MaxBy(p => p.Version)!))];

    // By their streams, which are few: events of one type lie all over the log, without an index.
    private static async Task<IReadOnlyList<ProgramPublished>> Published(Operator op, CancellationToken ct)
    {
        var streams = await Store.StreamsOf(op, StreamType, ct);
        return [.. (await Store.ReadStreams(op, [.. streams.Select(s => s.Id)], ct)).Select(e => Body.Read(e.Type, e.Data)).OfType<ProgramPublished>()];
    }

    /// <exception cref="UnreadableProgram">What was published does not read as what was published: a damaged log, or a reader that forgot old forms.</exception>
    private ProgramDefinition Read(Operator op, ProgramPublished published) => _read.GetOrAdd((op.Id, op.Restores, published.Program, published.Version), _ =>
    {
        var reading = ProgramFile.Read($"{published.Program} version {published.Version}", published.Source);
        if (reading.Definition is not { } definition) throw new UnreadableProgram($"A published program no longer reads: {reading.Findings[0]}");
        if (!string.Equals(definition.Hash(), published.Hash, StringComparison.Ordinal)) throw new UnreadableProgram($"{published.Program} version {published.Version} reads as another definition than was published.");
        return definition;
    });
}
