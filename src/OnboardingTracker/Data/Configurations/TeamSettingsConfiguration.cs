using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Configurations;

internal sealed class TeamSettingsConfiguration : IEntityTypeConfiguration<TeamSettings>
{
    public void Configure(EntityTypeBuilder<TeamSettings> settings)
    {
        settings.ToTable("team_settings");
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.HasOne<Member>().WithMany().HasForeignKey(s => s.AlertAssigneeId).OnDelete(DeleteBehavior.Restrict);
        settings.HasOne<Member>().WithMany().HasForeignKey(s => s.FallbackAssigneeId).OnDelete(DeleteBehavior.Restrict);
    }
}
