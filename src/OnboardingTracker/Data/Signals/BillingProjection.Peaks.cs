using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Billing;

namespace OnboardingTracker.Data.Signals;

/// <content>Which bills asked for more than all before them: what retention counts from.</content>
public sealed partial class BillingProjection
{
    /// <summary>Writes down what is known now beside what was known before; the same again writes nothing. The caller saves.</summary>
    internal async Task KeepPeaksAsync(long accountId, DateTimeOffset now, CancellationToken cancel)
    {
        var stored = await db.Invoices.Where(i => i.AccountId == accountId).ToListAsync(cancel);
        var made = db
            .ChangeTracker.Entries<Invoice>()
            .Where(entry => entry.State == EntityState.Added && entry.Entity.AccountId == accountId)
            .Select(entry => entry.Entity);
        var known = await db.BillPeaks.Where(p => p.AccountId == accountId && p.SupersededAt == null).ToListAsync(cancel);
        var peaks = BillPeak.Of([.. stored, .. made], now);
        foreach (var old in known.Where(old => !peaks.Any(old.Says)))
            old.SupersededAt = now;
        db.BillPeaks.AddRange(peaks.Where(peak => !known.Exists(peak.Says)));
    }

    /// <summary>What of an invoice matters there: most signals of one change nothing of it.</summary>
    private static (DateTimeOffset?, decimal?, string?) PeakOf(Invoice invoice) =>
        BillPeak.Counts(invoice) ? (BillPeak.MadeAtOf(invoice), invoice.AmountDue, invoice.Currency) : default;
}
