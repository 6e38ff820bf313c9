using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>What people come for, from the first click to the last.</summary>
public sealed class StoryTests(World world)
{
    [Fact]
    public async Task A_file_with_a_bad_row_is_previewed_imported_and_says_what_it_did_not_take()
    {
        await using var window = await world.OpenAsync("Dana Whitlock");
        var page = window.Page;
        var id = $"file-{Guid.NewGuid():n}"[..16];
        var csv = $"externalId,name,forecastAmount,forecastCurrency\n{id}-a,\"Quoted, Ltd\",90,USD\n{id}-b,Bad row,\"1.234,56\",EUR\n";
        await page.GotoAsync("/import");

        await page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "accounts.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(csv),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it would do" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/import/[0-9]+$"));
        await Expect(page.GetByText("Rows that would not be taken")).ToBeVisibleAsync();
        await Expect(page.Locator("code", new() { HasText = "forecastAmount" })).ToBeVisibleAsync();
        (await world.App.DbAsync(db => db.Accounts.CountAsync(a => a.ExternalId.StartsWith(id)))).Should().Be(0, "it is only a preview");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Import 1 row") }).ClickAsync();

        await Expect(page.GetByText("Rows that were not taken")).ToBeVisibleAsync();
        await Expect(page.GetByText("Imported.").First).ToBeVisibleAsync();
        (await world.App.DbAsync(db => db.Accounts.Where(a => a.ExternalId.StartsWith(id)).Select(a => a.Name).ToListAsync()))
            .Should()
            .Equal("Quoted, Ltd");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_dry_run_is_approved_run_on_exactly_its_set_and_undone()
    {
        await using var window = await world.OpenAsync("Magda Sroka");
        var account = await StoryAccount.AddDueAsync(world);
        var page = window.Page;
        await page.GotoAsync("/playbooks/final-outreach-due");
        var inFive = await InFiveAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run", Exact = true }).ClickAsync();
        var approve = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Run on exactly these [0-9]+") });
        await Expect(approve).ToBeVisibleAsync();
        (await InFiveAsync()).Should().Be(inFive, "nothing has been moved");
        var count = int.Parse(
            Regex.Match(await approve.InnerTextAsync(), "[0-9]+").Value,
            System.Globalization.CultureInfo.InvariantCulture
        );
        await approve.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Run on") }).ClickAsync();
        var undo = page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Undo this run") });
        await Expect(undo).ToBeVisibleAsync();
        (await InFiveAsync()).Should().Be(inFive + count);
        (await account.StageAsync()).Should().Be("5");

        await undo.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Undo") }).ClickAsync();
        await Expect(page.GetByText("Undone by Magda Sroka")).ToBeVisibleAsync();
        (await InFiveAsync()).Should().Be(inFive);
        (await account.StageAsync()).Should().Be("2");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_detail_is_edited_where_it_stands()
    {
        await using var window = await world.OpenAsync("Priya Nair");
        var account = await StoryAccount.AddAsync(world, "1");
        var page = window.Page;
        await page.GotoAsync(account.Address);

        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Edit domain") }).ClickAsync();
        await page.Locator("#detail-value").FillAsync("edited.example");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#detail-domain")).ToContainTextAsync("edited.example");
        await Expect(page.Locator("#detail-domain")).ToContainTextAsync("by hand");
        (await world.App.DbAsync(db => db.Accounts.Where(a => a.Id == account.Id).Select(a => a.Domain).SingleAsync()))
            .Should()
            .Be("edited.example");
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_palette_finds_an_account_and_goes_there()
    {
        await using var window = await world.OpenAsync("Priya Nair");
        var account = await StoryAccount.AddAsync(world, "1");
        var page = window.Page;

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(account.Name);
        await Expect(page.GetByRole(AriaRole.Option, new() { NameRegex = new Regex(account.Name) }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Regex($"{account.Address}$"));
    }

    private Task<int> InFiveAsync() => world.App.DbAsync(db => db.Accounts.CountAsync(a => a.Stage == "5"));
}
