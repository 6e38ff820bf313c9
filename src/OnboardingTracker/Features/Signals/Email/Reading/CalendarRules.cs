using System.Text.RegularExpressions;

namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>What calendars send when somebody clicks on an invitation. The invitation itself is somebody's own act.</summary>
internal static partial class CalendarRules
{
    private const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    public static MailVerdict? Reply(MailEvidence mail)
    {
        var (parts, headers) = (mail.Parts, mail.Headers);
        if (parts.CalendarMethod is "REPLY" or "COUNTER" or "DECLINECOUNTER" or "REFRESH")
            return new MailVerdict(MailKind.CalendarReply, "It is a calendar's answer to an invitation.");
        if (parts.CalendarMethod is "CANCEL")
            return new MailVerdict(MailKind.CalendarReply, "A calendar cancels a meeting.");
        if (parts.OutlookClass?.StartsWith("IPM.SCHEDULE.MEETING.RESP", StringComparison.Ordinal) == true)
            return new MailVerdict(MailKind.CalendarReply, "Outlook marked it as an answer to an invitation.");
        var calendar =
            parts.CalendarMethod is not null
            || (headers.Value("Content-Class") ?? "").Contains("calendarmessage", StringComparison.OrdinalIgnoreCase)
            || parts.OutlookClass is not null
            || mail.LocalPart is "calendar-notification" or "calendar-server"
            || headers.Has("X-MS-Exchange-Calendar-Series-Instance-Id")
            || parts.Attachments.Any(attachment =>
                attachment.Type is "text/calendar" or "application/ics"
                || attachment.Name.EndsWith(".ics", StringComparison.OrdinalIgnoreCase)
            );
        return calendar && Answer().IsMatch(mail.Subject)
            ? new MailVerdict(MailKind.CalendarReply, "The subject and a calendar part say that it answers an invitation.")
            : null;
    }

    [GeneratedRegex(
        @"^\W{0,3}(?:accepted|declined|tentative(?:ly accepted)?|maybe|cancel(?:l)?ed(?: event)?|new time proposed|proposed new time|zugesagt|zusage|angenommen|abgelehnt|absage|abgesagt|vorläufig(?: zugesagt| angenommen)?|mit vorbehalt|unter vorbehalt|accepté|acceptée|refusé|refusée|décliné|provisoire|provisoirement accepté|peut-être|annulé|aceptado|aceptada|rechazado|rechazada|provisional|provisionalmente aceptado|cancelado|cancelada|accettato|rifiutato|provvisorio|annullato|accettata|rifiutata|geaccepteerd|geweigerd|afgewezen|voorlopig(?: geaccepteerd)?|misschien|geannuleerd|accepterat|accepterad|avböjt|avvisad|preliminärt|inställt|avbokat|aceite|aceito|aceita|recusado|recusada|provisório|talvez|zaakceptowano|zaakceptowane|odrzucono|odrzucone|wstępnie(?: zaakceptowano)?|odwołano|odwołane|принято|отклонено|под вопросом|承諾済み|承諾|承認済み|辞退|辞退済み|仮の予定|仮承諾|未定|キャンセル済み|已接受|已谢绝|已拒绝|暂定|已取消|已接受|已拒絕|暫定|已婉拒|수락됨|거절됨)\s?[:：]",
        Plain,
        1_000
    )]
    private static partial Regex Answer();
}
