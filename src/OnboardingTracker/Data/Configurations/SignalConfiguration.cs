using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Configurations;

internal sealed class SignalConfiguration : IEntityTypeConfiguration<Signal>
{
    public void Configure(EntityTypeBuilder<Signal> signal)
    {
        signal.Property(s => s.Source).HasMaxLength(50);
        signal.Property(s => s.SourceId).HasMaxLength(SignalInbox.LongestSourceId);
        signal.Property(s => s.SourceKind).HasMaxLength(SignalInbox.LongestKind);
        signal.Property(s => s.ContentType).HasMaxLength(SignalInbox.LongestKind);
        signal.Property(s => s.Kind).HasMaxLength(40);
        signal
            .Property(s => s.Fact)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<SignalFact?>(), new JsonComparer<SignalFact?>());
        signal
            .Property(s => s.Topic)
            .HasComputedColumnSql(
                $"left(coalesce(fact->'purchase'->>'order', fact->'call'->>'call', fact->'about'->>'billingCustomerId'), {SignalTopics.Longest})",
                stored: true
            );
        signal.HasOne(s => s.Account).WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);

        // The last guard against a delivery that comes twice.
        signal.HasIndex(s => new { s.Source, s.SourceId }).IsUnique();
        // What else was said of the same order, call or customer.
        signal.HasIndex(s => new { s.Source, s.Topic }).HasFilter("topic is not null");
        // What the sweep looks for: only what is still to be worked is in it.
        signal.HasIndex(s => s.NextAttemptAt).HasFilter("next_attempt_at is not null");
        // An account's signals, in the order in which they count.
        signal
            .HasIndex(s => new
            {
                s.AccountId,
                s.OccurredAt,
                s.Id,
            })
            // So that a history of mail alone is read from the index, however many bills there are.
            .IncludeProperties(s => new { s.Kind, s.State })
            .HasFilter("account_id is not null");
        // Who has come to life after an outcome.
        signal
            .HasIndex(s => s.OccurredAt, "ix_signals_signs_of_life")
            .HasFilter(
                "state = 'worked' and kind in ('emailReceived', 'callBooked', 'callCompleted', 'consultationPurchased', 'subscriptionChanged')"
            );
        // The integrations page: the last signals of each source, and those that wait for a person.
        signal.HasIndex(s => new
        {
            s.Source,
            s.ReceivedAt,
            s.Id,
        });
        signal
            .HasIndex(s => new
            {
                s.State,
                s.ReceivedAt,
                s.Id,
            })
            .HasFilter("state in ('unmatched', 'ambiguous', 'retrying', 'failed')");
        // What waits for a person, newest first, by whoever sent it, and how much of it each source has.
        signal.HasIndex(s => new { s.ReceivedAt, s.Id }, "ix_signals_waiting").HasFilter("state in ('unmatched', 'ambiguous')");
        signal.HasIndex(s => s.SenderKeys).HasMethod("gin").HasFilter("state in ('unmatched', 'ambiguous')");
        signal
            .HasIndex(s => new { s.Source, s.State }, "ix_signals_source_troubles")
            .HasFilter("state in ('unmatched', 'ambiguous', 'retrying', 'failed')");
        // Whose raw payload is to be dropped.
        signal.HasIndex(s => s.ReceivedAt).HasFilter("raw is not null");
    }
}
