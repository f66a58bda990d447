namespace Journey.Host.Features.Webhooks;

/// <summary>What the operator of the installation says about webhooks; the defaults suit the open internet.</summary>
public sealed record WebhookSettings
{
    /// <summary>
    /// Origins, such as <c>http://127.0.0.1:5005</c> or <c>https://hooks.lan:9443</c>, that may be posted to although they are not https, not
    /// public or on another port (Journey:Webhooks:AllowedOrigins, a list). Cloud metadata addresses stay refused.
    /// </summary>
    public IReadOnlyCollection<string> AllowedOrigins { get; init; } = [];

    /// <summary>For all of one attempt, from looking up the name to the end of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Posts at once to one subscription, each of another participant.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Entries that wait in the table for one subscription; what is beyond waits in the log.</summary>
    public int Backlog { get; init; } = 5_000;

    /// <summary>How long delivered entries and attempts are kept.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long dead letters are kept.</summary>
    public TimeSpan DeadKept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>After so long of nothing but failure the subscription is paused.</summary>
    public TimeSpan PauseAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long at most until what another host or a person changed is noticed.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Journey:Webhooks:AllowedOrigins, :Timeout, :Parallel, :Backlog, :Kept, :DeadKept, :PauseAfter, :Look.</summary>
    /// <exception cref="EventStore.SetupException">An origin is none.</exception>
    public static WebhookSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Journey:Webhooks");
        var usual = new WebhookSettings();
        var settings = new WebhookSettings
        {
            AllowedOrigins = section.GetSection("AllowedOrigins").Get<string[]>() ?? [], Timeout = section.GetValue("Timeout", usual.Timeout), Parallel = section.GetValue("Parallel", usual.Parallel),
            Backlog = section.GetValue("Backlog", usual.Backlog), Kept = section.GetValue("Kept", usual.Kept), DeadKept = section.GetValue("DeadKept", usual.DeadKept),
            PauseAfter = section.GetValue("PauseAfter", usual.PauseAfter), Look = section.GetValue("Look", usual.Look),
        };
        foreach (var origin in settings.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
                throw new EventStore.SetupException($"Journey:Webhooks:AllowedOrigins holds '{origin}'; an origin is a scheme, a host and a port, such as https://hooks.lan:9443.");
        }
        return settings;
    }

    public bool Allows(Uri address) => AllowedOrigins.Any(o => Uri.Compare(new Uri(o), address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);
}
