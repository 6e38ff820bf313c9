using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Where the present value of a detail came from.</summary>
/// <param name="SourceSpoke">A source, and not only people and rules, has ever said what it is.</param>
public sealed record DetailOrigin(string Detail, DateTimeOffset At, string Source, string Actor, bool SourceSpoke)
{
    public Actor By => Domain.Actor.Parse(Actor);
}

public static class DetailOrigins
{
    /// <summary>The last change of each detail of one account.</summary>
    public static async Task<IReadOnlyDictionary<string, DetailOrigin>> DetailOriginsAsync(
        this TrackerDb db,
        long accountId,
        CancellationToken cancel
    ) =>
        await db
            .Database.SqlQuery<DetailOrigin>(
                $"""
                select distinct on (d.detail) d.detail, c.at, c.source, c.actor,
                    bool_or(c.source not in ({DetailSources.Person}, {DetailSources.Rule})) over (partition by d.detail) as source_spoke
                from account_changes c cross join lateral jsonb_object_keys(c."values") as d(detail)
                where c.account_id = {accountId}
                order by d.detail, c.id desc
                """
            )
            .ToDictionaryAsync(origin => origin.Detail, cancel);
}
