using System.Security.Cryptography;
using System.Text;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;
using OnboardingTracker.Features.Signals.Webhooks;

namespace OnboardingTracker.Features.Signals.Email.Postmark;

/// <summary>Postmark signs nothing: the name and password in the webhook's address are all that proves it. A 403 would end its tries for good.</summary>
internal sealed class PostmarkWebhook(PostmarkSettings settings) : IWebhookSender
{
    private const string Scheme = "Basic ";

    public string Source => SignalSources.Mail;

    public string Path => "/webhooks/email/postmark";

    public string Setting => PostmarkSettings.PasswordSetting;

    public bool IsConnected => settings.Password is not null;

    /// <summary>35 MiB: the mail with its attachments, in base64.</summary>
    public int MostBytes => 35 << 20;

    public bool Proves(WebhookRequest request, DateTimeOffset now) => MayBe(request.Headers);

    /// <summary>The header is all of the proof: 35 MiB of a stranger's are not taken in to find that out.</summary>
    public bool MayBe(IHeaderDictionary headers)
    {
        if (settings is not { UserName: { } user, Password: { } password } || headers.Authorization is not [{ } header])
            return false;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        Span<byte> given = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), given, out var length))
            return false;
        // Hashes are of one length, so that the time taken does not tell how long the secret is.
        return CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{user}:{password}")),
            SHA256.HashData(given[..length])
        );
    }

    public IncomingSignal Describe(WebhookRequest request)
    {
        if (PostmarkMail.Mime(request.Body) is not { } raw)
            return new(Source, DeliveryId.Of(request.Body), MailArrivals.Postmark, null, request.Body, request.ContentType);
        return MailIntake.Signal(raw, MailReader.Read(raw), MailArrivals.Postmark);
    }
}
