using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>Reads what is known of an account now, bounded, as a hand-off freezes it.</summary>
public sealed class PacketReader(TrackerDb db, AccountStory story)
{
    private const int MostInvoices = 24;
    private const int MostCalls = 50;
    private const int MostRisks = 50;
    private const int MostNotes = 100;

    /// <returns>Null: there is no such account.</returns>
    public async Task<HandOffPacket?> ReadAsync(long accountId, RunContext context, CancellationToken cancel = default)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .Include(a => a.Contacts)
            .Include(a => a.Owner)
            .FirstOrDefaultAsync(a => a.Id == accountId, cancel);
        if (account is null)
            return null;
        var stages = await db.StagesAsync(cancel);
        var names = await db.ActorNamesAsync(cancel);
        var signals = await story.SignalsOfAsync(accountId, cancel);
        var notes = await db
            .Notes.AsNoTracking()
            .Where(note => note.AccountId == accountId && note.WithdrawnAt == null)
            .OrderByDescending(note => note.Id)
            .Take(MostNotes)
            .ToListAsync(cancel);
        var (threads, leftOut) = PacketMails.Read(signals);
        return new HandOffPacket
        {
            TakenAt = context.Now,
            TimeZone = TeamCalendar.Zone(context.Policy).Id,
            Account = Of(account, stages),
            Contacts =
            [
                .. account.Contacts.OrderBy(c => c.Id).Select(c => new PacketContact(c.Email, c.Name, c.Role, c.BouncedAt is not null)),
            ],
            Stages = await StagesAsync(account, stages, context, cancel),
            Engagement = account.EngagedAt is { } at ? new(at, account.EngagedBy ?? "") : null,
            Invoices = await InvoicesAsync(accountId, cancel),
            Calls = Calls(signals, notes, context),
            Threads = threads,
            MailsLeftOut = leftOut,
            PaymentRisk = await RisksAsync(accountId, names, cancel),
            Notes = [.. notes.Where(note => note.SignalId is null).Select(note => new PacketNote(note.At, names[note.Author], note.Text))],
            Checklist = await ChecklistAsync(account, names, cancel),
        };
    }

    private static PacketAccount Of(Account account, StageCatalogue stages) =>
        new(
            account.ExternalId,
            account.Name,
            account.Domain,
            AccountDetails.Code(account.Plan),
            account.Program,
            account.Forecast,
            account.NextRenewalOn,
            account.StripeCustomerId,
            account.Owner?.Email,
            account.SalesOwner,
            account.Segments,
            account.Stage is { } stage ? stages.Label(stage) : null,
            account.StageEnteredAt,
            account.Passage,
            account.InitialOutreachAt,
            AccountDetails.Code(account.PaymentRisk),
            account.ChurnedOn
        );

    private async Task<List<PacketStage>> StagesAsync(Account account, StageCatalogue stages, RunContext context, CancellationToken cancel)
    {
        var history = await db.Transitions.AsNoTracking().Where(t => t.AccountId == account.Id).OrderBy(t => t.Id).ToListAsync(cancel);
        var passage = PipelineHistory.Times(history, stages, context.Now).FirstOrDefault(times => times.Number == account.Passage);
        return
        [
            .. (passage?.Stages ?? []).Select(times => new PacketStage(
                stages.Label(times.Stage),
                times.FirstEnteredAt,
                times.LastEnteredAt,
                Math.Round(times.TimeSpent.TotalDays, 1),
                times.Migrated
            )),
        ];
    }

    private async Task<List<PacketInvoice>> InvoicesAsync(long accountId, CancellationToken cancel)
    {
        var invoices = await db.Invoices.AsNoTracking().Where(i => i.AccountId == accountId).ToListAsync(cancel);
        return
        [
            .. invoices
                .OrderByDescending(invoice => invoice.DueAt ?? invoice.PeriodEnd ?? invoice.AsOf)
                .ThenByDescending(invoice => invoice.Id)
                .Take(MostInvoices)
                .Select(Of),
        ];
    }

    private static PacketInvoice Of(Invoice invoice) =>
        new(
            invoice.Number ?? invoice.ExternalId,
            AccountDetails.Code(invoice.State),
            invoice is { AmountDue: { } due, Currency: { } inDue } ? new Money(due, inDue) : null,
            invoice is { AmountPaid: { } paid, Currency: { } inPaid } ? new Money(paid, inPaid) : null,
            invoice.DueAt,
            invoice.FailedAt,
            invoice.NextAttemptAt,
            invoice.Attempts,
            invoice.Link
        );

    private static List<PacketCall> Calls(IReadOnlyList<ReceivedSignal> signals, List<Note> notes, RunContext context) =>
        [
            .. CallBook
                .Read(signals, context.Policy, context.Now)
                .OrderByDescending(call => call.StartsAt ?? call.Last.OccurredAt)
                .Take(MostCalls)
                .Select(call => new PacketCall(
                    AccountDetails.Code(call.State),
                    call.StartsAt,
                    call.With,
                    call.Host,
                    call.EventType,
                    call.IsAssumed,
                    notes.Find(note => note.SignalId is { } id && (id == call.Last.SignalId || id == call.Booking?.SignalId))?.Text
                )),
        ];

    private async Task<List<PacketCheck>> ChecklistAsync(Account account, ActorNames names, CancellationToken cancel)
    {
        var marks = await db
            .ChecklistMarks.AsNoTracking()
            .Where(mark => mark.AccountId == account.Id && mark.Passage == account.Passage)
            .OrderByDescending(mark => mark.Id)
            .ToListAsync(cancel);
        return
        [
            .. ChecklistItem
                .All.Select(item => (item.Title, Mark: marks.Find(mark => mark.Item == item.Code)))
                .Where(item => item.Mark is not null)
                .Select(item => new PacketCheck(item.Title, AccountDetails.Code(item.Mark!.State), item.Mark.Finding, names[item.Mark.By])),
        ];
    }

    private async Task<List<PacketRisk>> RisksAsync(long accountId, ActorNames names, CancellationToken cancel)
    {
        var changes = await db
            .AccountChanges.FromSql(
                $"""select * from account_changes where account_id = {accountId} and jsonb_exists("values", {DetailNames.PaymentRisk})"""
            )
            .AsNoTracking()
            .OrderByDescending(change => change.Id)
            .Take(MostRisks)
            .ToListAsync(cancel);
        return
        [
            .. changes
                .Select(change => (change, Values: change.Values[DetailNames.PaymentRisk]))
                .Select(c => new PacketRisk(
                    c.change.At,
                    names[c.change.Actor],
                    c.Values.ElementAtOrDefault(1) ?? AccountDetails.Code(PaymentRisk.NotAssessed),
                    c.Values.ElementAtOrDefault(2)
                )),
        ];
    }
}
