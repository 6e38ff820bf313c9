using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OnboardingTracker.Testing;

namespace OnboardingTracker.BrowserTests;

/// <summary>
/// The demo in a real browser: one app with its jobs on a real port, one PostgreSQL, one Chromium, all started at the first use. Each
/// test opens a window of its own, and works on accounts of its own.
/// </summary>
public sealed class World : IAsyncLifetime
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly TestPostgres _postgres = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private TrackerApp? _app;

    public TrackerApp App => _app ?? throw new InvalidOperationException("Open a window first.");

    public string Address => App.ClientOptions.BaseAddress.ToString().TrimEnd('/');

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A window of its own, nobody signed in; of a person of the demo where one is named.</summary>
    public async Task<Window> OpenAsync(string? person = null, int width = 1440, bool script = true)
    {
        await StartAsync();
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = Address,
                ViewportSize = new() { Width = width, Height = 900 },
                JavaScriptEnabled = script,
                ReducedMotion = ReducedMotion.Reduce,
                Locale = "en-GB",
            }
        );
        context.SetDefaultTimeout(20_000);
        // A worker may take its time on a busy machine; a test goes on as soon as what it waits for is there.
        Assertions.SetDefaultExpectTimeout(20_000);
        var window = new Window(context, await context.NewPageAsync());
        if (person is not null)
            await window.SignInAsync(person);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task StartAsync()
    {
        if (_browser is not null)
            return;
        var chromium = Chromium();
        _app = await TrackerApp.StartAsync(
            _postgres,
            new Dictionary<string, string>
            {
                ["environment"] = "Development",
                ["Demo"] = "true",
                ["OnboardingTracker:Role"] = "all",
            },
            services =>
            {
                // A browser has the real time, and so has its server.
                services.RemoveAll<TimeProvider>();
                services.AddSingleton(TimeProvider.System);
            }
        );
        _app.UseKestrel(0);
        _app.StartServer();
        (await _app.DbAsync(db => db.Accounts.CountAsync())).Should().Be(400, "the demo writes its world at the start");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = s_arguments });
    }

    private static string Chromium()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        const string missing = "No Chromium on the PATH: script/test installs one.";
        if (found is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(missing);
        Assert.SkipWhen(found is null, missing);
        return found!;
    }
}
