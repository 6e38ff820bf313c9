using System.Security.Cryptography;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Signals.Webhooks;

/// <summary>By what a delivery is known again when it comes once more.</summary>
internal static class DeliveryId
{
    /// <summary>The bytes themselves: for a source that numbers nothing, and for what cannot be read.</summary>
    public static string Of(byte[] body) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(body))}";

    /// <summary>The sender's own id, where it can be kept as it is.</summary>
    public static string Of(string? id, byte[] body) =>
        id is { Length: > 0 } && DetailText.Problem(id, SignalInbox.LongestSourceId) is null ? id : Of(body);
}
