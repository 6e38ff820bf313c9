using System.Security.Cryptography;

namespace OnboardingTracker.Data.Mail;

/// <summary>By what a mail of ours, and an answer to it, is known. Random and stored before the mail goes out: there is no key to lose or to change.</summary>
public static class OutgoingIds
{
    /// <summary>The name of the advisory lock of whoever sends a mail, or calls it off.</summary>
    public static string LockOf(long mailId) => FormattableString.Invariant($"outgoing mail {mailId}");

    /// <summary>Without angle brackets: a time, so that ids sort, and 154 random bits.</summary>
    public static string MessageId(string domain, DateTimeOffset now) =>
        $"{Guid.CreateVersion7(now):N}.{RandomNumberGenerator.GetHexString(20, lowercase: true)}@{domain.ToLowerInvariant()}";

    /// <summary>128 random bits, as an address carries them: <c>onboarding+r0123…@example.com</c>.</summary>
    public static string ReplyToken() => "r" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
