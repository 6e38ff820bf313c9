using System.Diagnostics;
using Hangfire.Common;
using Hangfire.Server;
using OnboardingTracker.Data;

namespace OnboardingTracker.Platform.Jobs;

// BackgroundJob is read here as the description of a job; what is banned is its static API.
#pragma warning disable RS0030

/// <summary>One line in the log per job run, and one count.</summary>
internal sealed class JobLog(ILogger<JobLog> log) : JobFilterAttribute, IServerFilter
{
    private const string StartedKey = "started";

    public void OnPerforming(PerformingContext context) => context.Items[StartedKey] = Stopwatch.GetTimestamp();

    public void OnPerformed(PerformedContext context)
    {
        var job = context.BackgroundJob.Job;
        var elapsed = Stopwatch.GetElapsedTime((long)context.Items[StartedKey]).TotalMilliseconds;
        TrackerMetrics.Jobs.Add(1, new("job", job.Type.Name), new("succeeded", context.Exception is null));
        if (context.Exception is null)
            log.LogInformation(
                "Job {Job} {Arguments} {JobId} done in {Elapsed:0} ms",
                job.Type.Name,
                job.Args,
                context.BackgroundJob.Id,
                elapsed
            );
        else
            log.LogError(
                context.Exception.InnerException ?? context.Exception,
                "Job {Job} {Arguments} {JobId} failed after {Elapsed:0} ms",
                job.Type.Name,
                job.Args,
                context.BackgroundJob.Id,
                elapsed
            );
    }
}
