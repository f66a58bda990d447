namespace Journey.Tests.House;

public static class Repository
{
    /// <summary>The folder with the solution in it.</summary>
    public static string Root { get; } = Up(AppContext.BaseDirectory);

    private static string Up(string folder) => File.Exists(Path.Combine(folder, "Journey.slnx")) ? folder : Up(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Journey.slnx is nowhere above the tests."));
}
