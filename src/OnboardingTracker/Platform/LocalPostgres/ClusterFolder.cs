using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>The files of one private cluster.</summary>
internal sealed partial class ClusterFolder
{
    /// <summary>The kernel's limit for the path of a socket, without the closing zero.</summary>
    private const int LongestSocketPath = 107;
    internal const int Port = 5432;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private ClusterFolder(string root)
    {
        Root = root;
        var inside = Path.Combine(root, "s");
        // Npgsql and PostgreSQL both give commas, colons and quotes in the name of a socket folder a meaning.
        SocketDirectory =
            SocketIn(inside).Length <= LongestSocketPath && PlainPath().IsMatch(inside)
                ? inside
                : $"/tmp/onboarding-tracker-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..16]}";
    }

    internal string Root { get; }

    internal string Data => Path.Combine(Root, "data");

    internal string SocketDirectory { get; }

    internal string Socket => SocketIn(SocketDirectory);

    internal string OwnerLock => Path.Combine(Root, "owner.lock");

    internal string PidFile => Path.Combine(Data, "postmaster.pid");

    internal string Logs => Path.Combine(Data, "log");

    internal bool HasCluster => File.Exists(Path.Combine(Data, "PG_VERSION"));

    /// <summary>Makes the folder where it is missing, gives it to the server's account, and closes it to everybody else.</summary>
    [UnsupportedOSPlatform("windows")]
    internal static async Task<(ClusterFolder Folder, ServerAccount Account)> PrepareAsync(
        string dataDirectory,
        CancellationToken cancellation
    )
    {
        var root = Path.Combine(Path.GetFullPath(dataDirectory), "postgres");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(root)!);
            Directory.CreateDirectory(root, OwnerOnly);
            var folder = new ClusterFolder(await WithoutLinksAsync(root, cancellation));
            var account = await ServerAccount.ForAsync(folder.Root, cancellation);
            await PrepareAsync(folder.Root, account, cancellation);
            await account.EnsureReachesAsync(folder.Root, cancellation);
            if (
                folder.SocketDirectory != Path.Combine(folder.Root, "s")
                && new DirectoryInfo(folder.SocketDirectory).LinkTarget is not null
            )
                throw new LocalPostgresException($"{folder.SocketDirectory} is a link, where the database's socket was to be: remove it.");
            Directory.CreateDirectory(folder.SocketDirectory, OwnerOnly);
            await PrepareAsync(folder.SocketDirectory, account, cancellation);
            return (folder, account);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LocalPostgresException(
                $"The user {Environment.UserName} may not use the database's folder {root} ({e.Message}): start the app as the folder's owner, or set OnboardingTracker__DataDirectory to another folder.",
                e
            );
        }
    }

    /// <summary>The major version that made the cluster, or null where there is none yet.</summary>
    internal int? ReadMajor() =>
        HasCluster ? int.Parse(File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim(), CultureInfo.InvariantCulture) : null;

    /// <summary>What a dead server left: its pid file and its socket. PostgreSQL refuses to start over them when the pid is taken again.</summary>
    internal void RemoveLeftovers()
    {
        File.Delete(PidFile);
        File.Delete(Socket);
        File.Delete(Socket + ".lock");
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task PrepareAsync(string directory, ServerAccount account, CancellationToken cancellation)
    {
        await account.TakeAsync(directory, cancellation);
        // Throws where the folder is somebody else's: nobody may have prepared it for us.
        File.SetUnixFileMode(directory, OwnerOnly);
    }

    /// <summary>The kernel tells where a process stands without links; the folder's name must be comparable to that.</summary>
    private static async Task<string> WithoutLinksAsync(string directory, CancellationToken cancellation)
    {
        var real = await Command.TryRunAsync(["sh", "-c", "cd -- \"$1\" && pwd -P", "sh", directory], cancellation);
        return real.Ok ? real.Output.TrimEnd('\n') : directory;
    }

    private static string SocketIn(string directory) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{Port}"));

    [GeneratedRegex(@"\A[A-Za-z0-9/._ -]+\z")]
    private static partial Regex PlainPath();
}
