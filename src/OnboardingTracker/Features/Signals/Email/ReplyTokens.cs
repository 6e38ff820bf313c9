using System.Text.RegularExpressions;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>What an answer's address carries back: <c>onboarding+r0123…@example.com</c>. 128 random bits that only the recipients know.</summary>
internal static partial class ReplyTokens
{
    /// <summary>The address that answers to a mail go to.</summary>
    /// <param name="address">Where mail comes in; a tag of its own is replaced.</param>
    public static string AddressFor(string address, string token)
    {
        var plain = MailSettings.WithoutTag(address);
        var at = plain.LastIndexOf('@');
        return $"{plain[..at]}+{token}{plain[at..]}";
    }

    /// <summary>The tokens that a mail was sent to: the addresses that servers say it was delivered for come first.</summary>
    public static List<string> In(ReadMail mail) =>
        In([mail.DeliveredTo, .. mail.EnvelopeRecipients, .. Addresses(mail.To), .. Addresses(mail.Cc)]);

    public static List<string> In(IEnumerable<string?> addresses) =>
        [
            .. addresses
                .OfType<string>()
                .Select(address => Token().Match(address))
                .Where(match => match.Success)
                .Select(match => match.Groups[1].Value.ToLowerInvariant())
                .Distinct()
                .Take(MostTokens),
        ];

    private const int MostTokens = 20;

    private static IEnumerable<string> Addresses(IReadOnlyList<MailAddress> addresses) => addresses.Select(address => address.Address);

    [GeneratedRegex(@"\+(r[0-9a-f]{32})@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
