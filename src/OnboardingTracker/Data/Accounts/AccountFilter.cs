using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;

namespace OnboardingTracker.Data.Accounts;

/// <summary>
/// Which accounts a list shows: the one definition for pages, API and export. What is null or empty does not restrict.
/// </summary>
public sealed record AccountFilter
{
    private static readonly HashSet<string> s_inWork =
    [
        .. StageCatalogue.Shipped.Where(stage => stage.Kind != StageKind.Outcome).Select(stage => stage.Code),
    ];

    /// <summary>Any of these stage codes.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>Only accounts that somebody has work with: stages 1 to 5 and 7.</summary>
    public bool InWorkOnly { get; init; }

    public int? OwnerId { get; init; }

    /// <summary>Only accounts that nobody owns.</summary>
    public bool Unowned { get; init; }

    public Plan? Plan { get; init; }

    public PaymentRisk? PaymentRisk { get; init; }

    /// <summary>A segment's name; an unknown one has no members.</summary>
    public string? Segment { get; init; }

    /// <summary>Renewal before this day, which is not included.</summary>
    public DateOnly? RenewalBefore { get; init; }

    /// <summary>Renewal after this day, which is not included.</summary>
    public DateOnly? RenewalAfter { get; init; }

    /// <summary>Only accounts whose renewal is not known.</summary>
    public bool WithoutRenewal { get; init; }

    /// <summary>Forecast of at least this, in the team's currency.</summary>
    public decimal? ForecastFrom { get; init; }

    /// <summary>Forecast of at most this, in the team's currency.</summary>
    public decimal? ForecastTo { get; init; }

    public bool? Engaged { get; init; }

    public bool? WithSales { get; init; }

    /// <summary>The passage began after this moment.</summary>
    public DateTimeOffset? EnteredSince { get; init; }

    /// <summary>The present stage was entered after this moment.</summary>
    public DateTimeOffset? StageEnteredSince { get; init; }

    /// <summary>What somebody typed into a search box; see <see cref="AccountSearch"/>.</summary>
    public string? Q
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    public IQueryable<Account> Apply(TrackerDb db)
    {
        var accounts = WithoutSearch(db);
        return Q is null ? accounts : AccountSearch.Apply(accounts, db, Q, lookThrough: IsNarrow);
    }

    /// <summary>So few that a search looks through them faster than an index of the whole book finds a common word.</summary>
    internal bool IsNarrow => OnlyInWork || EnteredSince is not null || StageEnteredSince is not null;

    private bool OnlyInWork => InWorkOnly || (Stages.Count > 0 && Stages.All(s_inWork.Contains));

    internal IQueryable<Account> WithoutSearch(TrackerDb db)
    {
        var accounts = db.Accounts.AsNoTracking();
        // Several stages by renewal are read from the index of the accounts in work, so that is said though they imply it. One stage has
        // an index of its own, and saying it would only make the planner expect fewer rows than there are.
        if (OnlyInWork && !(Stages is [var one] && s_inWork.Contains(one)))
            accounts = accounts.Where(a => a.InWork);
        if (Stages is [var only])
            accounts = accounts.Where(a => a.Stage == only);
        else if (Stages.Count > 0)
            // Said though it follows: else the statement also looks for a null among the stages, and a prepared one then uses no index.
            accounts = accounts.Where(a => a.Stage != null && Stages.Contains(a.Stage));
        // One that was merged into another is in no stage; only lists of all stages meet it.
        if (!OnlyInWork && Stages.Count == 0)
            accounts = accounts.Where(a => a.MergedIntoId == null);
        if (OwnerId is { } owner)
            accounts = accounts.Where(a => a.OwnerId == owner);
        if (Unowned)
            accounts = accounts.Where(a => a.OwnerId == null);
        if (Plan is { } plan)
            accounts = accounts.Where(a => a.Plan == plan);
        if (PaymentRisk is { } risk)
            accounts = accounts.Where(a => a.PaymentRisk == risk);
        accounts = Segment switch
        {
            null => accounts,
            Segments.OnboardingLead => accounts.Where(a => a.LeadSince != null),
            Segments.OnboardingEngaged => accounts.Where(a => a.InLegacySegment),
            _ => accounts.Where(a => false),
        };
        if (RenewalBefore is { } before)
            accounts = accounts.Where(a => a.NextRenewalOn < before);
        if (RenewalAfter is { } after)
            accounts = accounts.Where(a => a.NextRenewalOn > after);
        if (WithoutRenewal)
            accounts = accounts.Where(a => a.NextRenewalOn == null);
        if (ForecastFrom is { } least)
            accounts = accounts.Where(a => a.ForecastInTeamCurrency >= least);
        if (ForecastTo is { } most)
            accounts = accounts.Where(a => a.ForecastInTeamCurrency <= most);
        if (Engaged is { } engaged)
            accounts = engaged ? accounts.Where(a => a.EngagedAt != null) : accounts.Where(a => a.EngagedAt == null);
        if (WithSales is { } withSales)
            accounts = withSales ? accounts.Where(a => a.SalesOwner != null) : accounts.Where(a => a.SalesOwner == null);
        if (EnteredSince is { } entered)
            accounts = accounts.Where(a => a.PassageBeganAt > entered);
        if (StageEnteredSince is { } stageEntered)
            accounts = accounts.Where(a => a.StageEnteredAt > stageEntered);
        return accounts;
    }
}
