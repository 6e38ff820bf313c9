namespace OnboardingTracker.BrowserTests;

/// <summary>The charts of the dashboard are drawn from their tables, in both themes and without a complaint; without script the tables stand alone.</summary>
public sealed class DashboardTests(World world)
{
    private static readonly string[] s_pages = ["/dashboard"];

    [Fact]
    public async Task Every_chart_draws_in_both_themes_and_on_paper()
    {
        await using var window = await world.OpenAsync("Magda Sroka");
        var page = window.Page;
        var drawn = 0;
        foreach (var address in s_pages)
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme, Media = Media.Screen });
            await page.GotoAsync(address);
            var screen = await ColoursAsync(page);
            screen.Should().NotContain(colours => colours <= 2, "{0} is drawn, {1}", address, theme);
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            (await ColoursAsync(page)).Should().HaveSameCount(screen).And.NotContain(colours => colours <= 2);
            drawn += screen.Count;
        }

        drawn.Should().BePositive();
        window.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Without_script_the_tables_stand_alone()
    {
        await using var window = await world.OpenAsync("Magda Sroka", script: false);
        foreach (var address in s_pages)
        {
            await window.Page.GotoAsync(address);
            (await window.Page.Locator("figure.chart:visible").CountAsync()).Should().Be(0);
            (await window.Page.Locator("table.figure-table:visible").CountAsync()).Should().BePositive("{0} needs no script", address);
        }
    }

    /// <summary>How many colours each chart has: an empty one has one.</summary>
    private static async Task<IReadOnlyList<int>> ColoursAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
        return await page.EvaluateAsync<int[]>(
            """
            () => [...document.querySelectorAll('figure.chart:not([hidden]) .chart-frame canvas')].map(canvas => {
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const found = new Set();
              for (let i = 0; i < data.length; i += 16) if (data[i + 3] === 255) found.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
              return found.size;
            })
            """
        );
    }
}
