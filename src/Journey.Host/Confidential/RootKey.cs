using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Journey.EventStore;

namespace Journey.Host.Confidential;

/// <summary>
/// The key above all others: 256 bits in a file outside PostgreSQL. It wraps operator keys and protection keys and nothing
/// else, so that a KMS can take its place.
/// </summary>
public sealed class RootKey
{
    private const string Header = "journey-root-key-v1:";
    private readonly byte[] key;

    private RootKey(byte[] key, string origin)
    {
        this.key = key;
        Origin = origin;
        Fingerprint = SHA256.HashData([.. "journey/root-key/v1"u8, .. key]);
    }

    /// <summary>Where it came from, for messages.</summary>
    public string Origin { get; }

    /// <summary>Names the key without telling it.</summary>
    public byte[] Fingerprint { get; }

    public byte[] Wrap(ReadOnlySpan<byte> other) => KeyWrap.Wrap(key, other);

    public bool TryUnwrap(ReadOnlySpan<byte> wrapped, out byte[] other) => KeyWrap.TryUnwrap(key, wrapped, out other);

    /// <summary>Reads the file, or makes it (mode 0600) where nothing has been wrapped under a root key yet.</summary>
    /// <param name="inUse">Whether a key database holds wrapped keys: then a missing file is a loss, not a beginning.</param>
    /// <exception cref="SetupException">The file is missing while keys depend on it, can't be read or written, or is no root key.</exception>
    public static async Task<RootKey> Load(string path, Func<CancellationToken, Task<bool>> inUse, CancellationToken ct)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (await inUse(ct))
                    throw new SetupException($"The root key {path} is missing, and stored keys are wrapped under it: restore the file from its backup, or name it with Journey:RootKeyFile (JOURNEY_ROOT_KEY_FILE).");
                await Make(path, ct);
            }
            return Parse(await File.ReadAllTextAsync(path, ct), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The root key {path} can't be read or made: {e.Message}");
        }
    }

    // Written whole beside its place and then linked there: another host sees all of it or nothing, and the first one wins.
    // A move without overwriting looks first and renames then, so that the second of two would win.
    private static async Task Make(string path, CancellationToken ct)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        await using (var file = new FileStream(draft, options))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes($"{Header}{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n"), ct);
            file.Flush(flushToDisk: true);
        }
        var linked = Link(draft, path) == 0;
        File.Delete(draft);
        if (!linked && !File.Exists(path)) throw new IOException($"error {Marshal.GetLastPInvokeError()} when the file was put in its place");
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Link(string existing, string added);

    private static RootKey Parse(string text, string path)
    {
        var bytes = new byte[33];
        return text.StartsWith(Header, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Header.Length..].Trim(), bytes, out var length) && length == 32
            ? new RootKey(bytes[..32], path)
            : throw new SetupException($"{path} is no root key: expected one line, {Header} and 32 bytes in base64.");
    }
}
