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
        // The alerts that were raised in a week.
        task.HasIndex(t => t.CreatedAt).HasFilter("kind in ('failedPayment', 'largeInvoice', 'neverContacted')");
        task.HasIndex(t => new { t.RunId, t.Id }).HasFilter("run_id is not null");
        // The API's list of one person's tasks, closed ones too.
        task.HasIndex(t => new { t.AssigneeId, t.Id });
        // Who wakes next.
        task.HasIndex(t => t.SnoozedUntil).HasFilter("state = 'snoozed'");
        // Alerts first, then by day, those without a day last: the same number as TaskPlace.Of. An endless day counts as none.
        task.Property(t => t.Place)
            .HasComputedColumnSql(
                "case when kind in ('failedPayment', 'largeInvoice', 'neverContacted') then 0 else 10000000 end"
                    + " + case when isfinite(due_on) then due_on - date '0001-01-01' else 5000000 end",
                stored: true
            );
        task.HasOne<Member>().WithMany().HasForeignKey(t => t.AwayMemberId).OnDelete(DeleteBehavior.Restrict);
        // Somebody's work, the team's, and the team's of one kind, in the order of the Tasks page.
        task.HasIndex(t => new
            {
                t.AssigneeId,
                t.Place,
                t.Id,
            })
            .HasFilter("state = 'open'");
        task.HasIndex(t => new { t.Place, t.Id }).HasFilter("state = 'open'");
        task.HasIndex(t => new
            {
                t.Kind,
                t.Place,
                t.Id,
            })
            .HasFilter("state = 'open'");
        // What sleeps, who wakes first on top.
        task.HasIndex(t => new
            {
                t.AssigneeId,
                t.SnoozedUntil,
                t.Id,
            })
            .HasFilter("state = 'snoozed'");
        // What was done today.
        task.HasIndex(t => new { t.ClosedAt, t.Id }).HasFilter("state = 'done'");
        // What comes back to whom.
        task.HasIndex(t => t.AwayMemberId).HasFilter("away_member_id is not null and state in ('open', 'snoozed')");
        task.HasIndex(t => t.Title).HasMethod("gin").HasOperators("gin_trgm_ops").HasFilter("state in ('open', 'snoozed')");
    }
}
