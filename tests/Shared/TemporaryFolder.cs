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

    // The PostgreSQL of a host that a test killed may still be writing its last files.
    public void Dispose()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException) when (!Directory.Exists(Path)) { return; }
            catch (IOException) when (attempt < 100) { Thread.Sleep(100); }
        }
    }
}
