using System.Globalization;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>A signal of our own making that says nothing: it proves the way from the inbox to the worker.</summary>
public sealed class TestSignal(SignalIntake intake, TimeProvider time)
{
    /// <summary>No sender writes it: theirs come signed, and the API names its kinds.</summary>
    public const string Kind = "onboarding-tracker.test";

    public const string Says = "A test of the way from the inbox to the worker: it arrived.";

    public Task<StoredSignal> SendAsync(string source, CancellationToken cancel = default)
    {
        var now = time.GetUtcNow();
        var id = string.Create(CultureInfo.InvariantCulture, $"test {now:O} {Guid.NewGuid():N}");
        return intake.TakeAsync(new IncomingSignal(source, id, Kind, now, "{}"u8.ToArray()), cancel);
    }
}
