using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Data.Accounts;

/// <content>The <em>Payment Risk Assessment</em>, which people set and no source sends.</content>
public sealed partial class AccountWrites
{
    /// <summary>Sets the payment risk assessment. The same assessment with the same note again changes nothing.</summary>
    /// <returns>Whether there is such an account.</returns>
    public async Task<bool> AssessPaymentRiskAsync(
        long accountId,
        PaymentRisk assessment,
        string? note,
        Actor actor,
        CancellationToken cancel = default
    ) => await AssessPaymentRiskAsync(accountId, assessment, note, seenAt: default, actor, cancel) is not EditResult.NotFound;

    /// <inheritdoc cref="AssessPaymentRiskAsync(long, PaymentRisk, string?, Actor, CancellationToken)"/>
    /// <param name="seenAt">When the assessment was made that the person saw: another one made since is not overwritten. Not given: whichever.</param>
    public async Task<EditResult> AssessPaymentRiskAsync(
        long accountId,
        PaymentRisk assessment,
        string? note,
        Optional<DateTimeOffset?> seenAt,
        Actor actor,
        CancellationToken cancel = default
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == accountId, cancel);
            if (account is null)
                return new EditResult.NotFound();
            if (account.PaymentRisk == assessment && account.PaymentRiskNote == note)
                return new EditResult.Saved(false);
            if (seenAt.IsGiven && seenAt.Value != account.PaymentRiskAt)
                return await ConflictAsync(accountId, DetailNames.PaymentRisk, AccountDetails.Code(account.PaymentRisk), cancel);
            var now = time.GetUtcNow();
            string?[] values = [AccountDetails.Code(account.PaymentRisk), AccountDetails.Code(assessment)];
            account.PaymentRisk = assessment;
            account.PaymentRiskNote = note;
            account.PaymentRiskBy = actor;
            account.PaymentRiskAt = now;
            account.ChangedAt = now;
            AddChange(
                accountId,
                now,
                DetailSources.Person,
                actor,
                new() { [DetailNames.PaymentRisk] = note is null ? values : [.. values, note] }
            );
            try
            {
                await SaveAsync(accountId, cancel);
                return new EditResult.Saved(true);
            }
            catch (DbUpdateException clash) when (attempt < Attempts && IsClash(clash))
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
