using System.Diagnostics;

namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>
/// Keeps the server of a folder running until it is stopped: starts it, or watches one that was left running, and starts it again when it dies.
/// One thread does that and lives as long as the server, since the kernel sends the death signal when the thread that forked ends, not when
/// the process does.
/// </summary>
internal sealed class ServerProcess(ClusterFolder folder, ServerLaunch launch, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _said = [];
    private volatile int _pid;
    private volatile int _failures;

    /// <summary>How often the server ended within a moment of its start, in a row.</summary>
    internal int Failures => _failures;

    /// <summary>What the server last said: on its own output until its log has been opened, in the log from then on.</summary>
    internal string LastError
    {
        get
        {
            lock (_gate)
            {
                var said = string.Join(' ', _said);
                return said.Contains("FATAL:", StringComparison.Ordinal) ? said : ServerLog.LastProblem(folder) ?? said;
            }
        }
    }

    internal void Start(Postmaster? running)
    {
        var thread = new Thread(() => Keep(running)) { IsBackground = true, Name = "PostgreSQL server" };
        thread.Start();
    }

    internal async Task StopAsync(TimeSpan patience)
    {
        _stopping.Set();
        if (_pid is var pid and not 0)
            Postmaster.Stop(pid);
        if (await EndsWithinAsync(patience))
            return;
        logger.LogWarning("PostgreSQL (process {Pid}) did not stop within {Patience}: stopping it at once", _pid, patience);
        Postmaster.StopAtOnce(_pid);
        if (!await EndsWithinAsync(patience))
            logger.LogError("PostgreSQL (process {Pid}) does not stop", _pid);
    }

    public void Dispose() => _stopping.Dispose();

    private void Keep(Postmaster? running)
    {
        try
        {
            if (running is not null)
                WatchAdopted(running);
            var pause = Glance;
            while (!_stopping.IsSet)
            {
                var started = Stopwatch.GetTimestamp();
                var code = RunToEnd();
                if (_stopping.IsSet)
                    return;
                if (Stopwatch.GetElapsedTime(started) < LongestPause)
                    _failures++;
                else
                    (_failures, pause) = (0, Glance);
                logger.LogError("PostgreSQL ended by itself (exit code {ExitCode}) and is started again: {Error}", code, LastError);
                _stopping.Wait(pause);
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
            }
        }
        catch (Exception e)
        {
            Remember(e.Message);
            _failures = int.MaxValue;
            logger.LogError(e, "PostgreSQL cannot be started");
        }
        finally
        {
            _pid = 0;
            _ended.SetResult();
        }
    }

    /// <summary>A server that is not our child can only be looked at.</summary>
    private void WatchAdopted(Postmaster running)
    {
        _pid = running.Pid;
        try
        {
            using var process = Process.GetProcessById(running.Pid);
            while (Postmaster.Read(folder)?.Pid == running.Pid)
                process.WaitForExit(Glance);
        }
        catch (ArgumentException)
        {
            // It has ended in the meantime.
        }
        _pid = 0;
        if (!_stopping.IsSet)
            logger.LogWarning(
                "The PostgreSQL server that was found running (process {Pid}) has ended; starting one of our own",
                running.Pid
            );
    }

    private int RunToEnd()
    {
        if (Postmaster.Read(folder) is null)
        {
            foreach (var straggler in Postmaster.Stragglers(folder))
                Postmaster.StopAtOnce(straggler);
            while (Postmaster.Stragglers(folder).Count > 0 && !_stopping.Wait(Glance)) { }
            folder.RemoveLeftovers();
        }

        lock (_gate)
            _said.Clear();
        using var process = new Process { StartInfo = Command.StartInfo(launch.CommandLine) };
        process.OutputDataReceived += (_, line) => Remember(line.Data);
        var saidAll = new TaskCompletionSource();
        process.ErrorDataReceived += (_, line) =>
        {
            Remember(line.Data);
            if (line.Data is null)
                saidAll.TrySetResult();
        };
        process.Start();
        _pid = process.Id;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // A stop that was asked for while we forked has found no process to signal.
        if (_stopping.IsSet)
            Postmaster.Stop(process.Id);
        // Without a limit this would also wait for the pipes, which a child of the server may hold longer.
        while (!process.WaitForExit(1000)) { }
        _pid = 0;
        if (!_stopping.IsSet)
            saidAll.Task.Wait(TimeSpan.FromSeconds(1));
        return process.ExitCode;
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_gate)
            _said.Add(line.Trim());
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience) => await Task.WhenAny(_ended.Task, Task.Delay(patience)) == _ended.Task;
}
