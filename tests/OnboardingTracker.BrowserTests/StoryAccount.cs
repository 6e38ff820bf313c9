using System.Globalization;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;

namespace OnboardingTracker.BrowserTests;

/// <summary>An account of one test's own.</summary>
internal sealed record StoryAccount(World World, long Id, string ExternalId, string Name)
{
    public string Address => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");

    /// <summary>The board or the list with this account alone on it.</summary>
    public string Only => $"?owner=any&q={ExternalId}";

    public static async Task<StoryAccount> AddAsync(World world, params string[] stages)
    {
        var externalId = $"story-{Guid.NewGuid():n}"[..18];
        var name = $"Story {externalId[^6..]}";
        using var client = world.App.ApiClient();
        (await client.PutAsJsonAsync($"/api/v1/accounts/{externalId}", new { name, domain = "story.example" })).EnsureSuccessStatusCode();
        var account = await FirstAsync(world, externalId);
        foreach (var stage in stages)
            await account.MoveAsync(stage);
        return account;
    }

    /// <summary>One that the ten-day rule would move, and has not yet.</summary>
    public static async Task<StoryAccount> AddDueAsync(World world)
    {
        var account = await AddAsync(world, "1", "2");
        // Behind the back of the playbooks, which look at once at what changes.
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(5);
        await world.App.DbAsync(db =>
            db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.NextRenewalOn, day))
        );
        return account;
    }

    /// <summary>Many in one stage; the answer is what all their ids begin with.</summary>
    public static async Task<string> AddManyAsync(World world, int count, string stage)
    {
        var batch = $"many-{Guid.NewGuid():n}"[..14];
        await world.App.DbAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into accounts (external_id, name, plan, stage, stage_entered_at, in_work, passage, in_legacy_segment, next_renewal_on, created_at, changed_at)
                select {batch} || '-' || i, {batch} || ' ' || i, 'free', {stage}, now(), true, 1, false, current_date + 100 + i, now(), now() from generate_series(1, {count}) i
                """
            )
        );
        return batch;
    }

    /// <summary>The first whose id begins so.</summary>
    public static async Task<StoryAccount> FirstAsync(World world, string externalId)
    {
        var found = await world.App.DbAsync(db =>
            db.Accounts.Where(a => a.ExternalId.StartsWith(externalId)).OrderBy(a => a.Id).FirstAsync()
        );
        return new StoryAccount(world, found.Id, found.ExternalId, found.Name);
    }

    /// <summary>As somebody else does it, elsewhere.</summary>
    public async Task MoveAsync(string stage)
    {
        using var client = World.App.ApiClient();
        using var answer = await client.PostAsJsonAsync($"/api/v1/accounts/{ExternalId}/stage", new { stage });
        answer.EnsureSuccessStatusCode();
    }

    public Task<string?> StageAsync() => World.App.DbAsync(db => db.Accounts.Where(a => a.Id == Id).Select(a => a.Stage).SingleAsync());
}
