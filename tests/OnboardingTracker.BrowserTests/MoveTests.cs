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
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync($"Move {account.Name}");
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("4a") }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
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

        await ines.Page.GetByRole(AriaRole.Link, new() { Name = "Move" }).First.ClickAsync();
        var dialog = ines.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Radio, new() { NameRegex = new Regex("3b") }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();

        await Expect(tomasz.Page.Locator("#column-3b").Locator($"#card-{account.Id}")).ToBeVisibleAsync();
        await Expect(ines.Page.Locator("#history")).ToContainTextAsync("Engaged — Call Booked");
    }
}
