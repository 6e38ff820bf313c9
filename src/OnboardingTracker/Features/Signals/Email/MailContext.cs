using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Signals.Email.Reading;

namespace OnboardingTracker.Features.Signals.Email;

/// <summary>
/// What the database knows that decides what one mail means. Loaded when the mail is worked; what follows from it is pure
/// (<see cref="MailFacts"/>), so that working the mail again, later, corrects what was not known before.
/// </summary>
internal sealed record MailContext
{
    public required MailSettings Settings { get; init; }

    /// <summary>Members' addresses, lower case; those of the settings are known without.</summary>
    public IReadOnlySet<string> Members { get; init; } = new HashSet<string>();

    /// <summary>Which of the Message-IDs that the mail answers are ours beyond doubt.</summary>
    public IReadOnlySet<string> OurMessageIds { get; init; } = new HashSet<string>();

    /// <summary>The Message-ID of ours whose reply token the mail was sent to.</summary>
    public string? ByToken { get; init; }

    /// <summary>Whether the sender's address is a contact's.</summary>
    public bool FromIsContact { get; init; }

    /// <summary>Of a report: what it says of a mail of ours that is no conversation.</summary>
    public ReportedOwnMail Reports { get; init; }

    /// <summary>It is one that was written here, and known already.</summary>
    public bool IsFromOutbox { get; init; }

    public bool IsOurs(string address) => Settings.IsOurs(address) || Members.Contains(MailSettings.WithoutTag(address));

    public static async Task<MailContext> LoadAsync(TrackerDb db, MailSettings settings, ReadMail mail, CancellationToken cancel)
    {
        var tokens = ReplyTokens.In(mail);
        var byToken =
            tokens.Count == 0
                ? []
                : await db
                    .OutgoingMails.Where(m => tokens.Contains(m.ReplyToken!))
                    .Select(m => new { ReplyToken = m.ReplyToken!, m.MessageId })
                    .ToListAsync(cancel);
        var from = mail.From?.Address ?? "";
        var own = mail.MessageId is { } id ? MailIds.Normal(id) : "";
        return new MailContext
        {
            Settings = settings,
            Members = await db.Members.Select(m => m.Email).ToHashSetAsync(cancel),
            OurMessageIds = await OurIdsAsync(db, MailFacts.Answered(mail), cancel),
            ByToken = byToken.OrderBy(found => tokens.IndexOf(found.ReplyToken)).FirstOrDefault()?.MessageId,
            Reports = await ReportedAsync(db, mail, cancel),
            FromIsContact = await db.Contacts.AnyAsync(c => c.Email == from, cancel),
            IsFromOutbox = await db.OutgoingMails.AnyAsync(m => m.MessageId == own, cancel),
        };
    }

    public static async Task<ReportedOwnMail> ReportedAsync(TrackerDb db, ReadMail mail, CancellationToken cancel)
    {
        if (!mail.Kind.IsReport() || mail.ReportedMessageId is not { } id)
            return ReportedOwnMail.None;
        var reported = MailIds.Normal(id);
        var ofAccount = await db
            .OutgoingMails.Where(m => m.MessageId == reported && m.Kind != OutgoingMailKind.Conversation)
            .Select(m => (bool?)(m.AccountId != null))
            .FirstOrDefaultAsync(cancel);
        return ofAccount switch
        {
            true => ReportedOwnMail.OfAccount,
            false => ReportedOwnMail.OfTeam,
            null => ReportedOwnMail.None,
        };
    }

    /// <summary>Mail of a conversation that was sent from here, or that a mailbox's Sent folder or its domain's own mark proves to be ours.</summary>
    public static async Task<IReadOnlySet<string>> OurIdsAsync(TrackerDb db, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return new HashSet<string>();
        var ours = await db
            .OutgoingMails.Where(m => ids.Contains(m.MessageId) && m.Kind == OutgoingMailKind.Conversation)
            .Select(m => m.MessageId)
            .ToHashSetAsync(cancel);
        var sent = await db
            .Signals.AsNoTracking()
            .Where(s => s.Source == SignalSources.Mail && s.Kind == SignalKinds.EmailSent && ids.Contains(s.SourceId))
            .Select(s => new { s.SourceId, s.Fact })
            .ToListAsync(cancel);
        ours.UnionWith(sent.Where(s => s.Fact?.Mail is { Proof: not SenderProof.None }).Select(s => s.SourceId));
        return ours;
    }
}

/// <summary>The mail that the app wrote by itself and that a server's report is about.</summary>
internal enum ReportedOwnMail
{
    /// <summary>It is about none.</summary>
    None,

    /// <summary>To a contact of an account: its address may be a bad one.</summary>
    OfAccount,

    /// <summary>To somebody of the team.</summary>
    OfTeam,
}
