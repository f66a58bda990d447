using System.Globalization;
using System.Net;

namespace Journey.Host.Features.Webhooks;

/// <summary>Where a webhook may point. What can be seen in the text is refused here, at once; what only a look-up shows, at every connection (<see cref="CheckedConnection"/>).</summary>
public static class WebhookAddress
{
    public const int Longest = 2_048;

    private const string Numbers = "Name the host, such as hooks.example.org, instead of a number.";

    private static readonly int[] Ports = [443, 8443];
    private static readonly string[] InnerNames = ["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "localdomain"];
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The address with its host in ASCII, or why it may not be one: <c>address.…</c> and a sentence that says what to do.</summary>
    public static (Uri? Address, string? Code, string? Message) Check(string text, WebhookSettings settings)
    {
        if (text.Length is 0 or > Longest) return No("address.length", "A webhook's address has 1 to 2,048 characters.");
        // Programs read these in different ways, and what is checked must be what is connected to.
        if (text.Any(c => c is '\\' or '#' || char.IsWhiteSpace(c) || char.IsControl(c))) return No("address.characters", "A webhook's address holds no spaces, control characters, backslashes or #.");
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0 || !Uri.TryCreate(text, UriKind.Absolute, out var given) || given.Scheme is not ("https" or "http")) return No("address.form", "A webhook's address looks like https://hooks.example.org/journey.");
        var authority = text[(scheme + 3)..].Split('/', '?')[0];
        if (authority.Contains('@', StringComparison.Ordinal) || given.UserInfo.Length > 0) return No("address.userinfo", "Leave user name and password out of the address: the signature shows who posts.");
        if (authority.Contains('%', StringComparison.Ordinal)) return No("address.host", "Write the host without % signs.");
        if (settings.Allows(given)) return (given, null, null);

        if (given.Scheme != "https") return No("address.scheme", "A webhook's address begins with https://.");
        if (!Ports.Contains(given.Port)) return No("address.port", "A webhook listens on port 443 or 8443.");
        if (given.HostNameType is UriHostNameType.IPv6) return No("address.number", Numbers);
        if (Ascii(given.Host) is not { } host) return No("address.host", "This is no host name. It has at least two parts, such as hooks.example.org, and no dot at its end.");
        if (given.HostNameType is UriHostNameType.IPv4 || IPAddress.TryParse(host, out _) || IsNumber(host.Split('.')[^1])) return No("address.number", Numbers);
        if (!host.Contains('.', StringComparison.Ordinal) || InnerNames.Contains(host.Split('.')[^1])) return No("address.inner", "This host name belongs to an inner network. A webhook is on the open internet.");
        return (new UriBuilder(given) { Host = host }.Uri, null, null);
    }

    private static string? Ascii(string host)
    {
        try
        {
            var ascii = Idn.GetAscii(host).ToLowerInvariant();
            return ascii.Length is > 0 and <= 253 && !ascii.EndsWith('.') ? ascii : null;
        }
        catch (ArgumentException) { return null; }
    }

    // As browsers have it: a host whose last part is a number, decimal, octal or hexadecimal, is an IPv4 address in some spelling.
    private static bool IsNumber(string label) => label.All(char.IsAsciiDigit) || (label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit));

    private static (Uri?, string, string) No(string code, string message) => (null, code, message);
}
