using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;

namespace OnboardingTracker.Data.Configurations;

internal sealed class PolicyVersionConfiguration : IEntityTypeConfiguration<PolicyVersion>
{
    public void Configure(EntityTypeBuilder<PolicyVersion> policy)
    {
        policy.HasKey(p => p.Version);
        // Chosen by who writes it, one above the version that was read: of two changes at once the second is refused.
        policy.Property(p => p.Version).ValueGeneratedNever();
        policy.Property(p => p.Policy).HasColumnType("jsonb").HasConversion(new JsonConverter<Policy>(), new JsonComparer<Policy>());
    }
}

internal sealed class PlaybookSwitchConfiguration : IEntityTypeConfiguration<PlaybookSwitch>
{
    public void Configure(EntityTypeBuilder<PlaybookSwitch> playbook)
    {
        playbook.HasKey(p => p.Playbook);
        playbook.Property(p => p.Playbook).HasMaxLength(50);
    }
}

internal sealed class PlaybookRunConfiguration : IEntityTypeConfiguration<PlaybookRun>
{
    public void Configure(EntityTypeBuilder<PlaybookRun> run)
    {
        run.Ignore(r => r.Effect);
        run.Ignore(r => r.MovesAccounts);
        run.Property(r => r.Playbook).HasMaxLength(50);
        run.Property(r => r.Trigger).HasMaxLength(50);
        run.HasIndex(r => new { r.Playbook, r.Id });
    }
}

internal sealed class PlaybookRunItemConfiguration : IEntityTypeConfiguration<PlaybookRunItem>
{
    public void Configure(EntityTypeBuilder<PlaybookRunItem> item)
    {
        item.HasKey(i => new
        {
            i.RunId,
            i.Kind,
            i.AccountId,
        });
        item.Property(i => i.From).HasColumnName("from_stage").HasMaxLength(10);
        item.Property(i => i.To).HasColumnName("to_stage").HasMaxLength(10);
        item.Property(i => i.Evidence).HasColumnType("jsonb").HasConversion(new JsonConverter<Evidence?>(), new JsonComparer<Evidence?>());
        item.HasOne<PlaybookRun>().WithMany().HasForeignKey(i => i.RunId);
        item.HasOne(i => i.Account).WithMany().HasForeignKey(i => i.AccountId);
    }
}
