using System.Diagnostics;

namespace OnboardingTracker.Tests.Platform.LocalPostgres;

/// <summary>Another process that owns, or joins, the cluster of a folder.</summary>
public sealed class OwnerApp : IDisposable
{
    private readonly Process _process;

    private OwnerApp(Process process, string connectionString)
    {
        _process = process;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<OwnerApp> StartAsync(ScratchFolder folder, params string[] options)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (
            var argument in (string[])
                [Path.Combine(AppContext.BaseDirectory, "OnboardingTracker.PostgresOwner.dll"), folder.Path, .. options]
        )
            info.ArgumentList.Add(argument);
        var process = Process.Start(info)!;
        var connectionString = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new OwnerApp(
            process,
            connectionString ?? throw new InvalidOperationException("The owner ended before its database was ready")
        );
    }

    /// <summary>As <c>kill -9</c>, of the app alone: its server is not our child.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
