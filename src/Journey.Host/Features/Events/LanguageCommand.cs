using Journey.Host.Commands;
using Journey.Host.Features.Events.Published;

namespace Journey.Host.Features.Events;

/// <summary><c>journey language</c>: writes the published language down, for the repository and for a release.</summary>
internal static class LanguageCommand
{
    public const string Usage = """
        journey language FOLDER            a page for each public event, and a list of them (docs/events holds them)
        journey language --freeze FOLDER   their JSON Schemas, as a release promises them (docs/events/released/RELEASE)
        """;

    public static async Task<int> Run(string[] args, CancellationToken ct)
    {
        var freeze = args is ["--freeze", ..];
        if (args.Skip(freeze ? 1 : 0).ToArray() is not [var folder])
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in freeze ? EventSchemas.Files() : EventPages.All()) await File.WriteAllTextAsync(Path.Combine(folder, name), text, ct);
        return 0;
    }
}
