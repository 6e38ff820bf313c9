using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Billing;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>The revenue person's morning: which bills may not be paid, and what that does to the forecast.</summary>
public sealed class RevenueTests(World world)
{
    [Fact]
    public async Task Failed_payments_are_found_marked_together_summed_taken_along_and_taken_back()
    {
        await using var window = await world.OpenAsync("Owen Reyes");
        StoryAccount[] accounts = [await AddFailedAsync(120m), await AddFailedAsync(80m)];
        var page = window.Page;
        await page.GotoAsync("/payment-risk?q=story.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "Failed payments" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Failed payments" })).ToHaveAttributeAsync("aria-current", "true");
        await Expect(Row(accounts[0])).ToContainTextAsync("2 attempts");
        await Expect(Sum("Unlikely to pay")).ToContainTextAsync("$0");

        foreach (var account in accounts)
            await Row(account).GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark payment risk" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("Unlikely to pay").ClickAsync();
        await dialog.GetByLabel("Note").FillAsync("Finance does not answer");
        await dialog.Locator(".btn--primary").ClickAsync();

        await Expect(Toast("2 accounts: unlikely to pay")).ToBeVisibleAsync();
        await Expect(Row(accounts[1])).ToContainTextAsync("Unlikely to pay");
        await Expect(Sum("Unlikely to pay")).ToContainTextAsync("$200");
        (await RiskAsync(accounts[0])).Should().Be(PaymentRisk.UnlikelyToPay);

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        lines.Should().Contain(line => line.Contains(accounts[0].ExternalId) && line.Contains("Finance does not answer"));

        await Toast("2 accounts").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Row(accounts[0])).ToContainTextAsync("Not assessed");
        (await RiskAsync(accounts[0])).Should().Be(PaymentRisk.NotAssessed);
        window.Complaints.Should().BeEmpty();

        ILocator Row(StoryAccount account) => page.Locator($"#row-{account.Id}");
        ILocator Sum(string assessment) => page.Locator(".risk-sums > a").Filter(new() { HasText = assessment });
        ILocator Toast(string text) => page.Locator("[data-toast]").Filter(new() { HasText = text });
    }

    private async Task<StoryAccount> AddFailedAsync(decimal amount)
    {
        var account = await StoryAccount.AddAsync(world, "1", "2");
        var now = TimeProvider.System.GetUtcNow();
        await world.App.DbAsync(db =>
        {
            db.Invoices.Add(
                new Invoice
                {
                    AccountId = account.Id,
                    Source = "story",
                    ExternalId = $"in_{account.ExternalId}",
                    State = InvoiceState.Open,
                    AmountDue = amount,
                    Currency = "USD",
                    DueAt = now.AddDays(-3),
                    FailedAt = now.AddDays(-1),
                    NextAttemptAt = now.AddDays(2),
                    Attempts = 2,
                    AsOf = now.AddDays(-1),
                }
            );
            return db.SaveChangesAsync();
        });
        return account;
    }

    private Task<PaymentRisk> RiskAsync(StoryAccount account) =>
        world.App.DbAsync(db => db.Accounts.Where(a => a.Id == account.Id).Select(a => a.PaymentRisk).SingleAsync());
}
