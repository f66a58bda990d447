namespace Journey.Tests;

/// <summary>A folder for one test. Short, so that a socket fits in.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("jt-").FullName;

    public TemporaryFolder() => File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A shell script in it, such as a program of an invented version.</summary>
    public string Script(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(name))!);
        File.WriteAllText(In(name), "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(In(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return In(name);
    }

    /// <summary>A folder that passes for PostgreSQL's programs of this version.</summary>
    public string Installation(string folder, string version)
    {
        foreach (var tool in new[] { "initdb", "postgres", "pg_ctl" }) Script($"{folder}/{tool}", $"echo '{tool} (PostgreSQL) {version}'");
        return In(folder);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
