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
        foreach (var stage in stages)
            (await client.PostAsJsonAsync($"/api/v1/accounts/{externalId}/stage", new { stage })).EnsureSuccessStatusCode();
        var id = await world.App.DbAsync(db => db.Accounts.Where(a => a.ExternalId == externalId).Select(a => a.Id).SingleAsync());
        return new StoryAccount(world, id, externalId, name);
    }

    public Task<string?> StageAsync() => World.App.DbAsync(db => db.Accounts.Where(a => a.Id == Id).Select(a => a.Stage).SingleAsync());
}
