using System.Net;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Platform.Web;

public sealed class SecurityHeadersTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_page_may_load_only_what_we_serve_and_is_kept_by_nobody()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        var answer = await client.GetAsync("/theme");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.GetValues("Referrer-Policy").Should().Equal("strict-origin-when-cross-origin");
        answer.Headers.Contains("Permissions-Policy").Should().BeTrue();
    }

    [Fact]
    public async Task The_jobs_dashboard_may_style_itself_inline_and_run_no_inline_script()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        using var answer = await admin.GetAsync("/hangfire");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("style-src 'self' 'unsafe-inline'").And.NotContain("script-src").And.NotContain("unsafe-eval");
        (await answer.Content.ReadAsStringAsync()).Should().NotMatchRegex("<script(?![^>]*\\ssrc=)");
    }

    [Fact]
    public async Task An_error_page_has_the_same_headers()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        var answer = await client.GetAsync("/errors/404");

        answer.Headers.GetValues("Content-Security-Policy").Single().Should().NotContain("unsafe");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task What_every_page_uses_may_be_kept()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        var answer = await client.GetAsync("/css/base.css");

        answer.IsSuccessStatusCode.Should().BeTrue();
        (answer.Headers.CacheControl?.NoStore ?? false).Should().BeFalse();
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [Fact]
    public async Task No_page_holds_an_inline_script_or_style_that_the_policy_would_drop()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var client = app.ApiClient(null);

        var html = await client.GetStringAsync("/theme");

        html.Should().NotContain(" style=\"").And.NotContain("<style").And.NotContain(" onclick=");
        html.Should().NotMatchRegex("<script(?![^>]*\\ssrc=)");
    }
}
