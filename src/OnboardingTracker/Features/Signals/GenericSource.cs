using System.Text.Json;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Signals that were told in our own words: by the API, whose endpoint has checked them, by a person in the app, and by the outbox.
/// What is stored is the fact itself (<see cref="Data.Signals.IncomingSignal.Of"/>).
/// </summary>
public sealed class GenericSource : PureSource
{
    public override string Name => "";

    public override SignalReading Read(Delivery delivery, Policy policy)
    {
        try
        {
            return new SignalReading.Says(JsonSerializer.Deserialize<SignalFact>(delivery.Raw.Span, Json.Options)!);
        }
        catch (JsonException failure)
        {
            throw new UnreadableSignalException("It is not a signal in our words.", failure);
        }
    }
}
