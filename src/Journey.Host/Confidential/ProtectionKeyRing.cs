using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Journey.EventStore.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Npgsql;

namespace Journey.Host.Confidential;

/// <summary>ASP.NET's data-protection keys (cookies, antiforgery) in the hosts' key database, which all hosts share.</summary>
internal sealed class ProtectionKeyRing(NpgsqlDataSource hostKeys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. ProtectionKeys.All(hostKeys).Select(x => XElement.Parse(x))];

    public void StoreElement(XElement element, string friendlyName) => ProtectionKeys.Store(hostKeys, friendlyName, element.ToString(SaveOptions.DisableFormatting));
}

/// <summary>Encrypts each of them under a key of its own, wrapped under the root key.</summary>
internal sealed class RootEncryptor(RootKey root) : IXmlEncryptor
{
    internal const string Element = "sealed";
    internal static ReadOnlySpan<byte> Format => "journey/protection-key/v1"u8;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var box = new byte[12 + text.Length + 16];
        RandomNumberGenerator.Fill(box.AsSpan(0, 12));
        using var gcm = new AesGcm(key, 16);
        gcm.Encrypt(box.AsSpan(0, 12), text, box.AsSpan(12, text.Length), box.AsSpan(12 + text.Length), Format);
        var element = new XElement(Element, new XAttribute("key", Convert.ToBase64String(root.Wrap(key))), Convert.ToBase64String(box));
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(text);
        return new EncryptedXmlInfo(element, typeof(RootDecryptor));
    }
}

/// <summary>Made by ASP.NET by the type's name in the stored element: renaming it makes old sessions unreadable.</summary>
internal sealed class RootDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var root = services.GetRequiredService<RootKey>();
        if (encryptedElement.Attribute("key") is not { } wrapped || !root.TryUnwrap(Convert.FromBase64String(wrapped.Value), out var key))
            throw new CryptographicException($"A data-protection key is not wrapped under the root key {root.Origin}.");
        var box = Convert.FromBase64String(encryptedElement.Value);
        var text = new byte[box.Length - 28];
        using var gcm = new AesGcm(key, 16);
        gcm.Decrypt(box.AsSpan(0, 12), box.AsSpan(12, text.Length), box.AsSpan(12 + text.Length), text, RootEncryptor.Format);
        return XElement.Parse(Encoding.UTF8.GetString(text));
    }
}
