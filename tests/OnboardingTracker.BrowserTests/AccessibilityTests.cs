using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

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
        await using var window = await world.OpenAsync("Dana Whitlock");
        var fill = await Pages.FillAsync(world);
        var found = new List<string>();
        foreach (var address in Pages.Shown.Values.SelectMany(addresses => addresses).Select(fill))
            found.AddRange(await ViolationsAsync(window.Page, address, address.StartsWith("/errors/", StringComparison.Ordinal)));

        found.Should().BeEmpty();
    }

    [Fact]
    public async Task So_are_those_that_people_see_before_they_are_signed_in()
    {
        await using var window = await world.OpenAsync();
        var found = new List<string>();
        foreach (var address in new[] { "/sign-in", "/invite" })
            found.AddRange(await ViolationsAsync(window.Page, address, mayFail: address == "/invite"));

        found.Should().BeEmpty();
    }

    private static async Task<List<string>> ViolationsAsync(IPage page, string address, bool mayFail = false)
    {
        var answer = await page.GotoAsync(address);
        if (!mayFail)
            answer!.Status.Should().Be(200, address);
        var found = new List<string>();
        foreach (var (width, height) in s_sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var theme in s_themes)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
                // Colours on their way from one theme to the other are nobody's.
                await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState !== 'running')");
                var axe = await page.RunAxe(s_options);
                axe.Passes.Should().NotBeEmpty("a page on which nothing was checked proves nothing");
                foreach (var violation in axe.Violations)
                    found.Add($"{address} {width} {theme}: {violation.Id}: {string.Join(" | ", violation.Nodes.Take(3).Select(Describe))}");
            }
        }
        return found;
    }

    private static string Describe(AxeResultNode node) =>
        $"{node.Html} {string.Join(", ", node.Any.Concat(node.All).Select(check => check.Message))}";
}
