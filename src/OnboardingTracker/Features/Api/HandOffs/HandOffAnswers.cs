using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Features.Api.HandOffs;

/// <summary>Hand-offs as the API tells of them; their packets stay in the database.</summary>
internal static class HandOffAnswers
{
    public static async Task<List<HandOffAnswer>> AnswersAsync(this TrackerDb db, IQueryable<HandOff> handOffs, CancellationToken cancel)
    {
        var rows = await handOffs
            .Join(
                db.Accounts,
                h => h.AccountId,
                a => a.Id,
                (h, a) =>
                    new
                    {
                        h.Id,
                        a.ExternalId,
                        h.State,
                        h.FromStage,
                        h.Reason,
                        h.Wants,
                        h.Volume,
                        h.Urgency,
                        h.SpokenWith,
                        h.SalesPerson,
                        h.Although,
                        h.By,
                        h.At,
                        h.MailedTo,
                        h.DecidedBy,
                        h.DecidedAt,
                        h.Decision,
                    }
            )
            .OrderByDescending(h => h.Id)
            .ToListAsync(cancel);
        return
        [
            .. rows.Select(h => new HandOffAnswer(
                h.Id,
                h.ExternalId,
                h.State,
                h.FromStage,
                h.Reason,
                h.Wants,
                h.Volume,
                h.Urgency,
                h.SpokenWith,
                h.SalesPerson,
                h.Although,
                h.By.ToString(),
                h.At,
                h.MailedTo,
                h.DecidedBy?.ToString(),
                h.DecidedAt,
                h.Decision
            )),
        ];
    }
}
