using System.Security.Cryptography;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Details;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>By what a mail is known again, wherever it is seen.</summary>
internal static class MailIds
{
    /// <summary>Servers change the case of the part after the @, which says nothing.</summary>
    public static string Normal(string messageId) =>
        messageId.LastIndexOf('@') is var at and >= 0 ? messageId[..at] + messageId[at..].ToLowerInvariant() : messageId;

    /// <summary>The Message-ID; of a mail without a usable one, what its bytes come to.</summary>
    public static string SourceId(string? messageId, ReadOnlySpan<byte> raw) =>
        messageId is { Length: > 0 } && DetailText.Problem(messageId, SignalInbox.LongestSourceId) is null
            ? Normal(messageId)
            : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(raw))}";
}
