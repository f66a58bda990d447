using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Journey.EventStore.Proof;

/// <summary>
/// Ed25519 (RFC 8032), which .NET 10 has not: libcrypto's own, 1.1.1 or newer, which .NET on Linux needs anyway (docs/adr/0015). A seed has 32 bytes,
/// a public key 32, a signature 64.
/// </summary>
public static partial class Ed25519
{
    private const string Library = "libcrypto";
    private const int Kind = 1087; // EVP_PKEY_ED25519
    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto-3-x64.dll"];

    static Ed25519() => NativeLibrary.SetDllImportResolver(typeof(Ed25519).Assembly, static (name, assembly, _) =>
    {
        if (name != Library) return 0;
        foreach (var candidate in Names)
            if (NativeLibrary.TryLoad(candidate, assembly, null, out var handle)) return handle;
        throw new SetupException($"Signing logs takes OpenSSL's libcrypto, 1.1.1 or newer; none of these is here: {string.Join(", ", Names)}. On Debian: apt-get install libssl3.");
    });

    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using var key = Key.Secret(seed);
        var point = new byte[32];
        nint length = point.Length;
        Check(EVP_PKEY_get_raw_public_key(key, point, ref length) == 1 && length == point.Length);
        return point;
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = Key.Secret(seed);
        using var context = Context.New();
        var signature = new byte[64];
        nint length = signature.Length;
        Check(EVP_DigestSignInit(context, 0, 0, 0, key) == 1 && EVP_DigestSign(context, signature, ref length, message, message.Length) == 1 && length == signature.Length);
        return signature;
    }

    /// <summary>Never throws because of what it is given: it comes from anybody.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 32 || signature.Length != 64) return false;
        using var key = Key.Public(publicKey);
        if (key.IsInvalid) return false;
        using var context = Context.New();
        Check(EVP_DigestVerifyInit(context, 0, 0, 0, key) == 1);
        return EVP_DigestVerify(context, signature, signature.Length, message, message.Length) == 1;
    }

    private static void Check(bool done)
    {
        if (!done) throw new CryptographicException("libcrypto refused an Ed25519 operation.");
    }

    private sealed class Key() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public static Key Secret(ReadOnlySpan<byte> seed)
        {
            if (seed.Length != 32) throw new CryptographicException("An Ed25519 seed has 32 bytes.");
            var key = Of(EVP_PKEY_new_raw_private_key(Kind, 0, seed, seed.Length));
            Check(!key.IsInvalid);
            return key;
        }

        public static Key Public(ReadOnlySpan<byte> point) => Of(EVP_PKEY_new_raw_public_key(Kind, 0, point, point.Length));

        protected override bool ReleaseHandle()
        {
            EVP_PKEY_free(handle);
            return true;
        }

        private static Key Of(nint handle)
        {
            var key = new Key();
            key.SetHandle(handle);
            return key;
        }
    }

    private sealed class Context() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        public static Context New()
        {
            var context = new Context();
            context.SetHandle(EVP_MD_CTX_new());
            Check(!context.IsInvalid);
            return context;
        }

        protected override bool ReleaseHandle()
        {
            EVP_MD_CTX_free(handle);
            return true;
        }
    }

    [LibraryImport(Library)]
    private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nint length);

    [LibraryImport(Library)]
    private static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nint length);

    [LibraryImport(Library)]
    private static partial int EVP_PKEY_get_raw_public_key(Key key, Span<byte> point, ref nint length);

    [LibraryImport(Library)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    private static partial nint EVP_MD_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSignInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestSign(Context context, Span<byte> signature, ref nint signatureLength, ReadOnlySpan<byte> message, nint length);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerifyInit(Context context, nint keyContext, nint digest, nint engine, Key key);

    [LibraryImport(Library)]
    private static partial int EVP_DigestVerify(Context context, ReadOnlySpan<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, nint length);
}
