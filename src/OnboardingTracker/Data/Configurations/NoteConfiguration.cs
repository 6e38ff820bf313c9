using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Checklists;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Data.Configurations;

internal sealed class NoteConfiguration : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> note)
    {
        note.ToTable("notes");
        note.Property(n => n.Text).HasMaxLength(Note.LongestText);
        note.Property(n => n.FormKey).HasMaxLength(200);
        note.Property(n => n.RowVersion).IsRowVersion();
        note.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId).OnDelete(DeleteBehavior.Restrict);
        // The same form sent twice is one note.
        note.HasIndex(n => n.FormKey).IsUnique();
        note.HasIndex(n => new
        {
            n.AccountId,
            n.At,
            n.Id,
        });
        note.HasIndex(n => new { n.AccountId, n.PinnedAt }).HasFilter("pinned_at is not null");
        note.HasIndex(n => new { n.AccountId, n.SignalId }).HasFilter("signal_id is not null");
    }
}

internal sealed class NoteVersionConfiguration : IEntityTypeConfiguration<NoteVersion>
{
    public void Configure(EntityTypeBuilder<NoteVersion> version)
    {
        version.ToTable("note_versions");
        version.Property(v => v.Text).HasMaxLength(Note.LongestText);
        version.HasOne<Note>().WithMany().HasForeignKey(v => v.NoteId).OnDelete(DeleteBehavior.Cascade);
        version.HasIndex(v => new { v.NoteId, v.Id });
    }
}

internal sealed class ChecklistMarkConfiguration : IEntityTypeConfiguration<ChecklistMark>
{
    public void Configure(EntityTypeBuilder<ChecklistMark> mark)
    {
        mark.ToTable("checklist_marks");
        mark.Property(m => m.Item).HasMaxLength(40);
        mark.Property(m => m.Finding).HasMaxLength(ChecklistMark.LongestFinding);
        mark.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
        mark.HasIndex(m => new
        {
            m.AccountId,
            m.At,
            m.Id,
        });
    }
}

internal sealed class TaskChangeConfiguration : IEntityTypeConfiguration<TaskChange>
{
    public void Configure(EntityTypeBuilder<TaskChange> change)
    {
        change.ToTable("task_changes");
        change.Property(c => c.Title).HasMaxLength(AccountTask.LongestTitle);
        change.HasOne<AccountTask>().WithMany().HasForeignKey(c => c.TaskId).OnDelete(DeleteBehavior.Cascade);
        change.HasIndex(c => new
        {
            c.AccountId,
            c.At,
            c.Id,
        });
        change.HasIndex(c => new { c.TaskId, c.Id });
        // Whose tasks they were on a past day: by what changed since.
        change.HasIndex(c => new
        {
            c.At,
            c.TaskId,
            c.Id,
        });
    }
}
