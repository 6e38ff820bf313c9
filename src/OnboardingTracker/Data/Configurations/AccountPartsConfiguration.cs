using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Configurations;

internal sealed class ContactConfiguration : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.Property(c => c.Email).HasMaxLength(320);
        contact.Property(c => c.Name).HasMaxLength(300);
        contact.Property(c => c.Role).HasMaxLength(100);
        contact.HasIndex(c => new { c.AccountId, c.Email }).IsUnique();
        // By the beginning of an address too, whatever the database's collation.
        contact.HasIndex(c => c.Email).HasOperators("text_pattern_ops");
    }
}

internal sealed class AccountChangeConfiguration : IEntityTypeConfiguration<AccountChange>
{
    public void Configure(EntityTypeBuilder<AccountChange> change)
    {
        change.Property(c => c.Source).HasMaxLength(50);
        change
            .Property(c => c.Values)
            .HasColumnType("jsonb")
            .HasConversion(
                new JsonConverter<IReadOnlyDictionary<string, string?[]>>(),
                new JsonComparer<IReadOnlyDictionary<string, string?[]>>()
            );
        change.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        // The account's history, in the order in which it happened.
        change.HasIndex(c => new
        {
            c.AccountId,
            c.At,
            c.Id,
        });
        // Where the history is asked for the payment risk alone, its few changes are not sought among thousands of others.
        change
            .HasIndex(
                c => new
                {
                    c.AccountId,
                    c.At,
                    c.Id,
                },
                "ix_account_changes_payment_risk"
            )
            .HasDatabaseName("ix_account_changes_payment_risk")
            .HasFilter("jsonb_exists(\"values\", 'paymentRisk')");
        // What was assessed and forecast on a past day: by what changed since.
        change
            .HasIndex(c => new { c.At, c.AccountId }, "ix_account_changes_payment_risk_at")
            .HasDatabaseName("ix_account_changes_payment_risk_at")
            .HasFilter("""jsonb_exists("values", 'paymentRisk')""");
        change
            .HasIndex(c => new { c.At, c.AccountId }, "ix_account_changes_forecast_at")
            .HasDatabaseName("ix_account_changes_forecast_at")
            .HasFilter("""jsonb_exists("values", 'forecast')""");
        // Whose accounts they were on a past day.
        change
            .HasIndex(c => new { c.At, c.AccountId }, "ix_account_changes_owner_at")
            .HasDatabaseName("ix_account_changes_owner_at")
            .HasFilter("""jsonb_exists("values", 'owner')""");
    }
}

internal sealed class MemberConfiguration : IEntityTypeConfiguration<Member>
{
    public void Configure(EntityTypeBuilder<Member> member)
    {
        member.Property(m => m.Email).HasMaxLength(320);
        member.Property(m => m.Name).HasMaxLength(200);
        member.Ignore(m => m.TakesNewLeads);
        member.HasIndex(m => m.Email).IsUnique();
    }
}

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.Property(v => v.Name).HasMaxLength(80);
        view.Property(v => v.Query).HasMaxLength(2000);
        view.HasOne(v => v.Member).WithMany().HasForeignKey(v => v.MemberId);
        view.HasIndex(v => new { v.MemberId, v.Name }).IsUnique();
    }
}

internal sealed class ListVisitConfiguration : IEntityTypeConfiguration<ListVisit>
{
    public void Configure(EntityTypeBuilder<ListVisit> visit)
    {
        visit.HasKey(v => v.MemberId);
        visit.HasOne<Member>().WithMany().HasForeignKey(v => v.MemberId);
    }
}
