using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;

namespace OnboardingTracker.Data.Configurations;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.Property(s => s.Source).HasMaxLength(50);
        subscription.Property(s => s.ExternalId).HasMaxLength(200);
        subscription.Property(s => s.Status).HasMaxLength(50);
        subscription.Property(s => s.UpcomingAmount).HasPrecision(18, 4);
        subscription.Property(s => s.UpcomingCurrency).HasMaxLength(3);
        subscription.HasOne<Account>().WithMany(a => a.Subscriptions).HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
        subscription
            .HasIndex(s => new
            {
                s.AccountId,
                s.Source,
                s.ExternalId,
            })
            .IsUnique();
        // Who is about to leave, or has left: few of many.
        subscription
            .HasIndex(s => s.AccountId, "ix_subscriptions_ending")
            .HasDatabaseName("ix_subscriptions_ending")
            .HasFilter("not live or ends_at_period_end");
        // Whose next bill is known, and when it comes.
        subscription.HasIndex(s => new { s.UpcomingPeriodEnd, s.AccountId }).HasFilter("live and upcoming_amount > 0");
    }
}

internal sealed class InvoiceConfiguration : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> invoice)
    {
        invoice.Property(i => i.Source).HasMaxLength(50);
        invoice.Property(i => i.ExternalId).HasMaxLength(200);
        invoice.Property(i => i.Subscription).HasMaxLength(200);
        invoice.Property(i => i.Number).HasMaxLength(100);
        invoice.Property(i => i.AmountDue).HasPrecision(18, 4);
        invoice.Property(i => i.AmountPaid).HasPrecision(18, 4);
        invoice.Property(i => i.AmountRefunded).HasPrecision(18, 4);
        invoice.Property(i => i.Currency).HasMaxLength(3);
        invoice.Property(i => i.Link).HasMaxLength(2000);
        invoice.HasOne<Account>().WithMany(a => a.Invoices).HasForeignKey(i => i.AccountId).OnDelete(DeleteBehavior.Restrict);
        invoice
            .HasIndex(i => new
            {
                i.AccountId,
                i.Source,
                i.ExternalId,
            })
            .IsUnique();
        invoice.HasIndex(i => new { i.State, i.DueAt });
        // Whose payment failed and is still expected: few of many.
        invoice.HasIndex(i => i.AccountId, "ix_invoices_failed").HasFilter("failed_at is not null and state in ('open', 'uncollectible')");
        // Payment risk: the bills that money is still expected for, which are few of all, and what became of others since a day.
        invoice
            .HasIndex(i => i.AccountId, "ix_invoices_expected")
            .HasDatabaseName("ix_invoices_expected")
            .HasFilter("state in ('draft', 'open', 'uncollectible')");
        invoice.HasIndex(i => i.FailedAt).HasFilter("failed_at is not null and state in ('draft', 'open', 'uncollectible')");
        invoice.HasIndex(i => i.PaidAt).HasFilter("paid_at is not null");
        invoice.HasIndex(i => i.ClosedAt).HasFilter("closed_at is not null");
    }
}
