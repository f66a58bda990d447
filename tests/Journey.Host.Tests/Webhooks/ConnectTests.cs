using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Journey.Host.Features.Webhooks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Journey.Host.Tests.Webhooks;

/// <summary>What happens at the connection, against a real server on loopback, which no webhook may reach unless the installation says so.</summary>
public sealed class ConnectTests
{
    private static readonly ReadOnlyMemory<byte>[] Keys = [Deliveries.Key];

    // Public, and without a route from a machine that has no IPv6: nothing is sent.
    private static readonly IPAddress Outside = IPAddress.Parse("2a0f:ffff::1");

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("fd00:ec2::254")]
    [InlineData("10.0.0.1")]
    [InlineData("2a0f:ffff::1", "127.0.0.1")] // one good one does not help
    [InlineData("127.0.0.1", "2a0f:ffff::1")]
    public async Task A_name_that_leads_inside_is_refused_when_the_connection_is_made(params string[] addresses)
    {
        var attempt = await Sender(new(), (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray())).Post("https://hooks.example.org/", Guid.NewGuid(), 1, "{}", Keys, default);
        (attempt.Outcome, attempt.Status).ShouldBe((Outcomes.Address, null));
        attempt.Error!.ShouldContain("hooks.example.org leads to");
    }

    /// <summary>The name is looked up once an attempt, and what was checked is what is connected to: an answer that changes gains nothing.</summary>
    [Fact]
    public async Task A_name_that_changes_its_answer_reaches_nothing_inside()
    {
        await using var receiver = await Receiver.Start();
        var port = new Uri(receiver.Origin).Port;
        var asked = 0;
        // Outside when first asked, inside when asked again: who checks one answer and connects to another ends up inside.
        Resolver rebinding = (_, _) => Task.FromResult<IPAddress[]>([Interlocked.Increment(ref asked) % 2 == 1 ? Outside : IPAddress.Loopback]);
        var sender = Sender(new() { Timeout = TimeSpan.FromSeconds(1) }, rebinding);
        string[] outcomes = [Outcomes.Connection, Outcomes.Timeout];
        for (var i = 1; i <= 6; i++)
        {
            var attempt = await sender.Post("https://hooks.example.org/", Guid.NewGuid(), i, "{}", Keys, default);
            asked.ShouldBe(i, "one look-up an attempt");
            if (i % 2 == 1) outcomes.ShouldContain(attempt.Outcome);
            else attempt.Outcome.ShouldBe(Outcomes.Address);
        }
        // The same through a name that the installation allows: it goes where the look-up said, at every attempt anew.
        asked = 1;
        var allowed = Sender(new() { AllowedOrigins = [$"http://hooks.inner:{port}"], Timeout = TimeSpan.FromSeconds(1) }, rebinding);
        (await allowed.Post($"http://hooks.inner:{port}/x", Guid.NewGuid(), 1, "{}", Keys, default)).Succeeded.ShouldBeTrue();
        outcomes.ShouldContain((await allowed.Post($"http://hooks.inner:{port}/x", Guid.NewGuid(), 2, "{}", Keys, default)).Outcome);
        receiver.Posts.Select(p => p.Path).ShouldBe(["/x"]);
    }

    [Fact]
    public async Task Metadata_stays_refused_even_where_the_installation_lists_it()
    {
        var sender = Sender(new() { AllowedOrigins = ["http://169.254.169.254", "http://[fd00:ec2::254]", "http://metadata.inner"] }, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("::ffff:169.254.169.254")]));
        foreach (var address in new[] { "http://169.254.169.254/latest/", "http://[fd00:ec2::254]/latest/", "http://metadata.inner/latest/" })
            (await sender.Post(address, Guid.NewGuid(), 1, "{}", Keys, default)).Outcome.ShouldBe(Outcomes.Address);
    }

    [Theory, InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = (post, http) =>
        {
            if (post.Path == "/hooks") (http.Response.StatusCode, http.Response.Headers.Location) = (status, $"{receiver.Origin}/inside");
            return Task.CompletedTask;
        };
        var attempt = await Sender(new() { AllowedOrigins = [receiver.Origin] }).Post(receiver.Address, Guid.NewGuid(), 1, "{}", Keys, default);
        (attempt.Outcome, attempt.Status).ShouldBe((Outcomes.Redirect, status));
        receiver.Posts.ShouldHaveSingleItem().Path.ShouldBe("/hooks");
        receiver.Posts.First().Headers.Keys.ShouldNotContain("authorization");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        await using var receiver = await Receiver.Start("https://127.0.0.1:0", b => b.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(o => o.ConfigureHttpsDefaults(h => h.ServerCertificate = certificate)));
        var attempt = await Sender(new() { AllowedOrigins = [receiver.Origin] }).Post(receiver.Address, Guid.NewGuid(), 1, "{}", Keys, default);
        attempt.Outcome.ShouldBe(Outcomes.Tls);
        receiver.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_read_to_its_beginning_only()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = async (_, http) =>
        {
            http.Response.StatusCode = 500;
            for (var i = 0; i < 100_000 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.WriteAsync(new string('x', 10_000));
        };
        var attempt = await Sender(new() { AllowedOrigins = [receiver.Origin] }).Post(receiver.Address, Guid.NewGuid(), 1, "{}", Keys, default);
        (attempt.Status, attempt.Body!.Length).ShouldBe((500, WebhookSender.BodyKept));
    }

    [Fact]
    public async Task Silence_is_a_timeout_and_nobody_listening_a_failed_connection()
    {
        var receiver = await Receiver.Start();
        var sender = Sender(new() { AllowedOrigins = [receiver.Origin], Timeout = TimeSpan.FromMilliseconds(200) });
        receiver.Answer = (_, http) => Task.Delay(TimeSpan.FromSeconds(5), http.RequestAborted).ContinueWith(_ => { });
        (await sender.Post(receiver.Address, Guid.NewGuid(), 1, "{}", Keys, default)).Outcome.ShouldBe(Outcomes.Timeout);
        var address = receiver.Address;
        await receiver.DisposeAsync();
        (await sender.Post(address, Guid.NewGuid(), 1, "{}", Keys, default)).Outcome.ShouldBe(Outcomes.Connection);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_sent()
    {
        await using var receiver = await Receiver.Start();
        (await Sender(new() { AllowedOrigins = [receiver.Origin] }).Post(receiver.Address, Guid.NewGuid(), 1, "{}", [], default)).Outcome.ShouldBe(Outcomes.Unsigned);
        receiver.Posts.ShouldBeEmpty();
    }

    private static WebhookSender Sender(WebhookSettings settings, Resolver? resolver = null) => new(settings, TimeProvider.System, resolver);
}
