using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>A data folder for one test, and what is found where in it.</summary>
public sealed class ScratchFolder : IDisposable
{
    private readonly TestFolder _folder = TestFolder.Create();

    public string Path => _folder.Path;

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public string Data => System.IO.Path.Combine(Cluster, "data");

    public string PidFile => System.IO.Path.Combine(Data, "postmaster.pid");

    public int ReadPid() => int.Parse(File.ReadLines(PidFile).First(), System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();
}
