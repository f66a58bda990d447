using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Journey.EventStore.Embedded;

/// <summary>Whom PostgreSQL's programs run as: ourselves, or, as root, somebody who may do nothing else (PostgreSQL refuses root).</summary>
internal sealed record Account(string Name, uint User, uint Group, bool Drops)
{
    private static readonly string[] Candidates = ["journey", "postgres", "nobody"];

    public static bool Root => Environment.IsPrivilegedProcess;

    /// <exception cref="SetupException">As root: no such account, or no setpriv to become it with.</exception>
    public static Account Choose(string passwd = "/etc/passwd")
    {
        if (!Root) return new Account(Environment.UserName, 0, 0, Drops: false);
        var accounts = File.ReadLines(passwd).Select(x => x.Split(':')).Where(x => x.Length >= 4).ToLookup(x => x[0], StringComparer.Ordinal);
        var line = Candidates.SelectMany(x => accounts[x].Take(1)).FirstOrDefault()
            ?? throw new SetupException($"PostgreSQL doesn't run as root and there is no account {string.Join(", ", Candidates)}; add one (useradd --system journey) or start as an ordinary user.");
        if (Setpriv is null) throw new SetupException("PostgreSQL doesn't run as root and setpriv (of util-linux) isn't there to become another user; install it or start as an ordinary user.");
        return new Account(line[0], uint.Parse(line[2], CultureInfo.InvariantCulture), uint.Parse(line[3], CultureInfo.InvariantCulture), Drops: true);
    }

    /// <summary>
    /// A program under this account, which ends with its parent: the kernel sends SIGINT (PostgreSQL's fast stop) when the *thread*
    /// that started it ends, so that thread must outlive it. A session of its own keeps a terminal's Ctrl-C from it: the host first
    /// finishes what it is doing, then stops it. Each link of the chain execs, so the process id is the program's own.
    /// </summary>
    public ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        List<string> chain = [];
        if (Drops) chain.AddRange([Setpriv!, $"--reuid={User}", $"--regid={Group}", "--init-groups", "--no-new-privs", "--pdeathsig=INT"]);
        else if (Setpriv is not null) chain.AddRange([Setpriv, "--pdeathsig=INT"]);
        if (Setsid is not null) chain.Add(Setsid);
        chain.Add(program);
        chain.AddRange(arguments);
        var info = new ProcessStartInfo(chain[0], chain.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/", // ours may be closed to the account
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in info.Environment.Keys.Where(x => x.StartsWith("PG", StringComparison.Ordinal)).ToList()) info.Environment.Remove(name);
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    public void Own(string path)
    {
        if (Drops && chown(path, User, Group) != 0) throw new SetupException($"{path} can't be given to {Name}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    private static string? Setpriv { get; } = Existing("/usr/bin/setpriv", "/bin/setpriv");
    private static string? Setsid { get; } = Existing("/usr/bin/setsid", "/bin/setsid");

    private static string? Existing(params string[] places) => places.FirstOrDefault(File.Exists);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int chown(string path, uint owner, uint group);
}
