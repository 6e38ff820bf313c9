using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Surveys;

namespace OnboardingTracker.Data.Configurations;

internal sealed class SurveyConfiguration : IEntityTypeConfiguration<Survey>
{
    public void Configure(EntityTypeBuilder<Survey> survey)
    {
        survey.Property(s => s.Email).HasMaxLength(EmailAddress.Longest);
        survey.Property(s => s.Comment).HasMaxLength(Survey.LongestComment);
        survey.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
        // Asked once, whoever runs the playbook, and however often.
        survey.HasIndex(s => s.AccountId).IsUnique();
        survey.HasIndex(s => s.TokenHash).IsUnique();
        survey.HasIndex(s => s.AskedAt);
    }
}

internal sealed class SurveyOptOutConfiguration : IEntityTypeConfiguration<SurveyOptOut>
{
    public void Configure(EntityTypeBuilder<SurveyOptOut> optOut)
    {
        optOut.HasKey(o => o.Email);
        optOut.Property(o => o.Email).HasMaxLength(EmailAddress.Longest);
    }
}
