using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain;

namespace OnboardingTracker.Data.Notices;

/// <summary>Notices as mail: what happened, where to look, and how to get less of it.</summary>
public sealed class NoticeMails(TrackerDb db, OwnMailSettings settings)
{
    /// <summary>A digest names no more than these, and counts the rest.</summary>
    public const int MostInDigest = 50;

    private static readonly Actor s_actor = Actor.Api("notices");

    public async Task<OwnMail> OfAsync(Notice notice, CancellationToken cancel = default)
    {
        var text = new StringBuilder().AppendLine(notice.Title);
        if (notice.Detail is { } detail)
            text.AppendLine().AppendLine(detail);
        // By way of the notice, so that it is read here too once it was opened there.
        if (settings.UrlOf(notice.InApp ? LinkOf(notice) : notice.Link) is { } url)
            text.AppendLine().AppendLine(url);
        return new OwnMail
        {
            Kind = OutgoingMailKind.Notice,
            Key = string.Create(CultureInfo.InvariantCulture, $"notice:{notice.Id}"),
            To = [await db.Members.Where(m => m.Id == notice.MemberId).Select(m => m.Email).SingleAsync(cancel)],
            Subject = notice.Title,
            Text = text.Append(Foot()).ToString(),
            Actor = s_actor,
        };
    }

    /// <param name="notices">The oldest first; at least one.</param>
    /// <param name="day">The member's, of which there is one digest.</param>
    public OwnMail Digest(int memberId, string email, DateOnly day, IReadOnlyList<Notice> notices)
    {
        var text = new StringBuilder("Since your last digest:").AppendLine().AppendLine();
        foreach (var notice in notices.Take(MostInDigest))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {notice.Title}");
            if (settings.UrlOf(notice.InApp ? LinkOf(notice) : notice.Link) is { } url)
                text.AppendLine(CultureInfo.InvariantCulture, $"  {url}");
        }
        if (notices.Count > MostInDigest)
            text.AppendLine(CultureInfo.InvariantCulture, $"- and {notices.Count - MostInDigest} more")
                .AppendLine(CultureInfo.InvariantCulture, $"  {settings.UrlOf("/notices") ?? "on the page Notices"}");
        return new OwnMail
        {
            Kind = OutgoingMailKind.Digest,
            Key = string.Create(CultureInfo.InvariantCulture, $"digest:{memberId}:{day:yyyy-MM-dd}"),
            To = [email],
            Subject = notices is [var only]
                ? $"This morning: {only.Title}"
                : string.Create(CultureInfo.InvariantCulture, $"This morning: {notices.Count} notices"),
            Text = text.Append(Foot()).ToString(),
            Actor = s_actor,
        };
    }

    public static string LinkOf(Notice notice) => string.Create(CultureInfo.InvariantCulture, $"/notices/{notice.Id}");

    private string Foot() =>
        $"\nYou get this from OnboardingTracker. Choose what it tells you, how and when: {settings.UrlOf("/profile/notices") ?? "your profile, Notices"}\n";
}
