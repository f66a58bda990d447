using System.Security.Cryptography;
using Journey.Host.Confidential;

namespace Journey.Host.Tests.Confidential;

public class KeyWrapTests
{
    [Theory]   // RFC 5649, section 6
    [InlineData("c37b7e6492584340bed12207808941155068f738", "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a")]
    [InlineData("466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f")]
    public void It_wraps_as_the_RFC_says(string key, string wrapped)
    {
        var kek = Convert.FromHexString("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");
        Convert.ToHexStringLower(KeyWrap.Wrap(kek, Convert.FromHexString(key))).ShouldBe(wrapped);
        KeyWrap.TryUnwrap(kek, Convert.FromHexString(wrapped), out var back).ShouldBeTrue();
        Convert.ToHexStringLower(back).ShouldBe(key);
    }

    [Fact]
    public void Any_changed_bit_or_another_key_is_noticed()
    {
        var (kek, key) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var wrapped = KeyWrap.Wrap(kek, key);
        wrapped.Length.ShouldBe(40);
        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            var changed = wrapped.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            KeyWrap.TryUnwrap(kek, changed, out var nothing).ShouldBeFalse();
            nothing.ShouldBeEmpty();
        }
        KeyWrap.TryUnwrap(RandomNumberGenerator.GetBytes(32), wrapped, out _).ShouldBeFalse();
        KeyWrap.TryUnwrap(kek, wrapped[..^8], out _).ShouldBeFalse();
        KeyWrap.TryUnwrap(kek, wrapped[..^1], out _).ShouldBeFalse();
        KeyWrap.TryUnwrap(kek, [], out _).ShouldBeFalse();
    }

    [Fact]
    public void Keys_of_every_length_come_back()
    {
        var kek = RandomNumberGenerator.GetBytes(32);
        for (var length = 1; length <= 64; length++)
        {
            var key = new byte[length];   // zeros: the padding must not be taken for the key
            KeyWrap.TryUnwrap(kek, KeyWrap.Wrap(kek, key), out var back).ShouldBeTrue();
            back.ShouldBe(key);
        }
    }
}
