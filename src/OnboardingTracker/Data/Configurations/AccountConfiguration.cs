using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Configurations;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.HasKey(a => a.Id);
        account.Property(a => a.ExternalId).HasMaxLength(200);
        account.Property(a => a.Name).HasMaxLength(300);
        account.Property(a => a.Domain).HasMaxLength(253);
        account.Property(a => a.Program).HasMaxLength(50);
        account.Property(a => a.ForecastAmount).HasPrecision(18, 4);
        account.Property(a => a.ForecastCurrency).HasMaxLength(3);
        // Room for the largest forecast at the largest rate.
        account.Property(a => a.ForecastInTeamCurrency).HasPrecision(24, 4);
        account.Property(a => a.StripeCustomerId).HasMaxLength(200);
        account.Property(a => a.SalesOwner).HasMaxLength(320);
        account.Property(a => a.PaymentRiskNote).HasMaxLength(4000);
        account.Property(a => a.EngagedBy).HasMaxLength(500);
        account.Property(a => a.Stage).HasMaxLength(10);
        account.Property(a => a.SignalStage).HasMaxLength(10);
        account.Property(a => a.SignalPlaybook).HasMaxLength(50);
        account.Property(a => a.SignalEngagedBy).HasMaxLength(500);
        account.Property(a => a.SignalReason).HasMaxLength(500);
        account.Property(a => a.RenewalNumber).HasDefaultValue(1);
        account.Property(a => a.PaymentRisk).HasDefaultValue(PaymentRisk.NotAssessed);
        account
            .Property(a => a.PersonEdits)
            .HasColumnType("jsonb")
            .HasConversion(new JsonConverter<Dictionary<string, string?>?>(), new JsonComparer<Dictionary<string, string?>?>());
        account.Property(a => a.RowVersion).IsRowVersion();
        account.Ignore(a => a.Forecast).Ignore(a => a.Segments).Ignore(a => a.PipelineState);

        account.HasOne(a => a.Owner).WithMany().HasForeignKey(a => a.OwnerId).OnDelete(DeleteBehavior.Restrict);
        account.HasOne<Stage>().WithMany().HasForeignKey(a => a.Stage).OnDelete(DeleteBehavior.Restrict);
        account.HasMany(a => a.Contacts).WithOne().HasForeignKey(c => c.AccountId);
        account.HasMany(a => a.Holds).WithOne().HasForeignKey(h => h.AccountId);

        account.HasOne<Account>().WithMany().HasForeignKey(a => a.MergedIntoId).OnDelete(DeleteBehavior.Restrict);

        account.HasIndex(a => a.ExternalId).IsUnique();
        account.HasIndex(a => a.MergedIntoId).HasFilter("merged_into_id is not null");
        // Today: the working list by next renewal, for everybody and for one owner.
        account.HasIndex(a => new { a.NextRenewalOn, a.Id }).HasFilter("in_work");
        account
            .HasIndex(a => new
            {
                a.OwnerId,
                a.NextRenewalOn,
                a.Id,
            })
            .HasFilter("in_work");
        // The board's columns and the ten-day rule.
        account
            .HasIndex(a => new
            {
                a.Stage,
                a.NextRenewalOn,
                a.Id,
            })
            .HasFilter("stage is not null");
        account
            .HasIndex(a => new
            {
                a.Stage,
                a.StageEnteredAt,
                a.Id,
            })
            .HasFilter("stage is not null")
            .IncludeProperties(a => a.ForecastInTeamCurrency);
        // Counts and sums by stage above the lists, and whose passages began first, from the index alone.
        account
            .HasIndex(a => new
            {
                a.OwnerId,
                a.Stage,
                a.PassageBeganAt,
            })
            .HasFilter("in_work")
            .IncludeProperties(a => a.ForecastInTeamCurrency);
        // The other orders of the working list: without these, the first page by name looks through the whole book.
        Second(a => new { a.ForecastInTeamCurrency, a.Id }, "ix_accounts_forecast_in_team_currency_id1").HasFilter("in_work");
        Second(a => new { a.Name, a.Id }, "ix_accounts_name_id1").HasFilter("in_work");
        account.HasIndex(a => new { a.StageEnteredAt, a.Id }).HasFilter("in_work");
        // The orders that the API offers over all accounts.
        Second(a => new { a.NextRenewalOn, a.Id }, "ix_accounts_next_renewal_on_id1");
        account.HasIndex(a => new { a.ForecastInTeamCurrency, a.Id });
        account.HasIndex(a => new { a.Name, a.Id });
        // What does not fit: hardly any account is in these.
        Second(a => a.Id, "ix_accounts_unowned").HasFilter("in_work and owner_id is null");
        Second(a => a.Id, "ix_accounts_engaged_in_6a").HasFilter("stage = '6a' and engaged_at is not null");
        Second(a => a.Domain, "ix_accounts_domain_in_work").HasFilter("in_work and domain is not null");
        // Who might become a lead: everybody else is out of the question.
        account.HasIndex(a => a.ForecastInTeamCurrency).HasFilter("passage = 0 and baseline_on is null and sales_owner is null");
        account.HasIndex(a => a.PassageBeganAt).HasFilter("passage_began_at is not null");
        account.HasIndex(a => a.StripeCustomerId).HasFilter("stripe_customer_id is not null");
        // By what a signal finds its account, besides its ids.
        account.HasIndex(a => a.Domain).HasFilter("domain is not null");
        // Whose call is to be taken as held soon, and whom a playbook has yet to move by its signals.
        account.HasIndex(a => a.SignalReviewAt).HasFilter("signal_review_at is not null");
        account.HasIndex(a => new { a.SignalPlaybook, a.Id }).HasFilter("signal_playbook is not null");
        account.HasIndex(a => a.PaymentRisk).HasFilter("payment_risk <> 'notAssessed'");
        account.HasIndex(a => a.LeadSince).HasFilter("lead_since is not null");
        account.HasIndex(a => a.InLegacySegment).HasFilter("in_legacy_segment");
        account
            .HasIndex(a => new
            {
                a.Name,
                a.ExternalId,
                a.Domain,
            })
            .HasMethod("gin")
            .HasOperators("gin_trgm_ops", "gin_trgm_ops", "gin_trgm_ops");

        // An index is named after its columns. Where there is another one of the same columns, it has to say its name.
        IndexBuilder<Account> Second(Expression<Func<Account, object?>> columns, string name) =>
            account.HasIndex(columns, name).HasDatabaseName(name);
    }
}
