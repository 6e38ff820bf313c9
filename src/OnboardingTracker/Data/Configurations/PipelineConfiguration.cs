using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Configurations;

internal sealed class StageConfiguration : IEntityTypeConfiguration<Stage>
{
    public void Configure(EntityTypeBuilder<Stage> stage)
    {
        stage.HasKey(s => s.Code);
        stage.Property(s => s.Code).HasMaxLength(10);
        stage.Property(s => s.Name).HasMaxLength(100);
        stage.HasData(StageCatalogue.Shipped);
    }
}

internal sealed class TransitionConfiguration : IEntityTypeConfiguration<Transition>
{
    public void Configure(EntityTypeBuilder<Transition> transition)
    {
        transition.Property(t => t.From).HasColumnName("from_stage").HasMaxLength(10);
        transition.Property(t => t.To).HasColumnName("to_stage").HasMaxLength(10);
        transition.Property(t => t.Reason).HasMaxLength(MoveRules.LongestReason);
        transition
            .Property(t => t.Evidence)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<Evidence?>(), new JsonComparer<Evidence?>());
        transition.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Restrict);
        transition.HasIndex(t => new { t.AccountId, t.Id });
        transition.HasIndex(t => new { t.PlaybookRunId, t.Id }).HasFilter("playbook_run_id is not null");
        transition.HasIndex(t => t.UndoesId).HasFilter("undoes_id is not null");
        // Who came into a stage and who left it, day by day, and so who was in it on a past day.
        transition.HasIndex(t => new
        {
            t.To,
            t.RecordedAt,
            t.Id,
        });
        transition
            .HasIndex(t => new
            {
                t.From,
                t.RecordedAt,
                t.Id,
            })
            .HasFilter("from_stage is not null");
        // When passages began: the accounts that a cohort follows.
        transition
            .HasIndex(t => new { t.At, t.Id }, "ix_transitions_openings")
            .HasDatabaseName("ix_transitions_openings")
            .HasFilter("from_stage is null or (from_stage in ('6a', '6b', '6c', '6d') and to_stage in ('1', '2'))");
        // Who has been in the pipeline, and whom a person called churned.
        transition
            .HasIndex(t => t.AccountId, "ix_transitions_entries")
            .HasDatabaseName("ix_transitions_entries")
            .HasFilter("from_stage is null and undoes_id is null")
            .IncludeProperties(t => new { t.Id, t.RecordedAt });
        transition
            .HasIndex(t => t.AccountId, "ix_transitions_churned_by_hand")
            .HasDatabaseName("ix_transitions_churned_by_hand")
            .HasFilter("to_stage = '6d' and undoes_id is null and actor not like 'playbook:%'");
    }
}

internal sealed class KnownEngagementConfiguration : IEntityTypeConfiguration<KnownEngagement>
{
    public void Configure(EntityTypeBuilder<KnownEngagement> known)
    {
        known.ToTable("engagements");
        known.Property(k => k.By).HasMaxLength(500);
        known.HasOne<Account>().WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
        known
            .HasIndex(k => new
            {
                k.AccountId,
                k.Passage,
                k.Id,
            })
            .IncludeProperties(k => new { k.RecordedAt, k.At });
    }
}

internal sealed class KnownReplyConfiguration : IEntityTypeConfiguration<KnownReply>
{
    public void Configure(EntityTypeBuilder<KnownReply> known)
    {
        known.ToTable("replies");
        known.HasOne<Account>().WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
        known
            .HasIndex(k => new
            {
                k.AccountId,
                k.Passage,
                k.Id,
            })
            .IncludeProperties(k => new { k.RecordedAt, k.At });
    }
}

internal sealed class HoldConfiguration : IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<Hold> hold)
    {
        hold.Property(h => h.Playbook).HasMaxLength(50);
        hold.Property(h => h.Reason).HasMaxLength(2000);
        // One hold that is not lifted per account and playbook: placing again replaces it.
        hold.HasIndex(h => new { h.AccountId, h.Playbook }).IsUnique().HasFilter("lifted_at is null");
    }
}
