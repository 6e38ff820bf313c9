using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notices;

namespace OnboardingTracker.Data.Notices;

/// <summary>Tells people which accounts have become theirs. A few by name; many at once, such as a first import's leads, by their number.</summary>
public sealed class OwnerNotices(TrackerDb db, NoticeBoard board)
{
    private const int MostByName = 5;

    /// <param name="given">Accounts and who owns them now.</param>
    /// <param name="leads">They are new leads, and were not another's.</param>
    public async Task TellAsync(
        IReadOnlyCollection<KeyValuePair<long, int>> given,
        bool leads,
        Actor by,
        DateTimeOffset now,
        CancellationToken cancel = default
    )
    {
        var ofOwner = given.ToLookup(one => one.Value, one => one.Key);
        var few = ofOwner.Where(accounts => accounts.Count() <= MostByName).SelectMany(accounts => accounts).ToList();
        var names = await db
            .Accounts.Where(a => few.Contains(a.Id))
            .Select(a => new { a.Id, a.Name })
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var at = now.UtcDateTime.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture);
        var told = new List<(int, NoticeToTell)>();
        foreach (var accounts in ofOwner)
        {
            var many = accounts.Count();
            if (many > MostByName)
                told.Add(
                    (accounts.Key, Notice($"accounts {at}", leads ? $"You have {many} new leads" : $"{many} accounts are yours now", null))
                );
            else
                foreach (var id in accounts.Where(names.ContainsKey))
                    told.Add(
                        (accounts.Key, Notice($"account {id} {at}", leads ? $"New lead: {names[id]}" : $"{names[id]} is yours now", id))
                    );
        }
        await board.TellManyAsync(told, cancel);

        NoticeToTell Notice(string key, string title, long? account) =>
            new()
            {
                Kind = NoticeKind.AccountAssigned,
                Key = key,
                Title = title,
                Link = account is { } id ? string.Create(CultureInfo.InvariantCulture, $"/accounts/{id}") : "/",
                AccountId = account,
                By = by,
            };
    }
}
