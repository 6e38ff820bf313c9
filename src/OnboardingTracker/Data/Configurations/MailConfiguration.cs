using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Mail;

namespace OnboardingTracker.Data.Configurations;

internal sealed class MailTemplateConfiguration : IEntityTypeConfiguration<MailTemplate>
{
    public const int LongestSubject = 300;
    public const int LongestBody = 20_000;

    public void Configure(EntityTypeBuilder<MailTemplate> template)
    {
        template.HasKey(t => t.Purpose);
        template.Property(t => t.Subject).HasMaxLength(LongestSubject);
        template.Property(t => t.Body).HasMaxLength(LongestBody);
        template.Property(t => t.RowVersion).IsRowVersion();
        template.HasData(ShippedTemplates.All);
    }
}

internal sealed class MailboxFolderConfiguration : IEntityTypeConfiguration<MailboxFolder>
{
    public void Configure(EntityTypeBuilder<MailboxFolder> folder)
    {
        folder.HasKey(f => new { f.Mailbox, f.Folder });
        folder.Property(f => f.Mailbox).HasMaxLength(320);
        folder.Property(f => f.Folder).HasMaxLength(1000);
        folder.Property(f => f.LastError).HasMaxLength(2000);
    }
}
