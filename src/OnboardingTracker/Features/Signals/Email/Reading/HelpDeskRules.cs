namespace OnboardingTracker.Features.Signals.Email.Reading;

/// <summary>
/// Mails of help desks and trackers, by their headers. What they declare to be automatic, or word as a receipt, is one. An agent's answer that a
/// help desk sends without saying so is taken for a person's; with the declaration nobody can tell it from a receipt, and it is one.
/// </summary>
internal static class HelpDeskRules
{
    private static readonly string[] _desks =
    [
        "X-ServiceNow-",
        "X-Zendesk-",
        "X-Freshdesk-",
        "X-FD-",
        "X-RT-",
        "RT-Ticket",
        "X-OTRS-",
        "X-Znuny-",
        "X-Zammad-",
        "X-osTicket-",
        "X-Kayako-",
        "X-HappyFox-",
        "X-ZohoDesk-",
        "X-Zoho-Desk-",
        "X-FreeScout-",
        "X-HelpScout-",
        "X-Intercom-",
        "X-Front-",
        "X-Gorgias-",
        "X-TOPdesk-",
        "X-GLPI-",
        "X-Cherwell-",
        "X-SFDC-",
        "X-SAP-",
        "X-Jira-ServiceDesk-",
    ];

    private static readonly string[] _trackers =
    [
        "X-JIRA-",
        "X-GitHub-",
        "X-GitLab-",
        "X-Redmine-",
        "X-Asana-",
        "X-Trello-",
        "X-Bugzilla-",
        "X-Phabricator-",
        "X-Atlassian-",
    ];

    public static MailVerdict? ByHeader(MailEvidence mail)
    {
        var headers = mail.Headers;
        if (headers.Value("X-FreeScout-Mail-Type") is { } type && type.StartsWith("auto", StringComparison.OrdinalIgnoreCase))
            return new MailVerdict(MailKind.TicketReceipt, "A help desk marked it as an automatic reply (X-FreeScout-Mail-Type).");
        var mailer = headers.Value("X-Mailer") ?? "";
        var desk =
            _desks.Select(headers.FieldStartingWith).FirstOrDefault(field => field is not null)
            ?? ((headers.Value("X-Powered-By") ?? "").Contains("OTRS", StringComparison.OrdinalIgnoreCase) ? "X-Powered-By" : null)
            ?? (
                new[] { "Zendesk", "ServiceNow", "Freshdesk", "OTRS", "osTicket", "Jira", "HubSpot Service" }.Any(name =>
                    mailer.Contains(name, StringComparison.OrdinalIgnoreCase)
                )
                    ? "X-Mailer"
                    : null
            );
        if (desk is not null)
        {
            var declared =
                AutomaticHeaderRules.IsAutoSubmitted(headers)
                || headers.Has("Precedence")
                || headers.NullReturnPath
                || string.Equals(headers.Value("X-ServiceNow-Generated"), "true", StringComparison.OrdinalIgnoreCase)
                || AutomaticHeaderRules.IsNobody(mail.LocalPart);
            if (declared || SubjectRules.IsReceipt(mail.Subject) || AutomaticTextRules.IsReceipt(mail))
                return new MailVerdict(MailKind.TicketReceipt, $"A help desk sent it by itself ({desk}).");
        }
        return _trackers.Select(headers.FieldStartingWith).FirstOrDefault(field => field is not null) is { } tracker
            ? new MailVerdict(
                SubjectRules.IsReceipt(mail.Subject) || AutomaticTextRules.IsReceipt(mail) ? MailKind.TicketReceipt : MailKind.Notification,
                $"A tracker sent it ({tracker})."
            )
            : null;
    }
}
