using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Configurations;

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.Property(n => n.Key).HasMaxLength(Notice.LongestKey);
        notice.Property(n => n.Title).HasMaxLength(Notice.LongestTitle);
        notice.Property(n => n.Detail).HasMaxLength(Notice.LongestDetail);
        notice.Property(n => n.Link).HasMaxLength(Notice.LongestLink);
        notice.HasOne<Member>().WithMany().HasForeignKey(n => n.MemberId);
        notice.HasOne<Account>().WithMany().HasForeignKey(n => n.AccountId);
        notice.HasIndex(n => new { n.MemberId, n.Key }).IsUnique();
        // The list, newest first, and the bell: what is unread of it.
        notice.HasIndex(n => new { n.MemberId, n.Id }, "ix_notices_list").HasFilter("in_app");
        notice.HasIndex(n => new { n.MemberId, n.Id }, "ix_notices_unread").HasFilter("in_app and read_at is null");
        // What waits for a morning.
        notice.HasIndex(n => new { n.MemberId, n.CreatedAt }, "ix_notices_waiting").HasFilter("mail = 'waiting'");
        // What is dropped when it is old.
        notice.HasIndex(n => n.CreatedAt, "ix_notices_done").HasFilter("read_at is not null or not in_app");
    }
}

internal sealed class NoticeChoiceConfiguration : IEntityTypeConfiguration<NoticeChoice>
{
    public void Configure(EntityTypeBuilder<NoticeChoice> choice)
    {
        choice.HasKey(c => new { c.MemberId, c.Kind });
        choice.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId);
    }
}

internal sealed class DigestSettingsConfiguration : IEntityTypeConfiguration<DigestSettings>
{
    public void Configure(EntityTypeBuilder<DigestSettings> settings)
    {
        settings.HasKey(s => s.MemberId);
        settings.Property(s => s.MemberId).ValueGeneratedNever();
        settings.Property(s => s.TimeZone).HasMaxLength(100);
        settings.HasOne<Member>().WithMany().HasForeignKey(s => s.MemberId);
    }
}
