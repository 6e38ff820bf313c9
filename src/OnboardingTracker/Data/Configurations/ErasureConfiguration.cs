using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Erasing;

namespace OnboardingTracker.Data.Configurations;

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> erasure)
    {
        erasure.Property(e => e.AddressHash).HasMaxLength(64);
        erasure.Property(e => e.Address).HasMaxLength(320);
        erasure.Property(e => e.State).HasConversion<EnumCodeConverter<ErasureState>>().HasMaxLength(20);
        erasure
            .Property(e => e.Counts)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<ErasedCounts>(), new JsonComparer<ErasedCounts>());
        // Asked for twice, it is done once; and what the sweep looks for.
        erasure.HasIndex(e => e.AddressHash).IsUnique().HasFilter("state = 'running'");
    }
}

internal sealed class ErasureKeyConfiguration : IEntityTypeConfiguration<ErasureKey>
{
    public void Configure(EntityTypeBuilder<ErasureKey> key) => key.Property(k => k.Id).ValueGeneratedNever();
}
