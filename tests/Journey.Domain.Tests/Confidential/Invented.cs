using System.Security.Cryptography;
using System.Text;
using Journey.Domain.Confidential;

namespace Journey.Domain.Tests.Confidential;

/// <summary>Sealed values for tests of rules, which never look inside: equal for equal content, and made without a vault.</summary>
public static class Invented
{
    private static readonly Guid Key = new("0190d000-0000-7000-8000-00000000000a");

    public static Sealed<T> Sealed<T>(T value, FieldClass @class = FieldClass.General)
    {
        var mac = SHA256.HashData(Encoding.UTF8.GetBytes(SealedText.Write(value)));
        return new Sealed<T>(Key, @class, new byte[28], mac, isPending: false);
    }
}
