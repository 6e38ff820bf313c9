using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>What a person says happened, told as a signal and worked at once: it counts as any other does, and can be corrected.</summary>
public sealed class PersonSignals(SignalInbox inbox, SignalWorker worker)
{
    /// <param name="token">The form's own: the same form sent twice says it once.</param>
    /// <returns>The signal's id.</returns>
    public async Task<long> SayAsync(SignalFact fact, string token, CancellationToken cancel)
    {
        var stored = await inbox.StoreAsync(IncomingSignal.Of(SignalSources.Person, token, fact), cancel);
        await worker.WorkAsync(stored.SignalId, cancel);
        return stored.SignalId;
    }
}
