namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>The server's own log, for the sentence that says why it does not start.</summary>
internal static class ServerLog
{
    private static readonly string[] Problems = ["FATAL:", "PANIC:", "ERROR:"];

    internal static string? LastProblem(ClusterFolder folder)
    {
        if (!Directory.Exists(folder.Logs))
            return null;
        var newest = new DirectoryInfo(folder.Logs).EnumerateFiles().MaxBy(f => f.LastWriteTimeUtc);
        return newest is null
            ? null
            : File.ReadLines(newest.FullName).LastOrDefault(line => Problems.Any(p => line.Contains(p, StringComparison.Ordinal)));
    }
}
