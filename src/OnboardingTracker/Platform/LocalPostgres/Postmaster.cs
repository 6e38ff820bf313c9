using System.Globalization;
using System.Runtime.InteropServices;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>What <c>postmaster.pid</c> says about the server of a folder, and whether that is still true.</summary>
internal sealed record Postmaster(int Pid, string SocketDirectory, string Status)
{
    private const int Interrupt = 2;
    private const int Quit = 3;

    internal bool IsReady => Status == "ready";

    /// <summary>The living server of the folder, or null. A zombie, or another process that got the old pid, is no server.</summary>
    internal static Postmaster? Read(ClusterFolder folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(folder.PidFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        if (lines.Length == 0 || !int.TryParse(lines[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        return Serves(pid, folder) ? new Postmaster(pid, At(4), At(7)) : null;

        string At(int line) => line < lines.Length ? lines[line].Trim() : "";
    }

    /// <summary>A fast stop: sessions are ended, everything is written.</summary>
    internal static void Stop(int pid) => Signal(pid, Interrupt);

    /// <summary>An immediate stop, for a server that does not follow the fast one; it recovers at the next start.</summary>
    internal static void StopAtOnce(int pid) => Signal(pid, Quit);

    /// <summary>Processes of a server that died before them; a new one must not start while they can still write.</summary>
    internal static IReadOnlyList<int> Stragglers(ClusterFolder folder)
    {
        if (!Directory.Exists("/proc/self"))
            return [];
        return
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid =>
                    pid > 0
                    && WorkingDirectory(pid) == folder.Data
                    && ReadProc(pid, "comm").StartsWith("postgres", StringComparison.Ordinal)
                ),
        ];
    }

    /// <summary>Every process of PostgreSQL stands in its data folder; kill(pid, 0) would take a zombie or a recycled pid for the server.</summary>
    private static bool Serves(int pid, ClusterFolder folder)
    {
        if (!Directory.Exists("/proc/self"))
            return Command
                .TryRunAsync(["ps", "-p", pid.ToString(CultureInfo.InvariantCulture), "-o", "command="], CancellationToken.None)
                .GetAwaiter()
                .GetResult()
                .Output.Contains(folder.Data, StringComparison.Ordinal);
        // A container's root may not look at another user's folder, but everybody may read a command line.
        return WorkingDirectory(pid) is { } directory
            ? directory == folder.Data
            : ReadProc(pid, "cmdline").Split('\0').Contains(folder.Data);
    }

    private static string? WorkingDirectory(int pid)
    {
        try
        {
            return new DirectoryInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cwd")).LinkTarget;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return null;
        }
    }

    private static string ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return "";
        }
    }

    private static void Signal(int pid, int signal)
    {
        // To kill(2), 0 is our own process group and 1 the machine.
        if (pid > 1)
            _ = Kill(pid, signal);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
