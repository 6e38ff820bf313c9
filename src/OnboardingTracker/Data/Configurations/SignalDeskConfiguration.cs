using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Signals;

namespace OnboardingTracker.Data.Configurations;

internal sealed class SignalCorrectionConfiguration : IEntityTypeConfiguration<SignalCorrection>
{
    public void Configure(EntityTypeBuilder<SignalCorrection> correction)
    {
        correction.HasOne<Signal>().WithMany().HasForeignKey(c => c.SignalId).OnDelete(DeleteBehavior.Restrict);
        correction.HasIndex(c => new { c.SignalId, c.Id });
    }
}

internal sealed class SignalReplayConfiguration : IEntityTypeConfiguration<SignalReplay>
{
    public void Configure(EntityTypeBuilder<SignalReplay> replay)
    {
        replay.Property(r => r.Source).HasMaxLength(50);
        replay.Property(r => r.Kind).HasMaxLength(40);
        replay.Ignore(r => r.Percent);
        replay.HasIndex(r => new { r.Source, r.Id });
    }
}
