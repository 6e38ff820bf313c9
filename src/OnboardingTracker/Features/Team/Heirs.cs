using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Team;

/// <summary>Who may get the accounts of somebody who can no longer own any, and how many there are.</summary>
public sealed record Heirs(int Accounts, int InWork, int Tasks, IReadOnlyList<SelectListItem> Choices)
{
    private const string Nobody = "nobody";

    public static async Task<Heirs> OfAsync(TrackerDb db, int memberId, CancellationToken cancel)
    {
        var accounts = await db.Accounts.CountAsync(a => a.OwnerId == memberId, cancel);
        var inWork = await db.Accounts.CountAsync(a => a.OwnerId == memberId && a.InWork, cancel);
        var others = await db
            .Members.AsNoTracking()
            .Where(m => m.Active && m.Id != memberId && m.Role != Role.Revenue)
            .OrderBy(m => m.Role)
            .ThenBy(m => m.Name)
            .ToListAsync(cancel);
        return new Heirs(
            accounts,
            inWork,
            await AbsentTasks.OfAsync(db, memberId, cancel),
            [
                new SelectListItem("Choose …", ""),
                new SelectListItem("Nobody yet: dealt out among the specialists present", Nobody),
                .. others.Select(m => new SelectListItem(
                    m.Absent ? $"{m.Name} (away)" : m.Name,
                    m.Id.ToString(CultureInfo.InvariantCulture)
                )),
            ]
        );
    }

    /// <summary>Somebody has to get something.</summary>
    public bool Any => Accounts > 0 || Tasks > 0;

    /// <summary>"12 accounts in work, 40 in all, and 3 open tasks".</summary>
    public string Counted(ReaderFormat format)
    {
        var accounts =
            Accounts == 0 ? null
            : InWork == Accounts ? Words.Count(Accounts, "account", format)
            : $"{Words.Count(InWork, "account", format)} in work, {format.Number(Accounts)} in all";
        var tasks = Tasks == 0 ? null : Words.Count(Tasks, "open task", format);
        return string.Join(" and ", new[] { accounts, tasks }.OfType<string>());
    }

    /// <summary>What was chosen; not given: nothing was.</summary>
    public static Optional<int?> Chosen(string? heir) =>
        heir == Nobody ? new Optional<int?>(true, null)
        : int.TryParse(heir, CultureInfo.InvariantCulture, out var id) ? new Optional<int?>(true, id)
        : default;

    /// <summary>For the toast; null where no account went over.</summary>
    public static string? Said(int reassigned) => reassigned == 0 ? null : $"{Words.Count(reassigned, "account")} went over.";
}
