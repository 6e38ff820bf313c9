using System.Net;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Features.Surveys;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.Surveys;

/// <summary>What whoever holds the link can do, and everybody else cannot.</summary>
public sealed class AnswerPageTests(TestPostgres postgres)
{
    [Fact]
    public async Task An_answer_takes_no_sign_in_and_no_cookie_and_can_be_changed()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);

        using var page = await http.GetAsync(link);
        page.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Headers.Contains("Set-Cookie").Should().BeFalse();
        page.Headers.GetValues("X-Robots-Tag").Single().Should().Contain("noindex");
        var html = await page.Content.ReadAsStringAsync();
        html.Should().Contain("How was the start with us, Acme?").And.NotContain(MailWorld.Kim).And.NotContain(MailWorld.Ann);

        using var sent = await PostAsync(http, link, "4", "Good <script>alert(1)</script>\nbut slow");
        sent.Headers.Location!.OriginalString.Should().Be($"{link}?thanks=true");
        (await (await http.GetAsync($"{link}?thanks=true")).Content.ReadAsStringAsync())
            .Should()
            .Contain("Thank you")
            .And.Contain("Change the answer");
        world.App.Clock.Advance(TimeSpan.FromDays(1));
        using var changed = await PostAsync(http, link, "2", "");

        var survey = await world.SurveyAsync();
        (survey.Score, survey.Comment).Should().Be((2, null));
        (survey.ChangedAt - survey.AnsweredAt).Should().Be(TimeSpan.FromDays(1));
        var notices = (await world.App.NoticesAsync()).Where(n => n.Kind == NoticeKind.SurveyAnswered).ToList();
        notices.Select(n => n.Title).Should().Equal("Acme answers the survey: 4 of 5", "Acme answers the survey: 2 of 5");
    }

    [Fact]
    public async Task The_answer_is_shown_on_the_account_as_plain_text()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);
        using var sent = await PostAsync(http, link, "5", "<img src=x onerror=alert(1)>");
        using var ann = PageClient.Open(world.App);
        await ann.SignInAsync(MailWorld.Ann);

        (await ann.HtmlAsync($"/accounts/{world.Acme}"))
            .Should()
            .Contain("5 of 5")
            .And.Contain("&lt;img src=x")
            .And.NotContain("<img src=x");
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("6", "")]
    [InlineData("-1", "")]
    [InlineData("five", "")]
    [InlineData("", "no number")]
    [InlineData("99999999999", "")]
    [InlineData("3", "nul \0 byte")]
    public async Task What_is_no_answer_is_said_and_keeps_what_was_typed(string score, string comment)
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);

        using var answer = await PostAsync(http, link, score, comment);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await world.SurveyAsync()).Score.Should().BeNull();
    }

    [Fact]
    public async Task A_comment_has_an_end()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);

        using var longest = await PostAsync(http, link, "3", new string('x', 4000));
        using var longer = await PostAsync(http, link, "1", new string('x', 4001));

        longer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await world.SurveyAsync()).Score.Should().Be(3);
    }

    [Fact]
    public async Task No_link_is_404_and_one_that_ran_out_says_so()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);
        foreach (var wrong in new[] { link[..^1], link + "a", "/survey/1", $"/survey/{new string('x', 3000)}", "/survey/..%2f..%2fteam" })
        {
            (await http.GetAsync(wrong)).StatusCode.Should().Be(HttpStatusCode.NotFound, wrong);
            (await PostAsync(http, wrong, "1", "")).StatusCode.Should().Be(HttpStatusCode.NotFound, wrong);
            (await PostAsync(http, wrong + "/stop", "1", "")).StatusCode.Should().Be(HttpStatusCode.NotFound, wrong);
        }
        world.App.Clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromSeconds(1));
        (await http.GetAsync(link)).StatusCode.Should().Be(HttpStatusCode.OK);
        world.App.Clock.Advance(TimeSpan.FromSeconds(1));

        using var late = await http.GetAsync(link);
        late.StatusCode.Should().Be(HttpStatusCode.Gone);
        (await late.Content.ReadAsStringAsync()).Should().Contain("This survey is over");
        (await PostAsync(http, link, "1", "")).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await world.SurveyAsync()).Score.Should().BeNull();
    }

    [Fact]
    public async Task The_opt_out_takes_a_click_not_a_scanner()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        var link = await world.LinkAsync();
        using var http = world.App.ApiClient(null);

        (await http.GetAsync($"{link}/stop")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.App.DbAsync(db => db.SurveyOptOuts.CountAsync())).Should().Be(0);
        using var click = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        for (var i = 0; i < 2; i++)
            (await http.PostAsync($"{link}/stop", click)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await world.App.DbAsync(db => db.SurveyOptOuts.Select(o => o.Email).ToListAsync())).Should().Equal(MailWorld.Kim);
    }

    [Fact]
    public async Task Who_tries_many_links_is_slowed_down()
    {
        await using var world = await SurveyWorld.StartAsync(postgres);
        using var http = world.App.ApiClient(null);
        for (var i = 0; i < SurveyThrottle.PerAddress; i++)
            (await http.GetAsync($"/survey/{i}")).Dispose();

        using var next = await http.GetAsync("/survey/one-more");

        next.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string link, string score, string comment)
    {
        using var form = new FormUrlEncodedContent([new("Score", score), new("Comment", comment)]);
        return await http.PostAsync(link, form);
    }
}
