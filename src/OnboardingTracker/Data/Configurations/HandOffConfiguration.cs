using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Configurations;

internal sealed class HandOffConfiguration : IEntityTypeConfiguration<HandOff>
{
    public void Configure(EntityTypeBuilder<HandOff> handOff)
    {
        handOff.Property(h => h.Key).HasMaxLength(100);
        handOff.Property(h => h.FromStage).HasMaxLength(10);
        handOff.Property(h => h.Reason).HasMaxLength(MoveRules.LongestReason);
        handOff.Property(h => h.Wants).HasMaxLength(HandOff.LongestText);
        handOff.Property(h => h.Volume).HasMaxLength(HandOff.LongestVolume);
        handOff.Property(h => h.SpokenWith).HasMaxLength(HandOff.LongestText);
        handOff.Property(h => h.SalesPerson).HasMaxLength(320);
        handOff.Property(h => h.Decision).HasMaxLength(HandOff.LongestText);
        handOff
            .Property(h => h.Packet)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<HandOffPacket>(), new JsonComparer<HandOffPacket>());
        handOff.HasOne<Account>().WithMany().HasForeignKey(h => h.AccountId).OnDelete(DeleteBehavior.Restrict);
        handOff.HasIndex(h => h.Key).IsUnique();
        // An account waits for one answer of Sales at a time.
        handOff.HasIndex(h => h.AccountId, "ix_hand_offs_pending").IsUnique().HasFilter("state = 'pending'");
        handOff.HasIndex(h => new { h.AccountId, h.Id });
        // The list of one state, and what an undo withdraws.
        handOff.HasIndex(h => new { h.State, h.Id });
        handOff.HasIndex(h => h.TransitionId);
    }
}
