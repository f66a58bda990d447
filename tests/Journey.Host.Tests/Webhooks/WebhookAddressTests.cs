using System.Net;
using Journey.Host.Features.Webhooks;

namespace Journey.Host.Tests.Webhooks;

public sealed class WebhookAddressTests
{
    private static readonly WebhookSettings Usual = new();

    [Theory]
    [InlineData("https://hooks.example.org/journey", "https://hooks.example.org/journey")]
    [InlineData("https://hooks.example.org:8443/a?b=c", "https://hooks.example.org:8443/a?b=c")]
    [InlineData("HTTPS://Hooks.Example.ORG/A", "https://hooks.example.org/A")]
    [InlineData("https://bücher.example.org/", "https://xn--bcher-kva.example.org/")]
    [InlineData("https://hooks。example。org/", "https://hooks.example.org/")] // ideographic full stops
    [InlineData("https://ｈｏｏｋｓ.example.org/", "https://hooks.example.org/")] // full-width letters
    [InlineData("https://аpple.example.org/", "https://xn--pple-43d.example.org/")] // a Cyrillic а shows as what it is
    [InlineData("https://10.example.org/", "https://10.example.org/")]
    public void An_address_on_the_open_internet_is_kept_with_its_host_in_ascii(string text, string kept) =>
        WebhookAddress.Check(text, Usual).Address!.AbsoluteUri.ShouldBe(kept);

    [Theory]
    [InlineData("", "address.length")]
    [InlineData("hooks.example.org", "address.form")]
    [InlineData("ftp://hooks.example.org/", "address.form")]
    [InlineData("file:///etc/passwd", "address.form")]
    [InlineData("https:///x", "address.form")]
    [InlineData("javascript:alert(1)", "address.form")]
    [InlineData("http://hooks.example.org/", "address.scheme")]
    [InlineData("https://hooks.example.org:22/", "address.port")]
    [InlineData("https://hooks.example.org:80/", "address.port")]
    [InlineData("https://hooks.example.org:5432/", "address.port")]
    [InlineData("https://hooks.example.org:6379/", "address.port")]
    [InlineData("https://user@hooks.example.org/", "address.userinfo")]
    [InlineData("https://user:secret@hooks.example.org/", "address.userinfo")]
    [InlineData("https://hooks.example.org@127.0.0.1/", "address.userinfo")]
    [InlineData("https://@127.0.0.1/", "address.userinfo")]
    [InlineData("https://hooks.example.org\\@127.0.0.1/", "address.characters")]
    [InlineData("https://hooks.example.org/#x", "address.characters")]
    [InlineData("https://127.0.0.1#hooks.example.org/", "address.characters")]
    [InlineData("https://hooks.example.org /", "address.characters")]
    [InlineData("https://hooks.example.org/\r\nhost: inner", "address.characters")]
    [InlineData("https://127%2e0.0.1/", "address.form")]
    [InlineData("https://hooks.example.org./", "address.host")]
    [InlineData("https://localhost./", "address.host")]
    [InlineData("https://localhost/", "address.inner")]
    [InlineData("https://LOCALHOST/", "address.inner")]
    [InlineData("https://ⓛocalhost/", "address.inner")] // a circled l
    [InlineData("https://a.localhost/", "address.inner")]
    [InlineData("https://printer.local/", "address.inner")]
    [InlineData("https://metadata.google.internal/computeMetadata/v1/", "address.inner")]
    [InlineData("https://metadata/", "address.inner")]
    [InlineData("https://router.lan/", "address.inner")]
    [InlineData("https://nas.home.arpa/", "address.inner")]
    [InlineData("https://127.0.0.1/", "address.number")]
    [InlineData("https://8.8.8.8/", "address.number")]
    [InlineData("https://2130706433/", "address.number")] // 127.0.0.1 as one number
    [InlineData("https://0x7f000001/", "address.number")]
    [InlineData("https://0x7f.0.0.1/", "address.number")]
    [InlineData("https://0177.0.0.1/", "address.number")]
    [InlineData("https://017700000001/", "address.number")]
    [InlineData("https://127.1/", "address.number")]
    [InlineData("https://0/", "address.number")]
    [InlineData("https://１２７.０.０.１/", "address.number")] // full-width digits
    [InlineData("https://127。0。0。1/", "address.number")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "address.number")]
    [InlineData("https://999.999.999.999/", "address.number")]
    [InlineData("https://[::1]/", "address.number")]
    [InlineData("https://[::ffff:127.0.0.1]/", "address.number")]
    [InlineData("https://[fd00:ec2::254]/", "address.number")]
    [InlineData("https://[fe80::1%25eth0]/", "address.host")]
    public void Anything_else_is_refused_with_a_reason(string text, string code)
    {
        var (address, said, message) = WebhookAddress.Check(text, Usual);
        (address, said).ShouldBe((null, code));
        message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void An_address_that_is_too_long_is_refused() => WebhookAddress.Check("https://hooks.example.org/" + new string('a', 2_048), Usual).Code.ShouldBe("address.length");

    /// <summary>The installation may name origins of its own network; another port, scheme or host beside them stays refused.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:5005/hooks", null)]
    [InlineData("https://hooks.lan:9443/x?y=z", null)]
    [InlineData("https://127.0.0.1:5005/hooks", "address.port")]
    [InlineData("http://127.0.0.1:5006/hooks", "address.scheme")]
    [InlineData("http://127.0.0.2:5005/hooks", "address.scheme")]
    [InlineData("https://hooks.lan/x", "address.inner")]
    [InlineData("http://user@127.0.0.1:5005/hooks", "address.userinfo")]
    public void What_the_installation_lists_is_allowed_and_nothing_beside_it(string text, string? code) =>
        WebhookAddress.Check(text, new WebhookSettings { AllowedOrigins = ["http://127.0.0.1:5005", "https://hooks.lan:9443"] }).Code.ShouldBe(code);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void Addresses_of_the_open_internet_may_be_reached(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0", "this host")]
    [InlineData("0.1.2.3", "this network")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "shared by a provider's customers")]
    [InlineData("100.100.100.200", "a cloud's metadata")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("169.254.169.254", "a cloud's metadata, link-local")]
    [InlineData("168.63.129.16", "a cloud's wire server")]
    [InlineData("192.0.0.192", "protocol assignments, a cloud's metadata")]
    [InlineData("192.0.2.1", "documentation")]
    [InlineData("198.51.100.1", "documentation")]
    [InlineData("203.0.113.1", "documentation")]
    [InlineData("192.88.99.1", "6to4 relay")]
    [InlineData("198.18.0.1", "benchmarks")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("239.255.255.250", "multicast")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::127.0.0.1", "IPv4-compatible")]
    [InlineData("::ffff:127.0.0.1", "IPv4-mapped")]
    [InlineData("::ffff:8.8.8.8", "IPv4-mapped")]
    [InlineData("::ffff:0:10.0.0.1", "IPv4-translated")]
    [InlineData("64:ff9b::7f00:1", "NAT64 of loopback")]
    [InlineData("64:ff9b::a9fe:a9fe", "NAT64 of metadata")]
    [InlineData("64:ff9b:1::1", "local NAT64")]
    [InlineData("100::1", "discard")]
    [InlineData("2001::1", "Teredo")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("3fff::1", "documentation")]
    [InlineData("2002:7f00:1::1", "6to4 of loopback")]
    [InlineData("5f00::1", "segment routing")]
    [InlineData("fc00::1", "unique local")]
    [InlineData("fd00:ec2::254", "a cloud's metadata")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    public void Addresses_that_lead_into_a_network_are_refused(string address, string what) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse(what);
}
