namespace OnboardingTracker.Domain.Billing;

/// <summary>
/// A regular bill that asked for more than each one before it in its currency, as it was known from one moment to another. An account's
/// first bill over a threshold is one of these whatever the threshold is, so that a change of policy asks for nothing to be done.
/// </summary>
public sealed class BillPeak
{
    public long Id { get; init; }

    public long AccountId { get; init; }

    public required string Source { get; init; }

    /// <summary>The invoice's id at the source.</summary>
    public required string Invoice { get; init; }

    /// <summary>When the bill was made: when the first was told of it, else the end of its period, else when it was due.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>What it asked for.</summary>
    public decimal Amount { get; init; }

    /// <summary>Empty: its source did not say.</summary>
    public required string Currency { get; init; }

    /// <summary>When we learned it.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>When we learned otherwise; null: it is what we know.</summary>
    public DateTimeOffset? SupersededAt { get; set; }

    /// <summary>Those among all invoices of one account, in the order in which they were made.</summary>
    public static IReadOnlyList<BillPeak> Of(IEnumerable<Invoice> invoices, DateTimeOffset recordedAt)
    {
        var most = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var peaks = new List<BillPeak>();
        foreach (
            var invoice in invoices
                .Where(Counts)
                .OrderBy(MadeAtOf)
                .ThenBy(invoice => invoice.Source, StringComparer.Ordinal)
                .ThenBy(invoice => invoice.ExternalId, StringComparer.Ordinal)
        )
        {
            var (amount, currency) = (invoice.AmountDue!.Value, invoice.Currency ?? "");
            if (amount <= most.GetValueOrDefault(currency))
                continue;
            most[currency] = amount;
            peaks.Add(
                new BillPeak
                {
                    AccountId = invoice.AccountId,
                    Source = invoice.Source,
                    Invoice = invoice.ExternalId,
                    MadeAt = MadeAtOf(invoice)!.Value,
                    Amount = amount,
                    Currency = currency,
                    RecordedAt = recordedAt,
                }
            );
        }
        return peaks;
    }

    /// <summary>The same fact, whenever it was recorded.</summary>
    public bool Says(BillPeak other) =>
        (Source, Invoice, MadeAt, Amount, Currency) == (other.Source, other.Invoice, other.MadeAt, other.Amount, other.Currency);

    /// <summary>A draft has not been asked for yet, and a void one no longer is.</summary>
    public static bool Counts(Invoice invoice) =>
        invoice is { Regular: true, AmountDue: > 0, State: InvoiceState.Open or InvoiceState.Uncollectible or InvoiceState.Paid }
        && MadeAtOf(invoice) is not null;

    public static DateTimeOffset? MadeAtOf(Invoice invoice) =>
        (invoice.MadeAt ?? invoice.PeriodEnd ?? invoice.DueAt) is { } at ? WholeMicroseconds(at) : null;

    /// <summary>As the database keeps it.</summary>
    private static DateTimeOffset WholeMicroseconds(DateTimeOffset at) =>
        at.ToUniversalTime() is var utc ? utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond)) : at;
}
