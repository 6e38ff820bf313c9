using System.Text.Json;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals;

/// <summary>
/// Signals that were told in our own words: by the API, whose endpoint has checked them, by a person in the app, and by the outbox.
/// What is stored is the fact itself.
/// </summary>
public sealed class GenericSource : ISignalSource
{
    public string Name => "";

    public SignalReading Read(Delivery delivery, Policy policy)
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

    /// <summary>What is stored of a fact.</summary>
    public static byte[] Write(SignalFact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, Json.Options);
}
