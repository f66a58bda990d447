using Journey.Host.Confidential;

namespace Journey.Host.Features.Proof;

public static class ProofFeature
{
    public static void AddProof(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton(ProofSettings.Of(builder.Configuration))
        .AddSingleton(s => new Mirror(s.GetRequiredService<ProofSettings>().Mirror))
        .AddSingleton<Standings>()
        .AddSingleton(s => new LogKeys(s.GetRequiredService<Vault>()))
        .AddSingleton<Signing>()
        .AddSingleton<Submitting>()
        .AddSingleton<Proofs>()
        .AddHostedService<Checkpoints>();
}
