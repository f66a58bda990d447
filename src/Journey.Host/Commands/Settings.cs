namespace Journey.Host.Commands;

internal static class Settings
{
    /// <summary>What a command knows before, or without, a web host: appsettings.json, the environment, --Some:Setting=value.</summary>
    /// <exception cref="EventStore.SetupException">An argument is no setting: a misspelt one is refused instead of lost.</exception>
    public static IConfiguration Read(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal) && !OfTheHost.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new EventStore.SetupException($"There is no option {name}; 'journey help' lists what there is.");
            if (name == args[i] && ++i == args.Length) throw new EventStore.SetupException($"{name} needs a value.");
        }
        return new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .Build();
    }

    private static readonly string[] OfTheHost = ["--urls", "--http_ports", "--https_ports", "--environment"];
}
