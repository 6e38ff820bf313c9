using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Appearance;

public sealed partial class ThemeTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_choice_of_a_theme_is_in_the_first_byte_of_the_next_page()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        (await browser.GetStringAsync("/theme")).Should().NotContain("data-theme=\"dark\"");

        var answer = await Choose(browser, "dark", "/theme");
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await browser.GetStringAsync("/theme")).Should().Contain("data-theme=\"dark\"");

        await Choose(browser, "", "/theme");
        (await browser.GetStringAsync("/theme")).Should().NotContain("data-theme=\"dark\"");
    }

    [Theory]
    [InlineData("/board?owner=ann", "/board?owner=ann")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("", "/")]
    public async Task One_comes_back_to_where_one_was_and_never_to_another_site(string returnUrl, string location)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = app.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

        var answer = await Choose(browser, "\"><script>", returnUrl);

        answer.Headers.Location!.OriginalString.Should().Be(location);
        (await browser.GetStringAsync("/theme")).Should().NotContain("script>\"");
    }

    private static async Task<HttpResponseMessage> Choose(HttpClient browser, string theme, string returnUrl)
    {
        var token = Token().Match(await browser.GetStringAsync("/theme")).Groups[1].Value;
        return await browser.PostAsync(
            "/theme",
            new FormUrlEncodedContent([new("theme", theme), new("returnUrl", returnUrl), new("__RequestVerificationToken", token)])
        );
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
