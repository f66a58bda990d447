using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Journey.Host.Features.Webhooks;

namespace Journey.Host.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly string Modules = Path.Combine(Repository.Root, "tests/Journey.Host.Tests/node_modules");

    // The vector that every reference library of Standard Webhooks signs in its tests.
    [Fact]
    public void A_signature_is_the_one_of_the_specifications_libraries() =>
        WebhookSignature.Of("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), Encoding.UTF8.GetBytes("""{"test": 2432232314}"""),
            [Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]).ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void While_a_secret_is_exchanged_both_sign()
    {
        var (at, body) = (DateTimeOffset.FromUnixTimeSeconds(1), "{}"u8.ToArray());
        ReadOnlyMemory<byte> one = new byte[24], other = Deliveries.Key;
        WebhookSignature.Of("a", at, body, [one, other]).ShouldBe($"{WebhookSignature.Of("a", at, body, [one])} {WebhookSignature.Of("a", at, body, [other])}");
    }

    /// <summary>What a real server received, judged by the library that receivers use.</summary>
    [Fact]
    public async Task The_reference_library_accepts_what_is_posted_and_nothing_else()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "standardwebhooks")), "node's packages are not here");
        await using var receiver = await Receiver.Start();
        var clock = new TurnedClock();
        var sender = new WebhookSender(new WebhookSettings { AllowedOrigins = [receiver.Origin] }, clock);
        byte[][] keys = [Deliveries.Key, [.. Enumerable.Repeat((byte)9, 32)]];
        async Task<Post> Posted(params byte[][] signing)
        {
            (await sender.Post(receiver.Address, Guid.CreateVersion7(), 1, """{"specversion":"1.0","data":{"name":"Amélie – 学"}}""", [.. signing.Select(k => (ReadOnlyMemory<byte>)k)], default)).Succeeded.ShouldBeTrue();
            return receiver.Posts.Last();
        }
        var (plain, rotating) = (await Posted(keys[0]), await Posted(keys[1], keys[0]));
        clock.Turn(TimeSpan.FromMinutes(-6));
        var old = await Posted(keys[0]);
        clock.Turn(TimeSpan.FromMinutes(12));
        var early = await Posted(keys[0]);

        var said = await Verify(
            (keys[0], plain), (keys[0], rotating), (keys[1], rotating), (keys[1], plain), (keys[0], plain with { Body = plain.Body.Replace("Am", "Em", StringComparison.Ordinal) }),
            (keys[0], plain with { Headers = new Dictionary<string, string>(plain.Headers) { ["webhook-id"] = Guid.NewGuid().ToString() } }), (keys[0], old), (keys[0], early));
        said[..3].ShouldAllBe(s => s == "");
        said[3..6].ShouldAllBe(s => s.Contains("No matching signature", StringComparison.Ordinal));
        said[6].ShouldContain("too old");
        said[7].ShouldContain("too new");
        plain.Headers["content-type"].ShouldBe("application/cloudevents+json");
        plain.Headers.Keys.ShouldNotContain("traceparent");
    }

    private static async Task<string[]> Verify(params (byte[] Key, Post Post)[] messages)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/Journey.Host.Tests/Webhooks/verify.mjs"), Modules]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(messages.Select(m => new { secret = "whsec_" + Convert.ToBase64String(m.Key), headers = m.Post.Headers, body = m.Post.Body })));
        node.StandardInput.Close();
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return JsonSerializer.Deserialize<string[]>(said)!;
    }
}
