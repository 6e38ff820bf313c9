using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;

namespace OnboardingTracker.Data.Configurations;

internal sealed class BillPeakConfiguration : IEntityTypeConfiguration<BillPeak>
{
    public void Configure(EntityTypeBuilder<BillPeak> peak)
    {
        peak.ToTable("bill_peaks");
        peak.Property(p => p.Source).HasMaxLength(50);
        peak.Property(p => p.Invoice).HasMaxLength(200);
        peak.Property(p => p.Amount).HasPrecision(18, 4);
        peak.Property(p => p.Currency).HasMaxLength(3);
        peak.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
        // The first bill over the threshold of each account, from the index alone.
        peak.HasIndex(p => new { p.AccountId, p.MadeAt })
            .IncludeProperties(p => new
            {
                p.Id,
                p.Amount,
                p.Currency,
                p.RecordedAt,
                p.SupersededAt,
            });
        // Whose first bill over the threshold may lie in a month.
        peak.HasIndex(p => new { p.MadeAt, p.AccountId });
    }
}

internal sealed class KnownChurnConfiguration : IEntityTypeConfiguration<KnownChurn>
{
    public void Configure(EntityTypeBuilder<KnownChurn> churn)
    {
        churn.ToTable("churns");
        churn.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        churn.HasIndex(c => c.AccountId);
    }
}
