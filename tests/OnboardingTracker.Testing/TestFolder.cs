namespace OnboardingTracker.Testing;

/// <summary>
/// A folder for a test or a run of them, in memory where there is room (making files on a disk is what a database per test costs most). A lock beside it
/// tells a living run from one that was killed, whose folders the next one removes.
/// </summary>
public sealed class TestFolder : IDisposable
{
    private const string Prefix = "onboarding-tracker-test-";
    private const long Room = 1L << 30;
    private readonly FileStream _lock;

    private TestFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    public static TestFolder Create()
    {
        var parent = HasRoom("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        RemoveAbandoned(parent);
        while (true)
        {
            // Short, since a socket's path has a limit.
            var path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N")[..8]);
            if (TryLock(path + ".lock", FileMode.CreateNew) is { } held)
                return new TestFolder(Directory.CreateDirectory(path).FullName, held);
        }
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    private static bool HasRoom(string directory) => Directory.Exists(directory) && new DriveInfo(directory).AvailableFreeSpace >= Room;

    private static void RemoveAbandoned(string parent)
    {
        foreach (var file in Directory.EnumerateFiles(parent, Prefix + "*.lock"))
        {
            using var held = TryLock(file, FileMode.Open);
            if (held is null)
                continue;
            try
            {
                if (Directory.Exists(file[..^".lock".Length]))
                    Directory.Delete(file[..^".lock".Length], recursive: true);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another run is removing it as well, or it is another user's.
            }
        }
    }

    private static FileStream? TryLock(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
