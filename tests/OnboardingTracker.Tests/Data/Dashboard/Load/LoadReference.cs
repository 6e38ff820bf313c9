using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Dashboard;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard.Load;

/// <summary>Each specialist's load, the slow and obvious way: every account's and every task's whole history, from the first line to the moment.</summary>
internal sealed class LoadReference(
    IReadOnlyList<Account> accounts,
    ILookup<long, Transition> transitions,
    ILookup<long, AccountChange> details,
    IReadOnlyList<AccountTask> tasks,
    ILookup<long, TaskChange> changes,
    IReadOnlyList<Member> members
)
{
    private static readonly StageCatalogue s_stages = new(StageCatalogue.Shipped);

    public static Task<LoadReference> ReadAsync(TrackerApp app) =>
        app.DbAsync(async db => new LoadReference(
            await db.Accounts.AsNoTracking().ToListAsync(),
            (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).ToLookup(t => t.AccountId),
            (await db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ToLookup(c => c.AccountId),
            await db.Tasks.AsNoTracking().ToListAsync(),
            (await db.TaskChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync()).ToLookup(c => c.TaskId),
            await db.Members.AsNoTracking().ToListAsync()
        ));

    /// <summary>By owner (their e-mail; "": nobody) and column.</summary>
    public Dictionary<(string Owner, string Column), decimal> State(AsOf asOf)
    {
        var until = asOf.IsNow ? DateTimeOffset.MaxValue : asOf.Until;
        var counted = new Dictionary<(string, string), decimal>();
        foreach (var account in accounts)
        {
            if (!s_stages.IsInWork(transitions[account.Id].LastOrDefault(t => t.RecordedAt < until)?.To))
                continue;
            var owner = Detail(account.Id, DetailNames.Owner, until) ?? "";
            Add(owner, "activeAccounts", 1);
            Add(owner, "forecast", Worth(Detail(account.Id, DetailNames.Forecast, until), asOf.Policy));
        }
        foreach (var task in tasks)
        {
            if (changes[task.Id].LastOrDefault(change => change.At < until) is not { State: TaskState.Open or TaskState.Snoozed } last)
                continue;
            var assignee = members.FirstOrDefault(member => member.Id == last.AssigneeId)?.Email ?? "";
            Add(assignee, "openTasks", 1);
            if (last.DueOn is { } due && due != DateOnly.MinValue && due < asOf.Day)
                Add(assignee, "overdueTasks", 1);
        }
        return counted;

        void Add(string owner, string column, decimal number) =>
            counted[(owner, column)] = counted.GetValueOrDefault((owner, column)) + number;
    }

    /// <summary>By week, owner and column.</summary>
    public Dictionary<(DateOnly Week, string Owner, string Column), decimal> Activity(FigureQuery query)
    {
        var until = query.AsOf.IsNow ? DateTimeOffset.MaxValue : query.AsOf.Until;
        var (starts, ends) = (query.Span.Start(query.AsOf.Policy), query.Span.End(query.AsOf.Policy));
        var counted = new Dictionary<(DateOnly, string, string), decimal>();
        foreach (var account in accounts)
        {
            var effective = PipelineHistory.Effective(transitions[account.Id].Where(t => t.RecordedAt < until));
            for (var i = 0; i < effective.Count; i++)
            {
                var move = effective[i];
                var before = effective.Take(i).Where(t => t.Passage == move.Passage).ToList();
                if (move.To == "2" && before.All(t => t.To != "2"))
                    Add(move, "initialOutreach");
                if (move.To is "6a" or "6b" && before.All(t => t.To is not ("6a" or "6b")))
                    Add(move, "finalOutreach");
                if (
                    IsHeld(i)
                    && !Enumerable.Range(0, i).Any(k => effective[k].Passage == move.Passage && effective[k].To == move.To && IsHeld(k))
                )
                    Add(move, "calls");
                if (move.To is "6a" or "6b" or "6c" or "6d")
                    Add(move, move.To);
            }

            bool IsHeld(int i) =>
                effective[i].To is "4a" or "4b"
                && (
                    i + 1 == effective.Count
                    || effective[i + 1].Actor.ToString() is not ("playbook:call-no-show" or "playbook:call-canceled")
                );
        }
        return counted;

        void Add(Transition move, string column)
        {
            if (move.Migrated || move.RecordedAt < starts || move.RecordedAt >= ends)
                return;
            var owner = members.FirstOrDefault(member => member.Id == move.OwnerId)?.Email ?? "";
            var key = (DaySpan.WeekOf(TeamCalendar.DayOf(move.RecordedAt, query.AsOf.Policy)), owner, column);
            counted[key] = counted.GetValueOrDefault(key) + 1;
        }
    }

    private string? Detail(long accountId, string detail, DateTimeOffset until) =>
        details[accountId].LastOrDefault(change => change.Values.ContainsKey(detail) && change.At < until)?.Values[detail][1];

    private static decimal Worth(string? said, Policy policy)
    {
        if (said?.Split(' ') is not [var amount, var currency])
            return 0;
        var worth = new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).InTeamCurrency(
            policy.TeamCurrency,
            policy.CurrencyRates
        );
        return Math.Round(worth ?? 0, 4, MidpointRounding.AwayFromZero);
    }
}
