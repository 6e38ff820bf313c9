namespace OnboardingTracker.Data.Signals;

/// <summary>What <see cref="Domain.Billing.BillPeak.Of"/> makes of each account's invoices, said to the database for all of them at once.</summary>
internal static class BillPeaksAnew
{
    /// <summary>Selects account, source, invoice, made_at, amount and currency.</summary>
    public const string Select = """
        select b.account_id, b.source, b.external_id as invoice, b.made as made_at, b.amount_due as amount, b.currency
        from (
            select i.account_id, i.source, i.external_id, i.amount_due, coalesce(i.currency, '') as currency, m.made,
                max(i.amount_due) over (partition by i.account_id, coalesce(i.currency, '')
                    order by m.made, i.source collate "C", i.external_id collate "C"
                    rows between unbounded preceding and 1 preceding) as before
            from invoices i cross join lateral (select coalesce(i.made_at, i.period_end, i.due_at) as made) m
            where i.regular and i.state in ('open', 'uncollectible', 'paid') and i.amount_due > 0 and m.made is not null) b
        where b.before is null or b.amount_due > b.before
        """;

    /// <summary>For a book that was written at once: as if each bill had been told of when it was made.</summary>
    public const string Fill =
        "insert into bill_peaks (account_id, source, invoice, made_at, amount, currency, recorded_at) select p.*, p.made_at from ("
        + Select
        + ") p order by p.account_id, p.made_at";
}
