namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>Held by the one app that starts and stops the server of a folder; the kernel frees it however that app ends.</summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream _file;

    private OwnerLock(FileStream file) => _file = file;

    internal static OwnerLock? TryTake(ClusterFolder folder)
    {
        try
        {
            return new OwnerLock(new FileStream(folder.OwnerLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(folder.OwnerLock))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
