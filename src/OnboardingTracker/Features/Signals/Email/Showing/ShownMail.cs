using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;
using StoredSignal = OnboardingTracker.Data.Signals.Signal;

namespace OnboardingTracker.Features.Signals.Email.Showing;

/// <summary>How much of a mail can still be shown.</summary>
public enum MailRemains
{
    /// <summary>All of it, as it arrived.</summary>
    Whole,

    /// <summary>There never was more than a text: it was written here, or told by the API.</summary>
    TextOnly,

    /// <summary>The payload is gone, as the policy says; the text of its own stays.</summary>
    Dropped,

    /// <summary>It is here, and cannot be read; <see cref="ShownMail.Why"/> says why.</summary>
    Unreadable,
}

/// <summary>A mail as its signal's page shows it. Whatever it holds was written by a stranger.</summary>
public sealed record ShownMail(MailRemains Remains, string OwnText, ReadMail? Mail, string? Why)
{
    /// <summary>A page shows no more of a text than this, in characters.</summary>
    public const int LongestText = 200_000;

    public string FullText => Cut(Mail?.FullText ?? "");

    public IReadOnlyList<MailAttachment> Attachments => Mail?.Attachments ?? [];

    public bool HasHtml => Mail?.Html is { Html.Length: > 0 };

    /// <summary>How many images, backgrounds and films it wanted from elsewhere.</summary>
    public int Blocked => Mail?.Html?.BlockedImages ?? 0;

    /// <returns>Null: the signal is no mail.</returns>
    public static ShownMail? Of(StoredSignal signal, MailSettings settings)
    {
        var kept = signal.Fact?.Mail?.Text ?? "";
        if (signal.Source != SignalSources.Mail)
            return signal.Fact?.Mail is null ? null : new(MailRemains.TextOnly, Cut(kept), null, null);
        if (signal.Raw is not { } raw)
            return new(MailRemains.Dropped, Cut(kept), null, null);
        var mail = MailReader.Read(raw, settings.TeamDomains);
        return mail.Kind == MailKind.Unreadable
            ? new(MailRemains.Unreadable, Cut(kept), null, mail.Why)
            : new(MailRemains.Whole, Cut(mail.OwnText), mail, null);
    }

    private static string Cut(string text) =>
        text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)] + "\n…";
}
