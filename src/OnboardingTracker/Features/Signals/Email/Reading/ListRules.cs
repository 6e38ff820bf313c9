namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>Mailing lists and newsletters. A distribution group at a domain of ours is neither.</summary>
internal static class ListRules
{
    public static MailVerdict? List(MailEvidence mail)
    {
        var headers = mail.Headers;
        // Somebody's automatic answer to a list says so in its subject; the list only passed it on.
        if (IsOurs(mail) || SubjectRules.IsAway(mail.Subject) || SubjectRules.IsAutomatic(mail.Subject))
            return null;
        if (
            headers.FirstOf(
                "List-Post",
                "X-BeenThere",
                "X-Mailman-Version",
                "Mailing-List",
                "X-Mailing-List",
                "X-Listname",
                "X-Google-Group-Id",
                "X-ML-Name"
            ) is
            { } list
        )
            return new MailVerdict(MailKind.MailingList, $"It came through a mailing list ({list}).");
        if (!headers.Has("List-Id"))
            return null;
        return headers.Has("List-Unsubscribe") && !mail.Answers
            ? new MailVerdict(MailKind.Bulk, "It was sent to many (List-Id, List-Unsubscribe).")
            : new MailVerdict(MailKind.MailingList, "It came through a mailing list (List-Id).");
    }

    public static MailVerdict? Bulk(MailEvidence mail)
    {
        var headers = mail.Headers;
        if (IsOurs(mail))
            return null;
        var precedence = (headers.Value("Precedence") ?? headers.Value("X-Precedence") ?? "").Trim().ToLowerInvariant();
        if (precedence is "bulk" or "list" or "junk" or "special-delivery-bulk")
        {
            var why = $"Its precedence is {precedence}.";
            if (AutomaticKind.Of(mail) is { } automatic)
                return new MailVerdict(automatic, why);
            if (IsListOwner(headers))
                return new MailVerdict(MailKind.MailingList, $"Its precedence is {precedence} and the owner of a list sent it.");
            return new MailVerdict(precedence == "bulk" || headers.Has("List-Unsubscribe") ? MailKind.Bulk : MailKind.AutoReply, why);
        }
        if (mail.Answers)
            return null;
        if (
            headers.FirstOf(
                "List-Unsubscribe",
                "X-Campaign",
                "X-CampaignId",
                "X-Campaign-Id",
                "X-MC-User",
                "X-Mailchimp-Id",
                "X-Newsletter",
                "List-Unsubscribe-Post"
            ) is
            { } newsletter
        )
            return new MailVerdict(AutomaticKind.Of(mail) ?? MailKind.Bulk, $"It was sent to many ({newsletter}).");
        return null;
    }

    private static bool IsListOwner(MailHeaders headers)
    {
        foreach (var field in new[] { "Sender", "Return-Path", "Errors-To", "X-Sender" })
        {
            var local = MailHeaders.AddressIn(headers.Value(field))?.Split('@')[0] ?? "";
            if (
                local.StartsWith("owner-", StringComparison.Ordinal)
                || local.EndsWith("-owner", StringComparison.Ordinal)
                || local.EndsWith("-bounces", StringComparison.Ordinal)
                || local.EndsWith("-request", StringComparison.Ordinal)
            )
                return true;
        }
        var replyTo = headers.Addresses(MimeKit.HeaderId.ReplyTo);
        return replyTo.Count > 0 && headers.Addresses(MimeKit.HeaderId.To).Any(to => to.Address == replyTo[0].Address);
    }

    private static bool IsOurs(MailEvidence mail)
    {
        if (mail.OwnDomains.Count == 0)
            return false;
        var id = mail.Headers.Value("List-Id") ?? mail.Headers.Value("List-Post") ?? mail.Headers.Value("Mailing-List") ?? "";
        var name = id[(id.LastIndexOf('<') + 1)..].TrimEnd('>', ' ');
        return mail.OwnDomains.Any(domain =>
            domain.Length > 0
            && (
                name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase)
            )
        );
    }
}

/// <summary>What kind of automatic mail it is, by its words.</summary>
internal static class AutomaticKind
{
    public static MailKind? Of(MailEvidence mail)
    {
        if (SubjectRules.IsAway(mail.Subject))
            return MailKind.OutOfOffice;
        if (SubjectRules.IsReceipt(mail.Subject))
            return MailKind.TicketReceipt;
        if (AutomaticTextRules.IsAway(mail))
            return MailKind.OutOfOffice;
        if (AutomaticTextRules.IsReceipt(mail))
            return MailKind.TicketReceipt;
        return SubjectRules.IsAutomatic(mail.Subject) || AutomaticTextRules.SaysSo(mail) ? MailKind.AutoReply : null;
    }
}
