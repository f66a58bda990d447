using System.Buffers.Binary;
using System.Text;
using Journey.Domain;
using Journey.Domain.Confidential;
using Journey.EventStore;

namespace Journey.Host.Confidential;

/// <summary>What a ciphertext is bound to. Each part with its length before it, so that no two places share their bytes.</summary>
internal static class Binding
{
    public const string Format = "journey/sealed/v1";

    /// <param name="place">Null for a value on its way into an event.</param>
    public static byte[] Of(OperatorId op, KeyName name, Guid key, Place? place)
    {
        var bytes = new List<byte>(256);
        Add(bytes, Format);
        Add(bytes, op.Value);
        Add(bytes, name.Subject.Id);
        Add(bytes, place?.Stream);
        Add(bytes, place?.Event);
        Add(bytes, place?.Field ?? "");
        Add(bytes, name.Class.Name());
        Add(bytes, key);
        return [.. bytes];
    }

    private static void Add(List<byte> bytes, Guid? id) => Add(bytes, id is { } value ? value.ToByteArray(bigEndian: true) : []);

    private static void Add(List<byte> bytes, string text) => Add(bytes, Encoding.UTF8.GetBytes(text));

    private static void Add(List<byte> bytes, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        bytes.AddRange(length);
        bytes.AddRange(part);
    }
}
