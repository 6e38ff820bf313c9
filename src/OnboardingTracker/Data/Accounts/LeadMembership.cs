using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Data.Accounts;

/// <summary>
/// Keeps the segment <c>Onboarding Lead</c> equal to its rule for accounts that have entered the pipeline. Membership ends when
/// the rule no longer holds; the stage stays.
/// </summary>
public sealed class LeadMembership(TrackerDb db)
{
    private const int BatchSize = 5_000;

    public async Task ReconcileAsync(RunContext context, Expression<Func<Account, bool>>? scope = null, CancellationToken cancel = default)
    {
        var accounts = scope is null ? db.Accounts.AsNoTracking() : db.Accounts.AsNoTracking().Where(scope);
        var members = db.Accounts.AsNoTracking().Matching(NewLead.Membership, context);
        var left = accounts.Where(a => a.LeadSince != null && (a.Passage == 0 || !members.Any(m => m.AccountId == a.Id)));
        var entered = accounts.Where(a => a.LeadSince == null && a.Passage > 0 && members.Any(m => m.AccountId == a.Id));
        await SetAsync(await left.Select(a => a.Id).ToListAsync(cancel), null, context, cancel);
        await SetAsync(await entered.Select(a => a.Id).ToListAsync(cancel), context.Now, context, cancel);
    }

    /// <summary>Rows are locked in the order of their ids, as the one door does, so that the two never wait for each other in a circle.</summary>
    private async Task SetAsync(List<long> ids, DateTimeOffset? since, RunContext context, CancellationToken cancel)
    {
        string?[] values = since is null ? [Segments.OnboardingLead, null] : [null, Segments.OnboardingLead];
        var change = JsonSerializer.Serialize(new Dictionary<string, string?[]> { [DetailNames.Segments] = values }, Json.Options);
        var actor = Actor.Playbook(PlaybookNames.NewLead).ToString();
        foreach (var batch in ids.Chunk(BatchSize))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                with locked as materialized (select id from accounts where id = any({batch}) order by id for update),
                changed as (
                    update accounts set lead_since = {since}, changed_at = greatest(changed_at, {context.Now})
                    where id in (select id from locked) and (lead_since is null) <> ({since}::timestamptz is null)
                    returning id)
                insert into account_changes (account_id, at, source, actor, "values")
                select id, {context.Now}, {DetailSources.Rule}, {actor}, {change}::jsonb from changed
                """,
                cancel
            );
        }
    }
}
