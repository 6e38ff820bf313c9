using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Timing;

/// <summary>One passage as its account's history tells it.</summary>
internal sealed record ReferencePassage(long AccountId, DateTimeOffset BeganAt)
{
    public Transition? End { get; set; }

    public TimeSpan Length => End!.At > BeganAt ? End.At - BeganAt : TimeSpan.Zero;
}

/// <summary>An account in work: since when in its stage, and in which passage.</summary>
internal sealed record ReferenceStanding(
    long AccountId,
    string Stage,
    DateTimeOffset EnteredAt,
    ReferencePassage Passage,
    int PassageNumber,
    int? OwnerId
);

/// <summary>The slow and obvious way to the times: every account's whole history, read anew for every moment.</summary>
internal sealed record TimingReference(
    IReadOnlyList<Account> Accounts,
    ILookup<long, Transition> Transitions,
    ILookup<long, AccountChange> OwnerChanges,
    IReadOnlyDictionary<string, int> MemberIds
)
{
    private static readonly StageCatalogue s_stages = new(StageCatalogue.Shipped);

    public static Task<TimingReference> ReadAsync(TrackerApp app) =>
        app.DbAsync(async db => new TimingReference(
            await db.Accounts.AsNoTracking().ToListAsync(),
            (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).ToLookup(t => t.AccountId),
            (await db.AccountChanges.AsNoTracking().OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync())
                .Where(change => change.Values.ContainsKey(DetailNames.Owner))
                .ToLookup(change => change.AccountId),
            await db.Members.ToDictionaryAsync(member => member.Email, member => member.Id)
        ));

    public IReadOnlyList<Transition> Effective(long account, AsOf asOf) =>
        PipelineHistory.Effective(Transitions[account].Where(t => asOf.IsNow || t.RecordedAt < asOf.Until));

    /// <summary>The days that each stay in a stage took that ended in the span.</summary>
    public ILookup<string, double> ClosedStays(FigureQuery query) =>
        Accounts
            .SelectMany(account =>
            {
                var history = Effective(account.Id, query.AsOf);
                return history.Zip(history.Skip(1));
            })
            .Where(pair => s_stages.IsInWork(pair.First.To) && pair.Second.To is not null && In(query, pair.Second.At))
            .ToLookup(pair => pair.First.To!, pair => Days(pair.Second.At - pair.First.At));

    public IEnumerable<ReferencePassage> EndedPassages(FigureQuery query) =>
        Accounts.SelectMany(account => Passages(account.Id, query.AsOf)).Where(passage => passage.End is { } end && In(query, end.At));

    /// <summary>How many billing periods a passage used; null: not known.</summary>
    public static int? Periods(ReferencePassage passage, Policy policy) =>
        passage.End is { RenewalOn: { } renewal, RenewalNumber: { } number } end && renewal >= TeamCalendar.DayOf(passage.BeganAt, policy)
            ? number + (renewal < TeamCalendar.DayOf(end.At, policy) ? 1 : 0)
            : null;

    public IEnumerable<ReferenceStanding> Standing(AsOf asOf)
    {
        foreach (var account in Accounts)
            if (Effective(account.Id, asOf) is [.., var last] && s_stages.IsInWork(last.To))
            {
                var passages = Passages(account.Id, asOf);
                yield return new(account.Id, last.To!, last.At, passages[^1], passages.Count, Owner(account, asOf));
            }
    }

    public static double Days(TimeSpan length) => Math.Max(0, length.Ticks / 10) / 1e6 / 86400;

    /// <summary>As the database defines it: between the two values that lie next to the place, in proportion.</summary>
    public static decimal? Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            return null;
        var place = share * (sorted.Count - 1);
        var (lower, upper) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return Round(sorted[lower] + (place - lower) * (sorted[upper] - sorted[lower]));
    }

    public static decimal Round(double value) => Math.Round((decimal)value, 2, MidpointRounding.AwayFromZero);

    private static bool In(FigureQuery query, DateTimeOffset at) =>
        at >= query.Span.Start(query.AsOf.Policy) && at < query.Span.End(query.AsOf.Policy);

    private List<ReferencePassage> Passages(long account, AsOf asOf)
    {
        var passages = new List<ReferencePassage>();
        string? stage = null;
        foreach (var transition in Effective(account, asOf))
        {
            var reopens = s_stages.IsOutcome(stage) && transition.To is (StageCodes.NewAccount or StageCodes.OnboardingInitiated);
            if (stage is null || reopens)
                passages.Add(new(account, transition.At));
            else if (s_stages.IsInWork(transition.To))
                passages[^1].End = null;
            else if (s_stages.IsOutcome(transition.To) && s_stages.IsInWork(stage))
                passages[^1].End = transition;
            stage = transition.To;
        }
        return passages;
    }

    private int? Owner(Account account, AsOf asOf)
    {
        if (asOf.IsNow || OwnerChanges[account.Id].FirstOrDefault(change => change.At >= asOf.Until) is not { } later)
            return account.OwnerId;
        return later.Values[DetailNames.Owner][0] is { } email ? MemberIds[email] : null;
    }
}
