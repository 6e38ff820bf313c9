using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

public sealed class SignInTests(World world)
{
    [Fact]
    public async Task One_click_signs_a_person_of_the_demo_in_and_they_sign_out_again()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var page = window.Page;

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Today" }).First).ToBeVisibleAsync();
        await page.GotoAsync("/profile");
        await Expect(page.GetByText("ines@demo.example").First).ToBeVisibleAsync();
        await page.GotoAsync("/sign-out");
        await page.Locator("main form button, .card form button, form[action*='sign-out'] button").First.ClickAsync();
        await page.GotoAsync("/board");

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        window.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_password_signs_in_and_a_wrong_one_keeps_the_address_typed_with_scripts_and_without(bool script)
    {
        await using var window = await world.OpenAsync(script: script);
        var email = $"member-{Guid.NewGuid():n}@demo.example";
        await world.App.AddMemberAsync(Role.Specialist, email);
        var page = window.Page;

        await page.GotoAsync("/sign-in?returnUrl=%2Fboard");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("not the password at all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByText("E-mail or password is wrong", new() { Exact = false }).First).ToBeVisibleAsync();
        (await page.GetByLabel("E-mail").InputValueAsync()).Should().Be(email);

        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(TestMembers.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Board" }).First).ToBeVisibleAsync();
    }
}
