using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Misfits;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Configurations;

internal sealed class MisfitConfiguration : IEntityTypeConfiguration<LeftMisfit>
{
    public void Configure(EntityTypeBuilder<LeftMisfit> left)
    {
        left.HasKey(l => new { l.AccountId, l.Kind });
        left.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
