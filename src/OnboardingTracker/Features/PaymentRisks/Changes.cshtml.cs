using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.PaymentRisks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.PaymentRisks;

/// <summary>What changed since a day: the assessments, the payments that failed, what was paid, and the sums.</summary>
[Authorize(Policy = Access.Read)]
public sealed class ChangesModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int DaysBack = 7;

    /// <summary>Histories begin later than this.</summary>
    private static readonly DateOnly s_earliest = new(2000, 1, 1);

    public RunContext Run { get; private set; } = null!;

    public RiskSince Since { get; private set; } = null!;

    public RiskTotals Now { get; private set; } = null!;

    public ActorNames Names { get; private set; } = null!;

    /// <summary>What was asked for is no day that has begun.</summary>
    public bool WrongDay { get; private set; }

    public async Task OnGetAsync(string? since, CancellationToken cancel)
    {
        Run = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var asked = DateOnly.TryParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        WrongDay = !string.IsNullOrEmpty(since) && (!asked || day > Run.Today || day < s_earliest);
        var book = new RiskBook(db, Run);
        Since = await db.SinceAsync(book, asked && !WrongDay ? day : Run.Today.AddDays(-DaysBack), cancel);
        Now = await db.SumsAsync(book, new RiskFilter(), cancel);
        Names = await db.ActorNamesAsync(cancel);
    }
}
