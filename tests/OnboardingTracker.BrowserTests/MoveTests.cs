using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>Moving an account: by mouse, by keys, without scripts; and what others see of it.</summary>
public sealed class MoveTests(World world)
{
    [Fact]
    public async Task A_card_is_dragged_to_another_stage_and_taken_back_from_the_toast()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var account = await StoryAccount.AddAsync(world, "1", "2");
        var page = window.Page;
        await page.GotoAsync("/board" + account.Only);
        var card = page.Locator($"#card-{account.Id}");
        await Expect(page.Locator("#column-2").Locator(card)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-board-drag]")).ToBeVisibleAsync();

        await card.DragToAsync(page.Locator("#column-3a [data-board-cards]"));

        await Expect(page.Locator("#column-3a").Locator(card)).ToBeVisibleAsync();
        await Expect(page.Locator("[data-toast]").Filter(new() { HasText = account.Name })).ToBeVisibleAsync();
        (await account.StageAsync()).Should().Be("3a");
        await page.Locator("[data-toast]").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator("#column-2").Locator(card)).ToBeVisibleAsync();
        (await account.StageAsync()).Should().Be("2");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_card_that_the_rules_refuse_goes_back_to_its_place()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var account = await StoryAccount.AddAsync(world, "1", "3a");
        var page = window.Page;
        await page.GotoAsync("/board" + account.Only);
        await Expect(page.Locator("[data-board-drag]")).ToBeVisibleAsync();

        await page.Locator($"#card-{account.Id}").DragToAsync(page.Locator("#column-1 [data-board-cards]"));

        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("needs a reason");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#column-3a").Locator($"#card-{account.Id}")).ToBeVisibleAsync();
        (await account.StageAsync()).Should().Be("3a");
    }

    [Fact]
    public async Task A_card_is_moved_by_keys_alone()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var account = await StoryAccount.AddAsync(world, "1", "2");
        var page = window.Page;
        await page.GotoAsync("/board" + account.Only);
        await Expect(page.Locator($"#card-{account.Id}")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator($"#card-{account.Id} a[data-open]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("m");
        var menu = page.Locator("#editor");
        await Expect(menu).ToContainTextAsync($"Move {account.Name}");
        // It opens on the stage that usually comes next; 4a is two further.
        await Expect(Choice(menu, "3a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(Choice(menu, "3b")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(Choice(menu, "4a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#column-4a").Locator($"#card-{account.Id}")).ToBeVisibleAsync();
        (await account.StageAsync()).Should().Be("4a");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_scripts_an_account_is_moved_by_a_form_and_a_refusal_says_what_is_missing()
    {
        await using var window = await world.OpenAsync("Ines Marlow", script: false);
        var account = await StoryAccount.AddAsync(world, "1", "2");
        var page = window.Page;

        await page.GotoAsync($"{account.Address}/move");
        await page.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("6c") }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Moving to 6c Sales Handoff needs a reason.").First).ToBeVisibleAsync();
        await page.GetByLabel("Reason").FillAsync("They want a contract");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();

        await Expect(page.GetByText(account.Name).First).ToBeVisibleAsync();
        (await account.StageAsync()).Should().Be("6c");
    }

    [Fact]
    public async Task Two_people_on_one_account_see_each_others_move_without_a_reload()
    {
        await using var ines = await world.OpenAsync("Ines Marlow");
        await using var tomasz = await world.OpenAsync("Tomasz Wilk");
        var account = await StoryAccount.AddAsync(world, "1", "2");
        await ines.Page.GotoAsync(account.Address);
        await tomasz.Page.GotoAsync("/board" + account.Only);
        await Expect(tomasz.Page.Locator("#column-2").Locator($"#card-{account.Id}")).ToBeVisibleAsync();

        await ines.Page.GetByRole(AriaRole.Link, new() { Name = "Move", Exact = true }).ClickAsync();
        await Choice(ines.Page.Locator("#editor"), "3b").ClickAsync();

        await Expect(tomasz.Page.Locator("#column-3b").Locator($"#card-{account.Id}")).ToBeVisibleAsync();
        await Expect(ines.Page.Locator("#history")).ToContainTextAsync("Engaged — Call Booked");
    }

    [Fact]
    public async Task A_column_grows_card_by_card_and_stays_as_long_when_somebody_else_moves_one()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var batch = await StoryAccount.AddManyAsync(world, 60, stage: "4b");
        var page = window.Page;
        await page.GotoAsync($"/board?owner=any&q={batch}");
        var cards = page.Locator("#cards-4b [data-row]");
        await Expect(cards).ToHaveCountAsync(50);

        await page.Locator("#end-4b").GetByRole(AriaRole.Link, new() { Name = "Show more" }).ClickAsync();
        await Expect(cards).ToHaveCountAsync(60);
        await Expect(page).ToHaveURLAsync(new Regex("until=4b"));

        var account = await StoryAccount.FirstAsync(world, batch);
        await account.MoveAsync("5");
        await Expect(page.Locator("#column-5").Locator($"#card-{account.Id}")).ToBeVisibleAsync();
        await Expect(cards).ToHaveCountAsync(59);
        window.Complaints.Should().BeEmpty();
    }

    private static ILocator Choice(ILocator menu, string stage) =>
        menu.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{stage}\\b") });
}
