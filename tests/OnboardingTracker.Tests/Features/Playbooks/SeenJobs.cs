using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace OnboardingTracker.Tests.Features.Playbooks;

/// <summary>Notes the jobs that are enqueued, and does none of them.</summary>
internal sealed class SeenJobs : IBackgroundJobClient
{
    public List<Job> Jobs { get; } = [];

    public string Create(Job job, IState state)
    {
        Jobs.Add(job);
        return "1";
    }

    public bool ChangeState(string jobId, IState state, string expectedState) => true;
}
