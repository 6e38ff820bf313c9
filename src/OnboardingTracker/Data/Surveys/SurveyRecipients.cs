using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Surveys;

public static class SurveyRecipients
{
    /// <summary>
    /// Whom to ask: the contact who wrote to us last, else the first one that there is. Never one whose mail came back, nor who wants no
    /// surveys.
    /// </summary>
    /// <returns>Null: there is nobody.</returns>
    public static async Task<Contact?> SurveyRecipientAsync(this TrackerDb db, long accountId, CancellationToken cancel = default)
    {
        var contacts = await db
            .Contacts.AsNoTracking()
            .Where(c => c.AccountId == accountId && c.BouncedAt == null && !db.SurveyOptOuts.Any(o => o.Email == c.Email))
            .OrderBy(c => c.Id)
            .ToListAsync(cancel);
        if (contacts.Count < 2)
            return contacts.FirstOrDefault();
        var heard = await db
            .Signals.AsNoTracking()
            .Where(s => s.AccountId == accountId && s.State == SignalState.Worked && s.Kind == SignalKinds.EmailReceived)
            .OrderByDescending(s => s.OccurredAt)
            .Take(50)
            .Select(s => s.Fact)
            .ToListAsync(cancel);
        var last = heard
            .Where(fact => fact?.Mail is { Genuine: true, From: not null })
            .Select(fact => contacts.Find(contact => fact!.Mail!.From!.Equals(contact.Email, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(contact => contact is not null);
        return last ?? contacts[0];
    }
}
