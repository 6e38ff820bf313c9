using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Configurations;

internal sealed class OutgoingMailConfiguration : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> mail)
    {
        mail.Property(m => m.MessageId).HasMaxLength(400);
        mail.Property(m => m.ReplyToken).HasMaxLength(100);
        mail.Property(m => m.ReplyTo).HasMaxLength(320);
        mail.Property(m => m.Unsubscribe).HasMaxLength(500);
        mail.Property(m => m.From).HasMaxLength(320);
        mail.Property(m => m.FromName).HasMaxLength(300);
        mail.Property(m => m.Subject).HasMaxLength(500);
        mail.Property(m => m.InReplyTo).HasMaxLength(400);
        mail.Property(m => m.LastError).HasMaxLength(2000);
        mail.Property(m => m.FormKey).HasMaxLength(100);
        mail.Property(m => m.SentAlthough).HasMaxLength(1000);
        mail.HasIndex(m => m.FormKey).IsUnique();
        mail.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
        mail.HasIndex(m => m.MessageId).IsUnique();
        mail.HasIndex(m => m.ReplyToken).IsUnique();
        mail.HasIndex(m => new { m.AccountId, m.Id });
        // What belongs to no account is dropped when it is old.
        mail.HasIndex(m => m.CreatedAt).HasFilter("kind in ('notice', 'digest')");
        // What is still to be sent.
        mail.HasIndex(m => m.NextAttemptAt).HasFilter("next_attempt_at is not null");
    }
}
