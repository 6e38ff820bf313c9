using System.Diagnostics;
using System.Globalization;

namespace OnboardingTracker.Tests.Data.Concurrency;

/// <summary>A process of its own that does one job on a test's database.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static WorkerProcess Start(string connectionString, DateTimeOffset now, params string[] job)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OnboardingTracker.PlaybookProcess.dll"));
        info.ArgumentList.Add(connectionString);
        info.ArgumentList.Add(now.ToString("O", CultureInfo.InvariantCulture));
        foreach (var argument in job)
            info.ArgumentList.Add(argument);
        return new WorkerProcess(Process.Start(info)!);
    }

    /// <summary>Does the same job here: for whatever is not to be killed, and not to run beside another.</summary>
    /// <returns>What it would have printed.</returns>
    public static async Task<string> RunAsync(string connectionString, DateTimeOffset now, params string[] job)
    {
        await using var said = new StringWriter(CultureInfo.InvariantCulture);
        var code = await PlaybookProcess.Process.RunAsync(
            [connectionString, now.ToString("O", CultureInfo.InvariantCulture), .. job],
            said
        );
        code.Should().Be(0);
        return said.ToString().Trim();
    }

    /// <summary>Waits for its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.ExitCode.Should().Be(0, await _errors);
        return (await _output).Trim();
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.HasExited.Should().BeFalse("it was to be killed at work");
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
