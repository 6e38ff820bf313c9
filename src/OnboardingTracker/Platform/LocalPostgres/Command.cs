using System.Diagnostics;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>Runs a small program to its end.</summary>
internal static class Command
{
    internal readonly record struct Result(int ExitCode, string Output, string Error)
    {
        public bool Ok => ExitCode == 0;
    }

    internal static ProcessStartInfo StartInfo(IReadOnlyList<string> commandLine)
    {
        var info = new ProcessStartInfo(commandLine[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A child inherits the folder we stand in, and another account may not be allowed to enter it.
            WorkingDirectory = "/",
        };
        foreach (var argument in commandLine.Skip(1))
            info.ArgumentList.Add(argument);
        // PGDATA, PGPORT, PGOPTIONS and their like are meant for another server.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            info.Environment.Remove(name);
        return info;
    }

    internal static async Task<Result> RunAsync(IReadOnlyList<string> commandLine, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(commandLine)) ?? throw new InvalidOperationException($"{commandLine[0]} did not start");
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new Result(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>As <see cref="RunAsync"/>, but a program that is not there, or may not be run, is just a failure.</summary>
    internal static async Task<Result> TryRunAsync(IReadOnlyList<string> commandLine, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(commandLine, cancellation);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new Result(127, "", e.Message);
        }
    }
}
