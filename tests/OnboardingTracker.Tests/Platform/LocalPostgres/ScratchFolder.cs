namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>A data folder for one test, in memory where the machine has such a place.</summary>
public sealed class ScratchFolder : IDisposable
{
    public ScratchFolder()
    {
        var parent = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"ot-{Guid.NewGuid():N}"[..12])).FullName;
    }

    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public string Data => System.IO.Path.Combine(Cluster, "data");

    public string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    public int ReadPid() => int.Parse(File.ReadLines(PidFile).First(), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
