namespace Journey.Host.Commands;

internal static class Settings
{
    /// <summary>What a command knows before, or without, a web host: appsettings.json, the environment, --Some:Setting=value.</summary>
    public static IConfiguration Read(string[] args) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine(args)
        .Build();
}
