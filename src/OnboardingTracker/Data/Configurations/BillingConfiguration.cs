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
    }
}
