using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email.Mailboxes;

/// <summary>What is done with a mail of a mailbox, once its headers are known.</summary>
public enum MailChoice
{
    /// <summary>None of our business: nothing of it is kept but that it was looked at.</summary>
    Leave,

    /// <summary>Of a customer, or in a conversation of ours.</summary>
    Take,

    /// <summary>A server's report: about which mail, only the whole of it tells.</summary>
    LookInside,
}

/// <summary>
/// Which mail of a person's mailbox is taken: what answers a message or token of ours, and what has a participant who is a contact or at
/// an account's company domain. Mail within the team, and of addresses that the settings name, never.
/// </summary>
public sealed class MailPrivacy(TrackerDb db, MailSettings settings)
{
    /// <param name="mail">As far as its headers tell.</param>
    public async Task<MailChoice> ChooseAsync(ReadMail mail, MailboxSettings mailbox, CancellationToken cancel)
    {
        var participants = Participants(mail);
        if (participants.Exists(mailbox.ExcludedAddresses.Contains))
            return MailChoice.Leave;
        var context = await MailContext.LoadAsync(db, settings, mail, cancel);
        if (context.IsFromOutbox)
            return MailChoice.Leave;
        var isReport = IsReport(mail);
        var others = participants.FindAll(address => !context.IsOurs(address));
        if (others.Count == 0 && !isReport)
            return MailChoice.Leave;
        if (context.ByToken is not null || context.OurMessageIds.Count > 0 || await ConcernsAsync(others, cancel))
            return MailChoice.Take;
        return isReport ? MailChoice.LookInside : MailChoice.Leave;
    }

    /// <param name="mail">The whole of a report.</param>
    public async Task<bool> IsAboutOursAsync(ReadMail mail, CancellationToken cancel) =>
        (await MailContext.OurIdsAsync(db, MailFacts.Answered(mail), cancel)).Count > 0
        || await MailContext.ReportedAsync(db, mail, cancel) == ReportedOwnMail.OfAccount
        || await ConcernsAsync([.. mail.Bounces.Select(bounce => bounce.Address)], cancel);

    private async Task<bool> ConcernsAsync(List<string> addresses, CancellationToken cancel)
    {
        if (await db.Contacts.AnyAsync(contact => addresses.Contains(contact.Email), cancel))
            return true;
        var domains = PublicMailDomains.CompanyDomainsOf(addresses);
        return domains.Count > 0 && await db.Accounts.AnyAsync(account => domains.Contains(account.Domain!), cancel);
    }

    private static bool IsReport(ReadMail mail) =>
        mail.Kind.IsReport()
        || mail.From is null
        || mail.From.Address.StartsWith("mailer-daemon@", StringComparison.Ordinal)
        || mail.From.Address.StartsWith("postmaster@", StringComparison.Ordinal);

    private static List<string> Participants(ReadMail mail)
    {
        IEnumerable<MailAddress> named = [.. mail.To, .. mail.Cc, .. mail.ReplyTo];
        return [.. named.Prepend(mail.From).OfType<MailAddress>().Select(address => address.Address).Where(a => a.Length > 0).Distinct()];
    }
}
