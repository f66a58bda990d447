using System.Runtime.InteropServices;

namespace Journey.Host.Features.Proof;

/// <summary>Small files that a crash leaves whole: the old content or the new one.</summary>
internal static class DurableFile
{
    /// <summary>Returns once the content would survive a power cut.</summary>
    public static void Write(string file, string content)
    {
        var next = $"{file}.{Guid.NewGuid():N}.new";
        try
        {
            using (var stream = new FileStream(next, FileMode.CreateNew, FileAccess.Write))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(content);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }
            File.Move(next, file, overwrite: true);
            Flush(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        finally { File.Delete(next); }
    }

    // The new name is the folder's content; where folders can't be opened (Windows) the file system sees to it.
    private static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = open(folder, 0);
        if (handle < 0) throw new IOException($"{folder} can't be opened: error {Marshal.GetLastPInvokeError()}.");
        var failed = fsync(handle) != 0;
        _ = close(handle);
        if (failed) throw new IOException($"{folder} can't be written through.");
    }

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int handle);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int handle);
}
