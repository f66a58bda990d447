using System.Net;
using System.Net.Sockets;

namespace Journey.Host.Features.Webhooks;

/// <summary>Which addresses belong to the open internet (IANA's special-purpose registries for IPv4 and IPv6, 2025): all others lead into somebody's network.</summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. Networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        // A cloud's own service at a public number (Azure's wire server).
        .. Networks("168.63.129.16/32"),
    ];

    // Protocol assignments with Teredo, documentation, 6to4, documentation.
    private static readonly IPNetwork[] NotPublic6 = [.. Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")];

    // Refused even where the installation allows private addresses.
    private static readonly IPNetwork[] Metadata = [.. Networks("169.254.0.0/16", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32", "fe80::/10")];

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !NotPublic4.Any(n => n.Contains(address)),
        // Only 2000::/3 is given out. Loopback, mapped, translated (64:ff9b::), unique local, link-local and multicast lie outside of it.
        AddressFamily.InterNetworkV6 => address.GetAddressBytes()[0] >> 5 == 1 && !NotPublic6.Any(n => n.Contains(address)),
        _ => false,
    };

    /// <summary>Where a cloud tells its machines their credentials.</summary>
    public static bool IsMetadata(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Metadata.Any(n => n.Contains(plain));
    }

    private static IEnumerable<IPNetwork> Networks(params string[] networks) => networks.Select(n => IPNetwork.Parse(n));
}
