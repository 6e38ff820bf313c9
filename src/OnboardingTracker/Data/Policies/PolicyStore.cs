using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Policies;

/// <summary>Reads the policy: once per request or run, then passed on.</summary>
public static class PolicyStore
{
    /// <summary>Held alone by who changes the policy, and together by those who store values that follow from it.</summary>
    internal const string LockName = "policy";

    /// <summary>
    /// The policy for a transaction that stores values which follow from it, such as a forecast in the team's currency: it stays in
    /// force until that transaction has ended, so that no value is stored by a policy that was replaced meanwhile.
    /// </summary>
    public static async Task<Policy> PolicyToStoreByAsync(
        this TrackerDb db,
        NpgsqlTransaction transaction,
        CancellationToken cancel = default
    )
    {
        await AdvisoryLock.ShareAsync(transaction, LockName, cancel);
        return (await db.CurrentPolicyAsync(cancel)).Policy;
    }

    /// <summary>The policy in force and its version; 0 is the one that is shipped.</summary>
    public static async Task<(Policy Policy, int Version)> CurrentPolicyAsync(this TrackerDb db, CancellationToken cancel = default)
    {
        var newest = await db.PolicyVersions.AsNoTracking().OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancel);
        return newest is null ? (new Policy(), 0) : (newest.Policy, newest.Version);
    }

    /// <summary>What is the same for every account of one run or request: the time and the policy.</summary>
    public static async Task<RunContext> RunContextAsync(this TrackerDb db, DateTimeOffset now, CancellationToken cancel = default)
    {
        var (policy, version) = await db.CurrentPolicyAsync(cancel);
        return new RunContext(now, policy, version);
    }
}
