using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Configurations;

internal sealed class TaskConfiguration : IEntityTypeConfiguration<AccountTask>
{
    public void Configure(EntityTypeBuilder<AccountTask> task)
    {
        task.ToTable("tasks");
        task.Property(t => t.Title).HasMaxLength(AccountTask.LongestTitle);
        task.Property(t => t.Kind).HasMaxLength(40);
        task.Property(t => t.Occasion).HasMaxLength(300);
        task.Property(t => t.Details).HasMaxLength(4000);
        task.Ignore(t => t.IsLive);
        task.Property(t => t.ClosedBecause).HasMaxLength(500);
        task.Property(t => t.Figures)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<AlertFigures?>(), new JsonComparer<AlertFigures?>());
        task.HasOne<PlaybookRun>().WithMany().HasForeignKey(t => t.RunId).OnDelete(DeleteBehavior.Restrict);
        task.Property(t => t.RowVersion).IsRowVersion();
        task.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<Member>().WithMany().HasForeignKey(t => t.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        // The same occasion raises a task once, however often it is worked.
        task.HasIndex(t => new
            {
                t.AccountId,
                t.Kind,
                t.Occasion,
            })
            .IsUnique()
            .HasFilter("occasion is not null");
        task.HasIndex(t => new { t.AccountId, t.Id });
        // What a playbook keeps an eye on: few of many.
        task.HasIndex(t => new { t.Kind, t.AccountId }).HasFilter("occasion is not null and state in ('open', 'snoozed')");
        task.HasIndex(t => new { t.RunId, t.Id }).HasFilter("run_id is not null");
        // The API's list of one person's tasks, closed ones too.
        task.HasIndex(t => new { t.AssigneeId, t.Id });
        // Who wakes next.
        task.HasIndex(t => t.SnoozedUntil).HasFilter("state = 'snoozed'");
        // Somebody's work and the team's, soonest first.
        task.HasIndex(t => new
            {
                t.AssigneeId,
                t.DueOn,
                t.Id,
            })
            .HasFilter("state in ('open', 'snoozed')");
        task.HasIndex(t => new { t.DueOn, t.Id }).HasFilter("state in ('open', 'snoozed')");
    }
}
