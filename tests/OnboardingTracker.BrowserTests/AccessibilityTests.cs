using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OnboardingTracker.BrowserTests;

/// <summary>axe finds nothing on any page, light and dark, on a phone and on a desk.</summary>
public sealed class AccessibilityTests(World world)
{
    private static readonly (int Width, int Height)[] s_sizes = [(1440, 900), (390, 844)];
    private static readonly ColorScheme[] s_themes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>Each violation in full; of what is in order one example is enough.</summary>
    private static readonly AxeRunOptions s_options = new() { ResultTypes = [ResultType.Violations] };

    [Fact]
    public async Task No_page_is_forgotten()
    {
        await using var window = await world.OpenAsync();

        Pages.Routes(world).Should().BeEquivalentTo(Pages.Shown.Keys.Concat(Pages.Elsewhere.Keys));
    }

    [Fact]
    public async Task Every_page_is_free_of_violations_in_both_themes_at_390_and_1440_pixels()
    {
        await using var one = await world.OpenAsync("Dana Whitlock");
        await using var two = await world.OpenAsync("Dana Whitlock");
        var fill = await Pages.FillAsync(world);
        var addresses = Pages.Shown.Values.SelectMany(shown => shown).Select(fill).ToList();
        // Two windows at a time: axe and the page that it looks at take turns otherwise, and it is the longest test of all.
        var found = await Task.WhenAll(LookAsync(one, 0), LookAsync(two, 1));

        found.SelectMany(violations => violations).Should().BeEmpty();

        async Task<List<string>> LookAsync(Window window, int half)
        {
            var violations = new List<string>();
            foreach (var address in addresses.Where((_, i) => i % 2 == half))
                violations.AddRange(
                    await ViolationsAsync(window.Page, address, mayFail: address.StartsWith("/errors/", StringComparison.Ordinal))
                );
            return violations;
        }
    }

    [Fact]
    public async Task So_are_the_menus_and_dialogs_that_a_page_opens()
    {
        await using var window = await world.OpenAsync("Ines Marlow");
        var account = await StoryAccount.AddAsync(world, "1", "2");
        var page = window.Page;
        var found = new List<string>();
        foreach (
            var (key, opened) in new[]
            {
                ("m", "#editor"),
                ("a", "#editor"),
                ("r", "#editor"),
                ("Control+k", "#palette"),
                ("?", "dialog[open]"),
            }
        )
        foreach (var (width, height) in s_sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await page.GotoAsync(account.Address);
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator(opened)).ToBeVisibleAsync();
            found.AddRange(await ViolationsAsync(page, $"{account.Address}, {key}, {width}"));
        }

        found.Should().BeEmpty();
    }

    [Fact]
    public async Task So_are_those_that_people_see_before_they_are_signed_in()
    {
        await using var window = await world.OpenAsync();
        var found = new List<string>();
        var survey = await Pages.SurveyAsync(world);
        foreach (var address in new[] { "/sign-in", "/invite", survey, $"{survey}/stop" })
            found.AddRange(await ViolationsAsync(window.Page, address, mayFail: address == "/invite"));

        found.Should().BeEmpty();
    }

    private static async Task<List<string>> ViolationsAsync(IPage page, string address, bool mayFail)
    {
        var answer = await page.GotoAsync(address);
        if (!mayFail)
            answer!.Status.Should().Be(200, address);
        var found = new List<string>();
        foreach (var (width, height) in s_sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            found.AddRange(await ViolationsAsync(page, $"{address} {width}"));
            if (
                await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
                is > 0
                    and var over
            )
                found.Add($"{address} {width}: {over} px wider than the screen");
        }
        return found;
    }

    /// <summary>Of the page as it stands, in both themes.</summary>
    private static async Task<List<string>> ViolationsAsync(IPage page, string what)
    {
        var found = new List<string>();
        foreach (var theme in s_themes)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            // Colours on their way from one theme to the other are nobody's.
            await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running')");
            // There are no frames: what gathers the findings of several documents would only open a second page each time.
#pragma warning disable CS0618 // "Legacy" is how the library calls asking one document.
            var axe = await page.Locator("html").RunAxeLegacy(s_options);
#pragma warning restore CS0618
            axe.Passes.Should().NotBeEmpty("a page on which nothing was checked proves nothing");
            foreach (var violation in axe.Violations)
                found.Add($"{what} {theme}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(Describe))}");
        }
        return found;
    }

    private static string Describe(AxeResultNode node) =>
        $"{node.Html} {string.Join(", ", node.Any.Concat(node.All).Select(check => check.Message))}";
}
