using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Tasks;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>The specialist's morning: what is to be done today, by keys.</summary>
public sealed class TaskTests(World world)
{
    [Fact]
    public async Task Tasks_are_done_taken_back_slept_on_and_given_away_by_keys_and_one_is_written_on_Today()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var account = await StoryAccount.AddAsync(world, "1", "2");
        long[] ids = [await AddAsync(account, "First"), await AddAsync(account, "Second"), await AddAsync(account, "Third")];
        var page = window.Page;
        var menu = page.Locator("#editor");
        await page.GotoAsync($"/tasks?text={Uri.EscapeDataString(account.Name)}");
        await Expect(page.Locator("tr.group")).ToContainTextAsync("Overdue 3");

        await page.Keyboard.PressAsync("j");
        await Expect(Row(0).Locator("a[data-open]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("d");
        await Expect(Toast("Done: First")).ToBeVisibleAsync();
        await Expect(page.Locator("#done")).ToContainTextAsync("Done today 1");
        (await StateAsync(ids[0])).Should().Be(TaskState.Done);
        await page.Keyboard.PressAsync("z");
        await Expect(Toast("Taken back: First")).ToBeVisibleAsync();
        await Expect(page.Locator("tr.group")).ToContainTextAsync("Overdue 3");
        (await StateAsync(ids[0])).Should().Be(TaskState.Open);

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator("#bulk output")).ToHaveTextAsync("2 selected");
        await page.Keyboard.PressAsync("s");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Snooze 2 tasks");
        await dialog.GetByText("Tomorrow").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Snooze", Exact = true }).ClickAsync();
        await Expect(page.Locator("#snoozed")).ToContainTextAsync("Snoozed 2");
        (await StateAsync(ids[1])).Should().Be(TaskState.Snoozed);

        await page.Keyboard.PressAsync("j");
        await Expect(Row(2).Locator("a[data-open]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(dialog).ToContainTextAsync("Give the task to somebody");
        await page.Keyboard.PressAsync("Escape");
        await Row(2).Locator("a[data-open]").FocusAsync();
        await page.Keyboard.PressAsync("a");
        await Expect(menu.GetByRole(AriaRole.Button, new() { Name = "Tomasz Wilk" })).ToBeVisibleAsync();
        await menu.GetByRole(AriaRole.Button, new() { Name = "Tomasz Wilk" }).PressAsync("Enter");
        await Expect(Toast("Given to Tomasz Wilk: Third")).ToBeVisibleAsync();
        await Expect(Row(2)).ToHaveCountAsync(0);

        await page.GotoAsync("/" + account.Only);
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator($"#row-{account.Id} a[data-open]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("t");
        await dialog.GetByLabel("What is to be done").FillAsync("Ask who signs");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(Toast("Task added")).ToBeVisibleAsync();
        await page.Locator($"#row-{account.Id} a[data-open]").ClickAsync();
        await page.WaitForURLAsync(new Regex($"/accounts/{account.Id}$"));
        await Expect(page.Locator("#tasks")).ToContainTextAsync("Ask who signs");
        window.Complaints.Should().BeEmpty();

        ILocator Row(int index) => page.Locator($"#task-{ids[index]}");
        ILocator Toast(string text) => page.Locator("[data-toast]").Filter(new() { HasText = text });
    }

    private async Task<long> AddAsync(StoryAccount account, string title)
    {
        using var client = world.App.ApiClient();
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        using var answer = await client.PostAsJsonAsync(
            $"/api/v1/accounts/{account.ExternalId}/tasks",
            new
            {
                title,
                dueOn = yesterday,
                assignee = "ines@demo.example",
            }
        );
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("id").GetInt64();
    }

    private Task<TaskState> StateAsync(long id) =>
        world.App.DbAsync(db => db.Tasks.Where(t => t.Id == id).Select(t => t.State).SingleAsync());
}
