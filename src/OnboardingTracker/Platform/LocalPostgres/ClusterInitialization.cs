namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>
/// Makes a cluster in a folder of its own and then renames it: an initdb that was killed leaves children that write on for a moment, so a
/// half-made cluster is never repaired in place.
/// </summary>
internal static class ClusterInitialization
{
    internal const string SuperUser = "onboarding_tracker";

    /// <summary>ICU sorts names as people do, whatever the machine's locale; a server built without it compares by code point.</summary>
    private static readonly string[][] Locales =
    [
        ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"],
        ["--locale=C", "--locale-provider=icu", "--icu-locale=und"],
        ["--locale=C.UTF-8"],
        ["--locale=C"],
    ];

    internal static async Task EnsureAsync(
        ClusterFolder folder,
        PostgresBinaries binaries,
        ServerAccount account,
        bool durable,
        CancellationToken cancellation
    )
    {
        RemoveHalfMade(folder);
        if (folder.HasCluster)
            return;
        if (Directory.Exists(folder.Data) && Directory.EnumerateFileSystemEntries(folder.Data).Any())
            throw new LocalPostgresException(
                $"{folder.Data} holds something that is not a PostgreSQL cluster: move it away, or set OnboardingTracker__DataDirectory to another folder."
            );

        var error = "";
        foreach (var locale in Locales)
        {
            var unfinished = Path.Combine(folder.Root, $"init-{Guid.NewGuid():N}");
            var made = await Command.TryRunAsync(
                [
                    .. account.Prefix(),
                    binaries.InitDb,
                    $"--pgdata={unfinished}",
                    $"--username={SuperUser}",
                    "--encoding=UTF8",
                    "--auth-local=trust",
                    "--auth-host=reject",
                    "--data-checksums",
                    .. durable ? Array.Empty<string>() : ["--no-sync"],
                    .. locale,
                ],
                cancellation
            );
            if (made.Ok)
            {
                if (Directory.Exists(folder.Data))
                    Directory.Delete(folder.Data);
                Directory.Move(unfinished, folder.Data);
                return;
            }
            error = made.Error.Trim();
            RemoveHalfMade(folder);
        }
        throw new LocalPostgresException($"initdb could not make the database's folder {folder.Data}: {error}");
    }

    private static void RemoveHalfMade(ClusterFolder folder)
    {
        foreach (var directory in Directory.EnumerateDirectories(folder.Root, "init-*"))
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException)
            {
                // Still being written to; the next start finds it again, and nothing else looks at it.
            }
    }
}
