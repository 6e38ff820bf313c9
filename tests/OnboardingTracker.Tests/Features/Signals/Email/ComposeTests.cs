using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

public sealed partial class ComposeTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_form_comes_with_the_template_of_the_stage_and_sends_once_however_often_it_is_pressed()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        using var ann = await AnnAsync(world);

        var form = await FormAsync(ann, acme);
        form["Subject"].Should().Be("Getting Acme off to a good start");
        form["Text"].Should().StartWith("Hi Kim,").And.Contain("Ann");
        form["Purpose"].Should().Be("InitialOutreach");

        using var preview = await ann.PostAsync($"/accounts/{acme}/mail?handler=Preview", form);
        preview.StatusCode.Should().Be(HttpStatusCode.OK);
        (await preview.Content.ReadAsStringAsync()).Should().Contain("kim@acme.example");
        using var sent = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);
        using var again = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);

        sent.StatusCode.Should().Be(HttpStatusCode.Redirect);
        again.StatusCode.Should().Be(HttpStatusCode.Redirect);
        await world.SweepAsync();
        smtp.Taken.Should().ContainSingle();
        (await world.StageAsync(acme)).Should().Be(StageCodes.OnboardingInitiated);
        (await ann.HtmlAsync($"/accounts/{acme}")).Should().Contain("Written here").And.Contain("Getting Acme off to a good start");
    }

    [Fact]
    public async Task What_speaks_against_it_is_named_and_asks_for_a_decision_that_is_kept()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        await world.MoveAsync(acme, StageCodes.SalesHandoff);
        using var ann = await AnnAsync(world);
        var form = await FormAsync(ann, acme);

        using var asked = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);

        asked.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = await asked.Content.ReadAsStringAsync();
        html.Should().Contain("It was handed off to Sales.");
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0);

        form["Decided"] = Decided().Match(html).Groups[1].Value;
        using var sent = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);

        sent.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await world.App.DbAsync(db => db.OutgoingMails.SingleAsync())).SentAlthough.Should().Be("It was handed off to Sales.");

        var next = await FormAsync(ann, acme);
        next["Decided"] = form["Decided"];
        using var another = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", next);
        another.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, "now it was also written to today");
    }

    [Fact]
    public async Task Nothing_goes_out_with_a_hole_in_it()
    {
        await using var smtp = SmtpServer.Start();
        await using var world = await MailWorld.StartAsync(postgres, smtp.Settings);
        var acme = await world.AccountAsync();
        using var ann = await AnnAsync(world);
        var form = await FormAsync(ann, acme);
        form["Text"] = "Your bill of [[account.forecast]]";

        using var answer = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("account.forecast");
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Without_a_mail_server_the_page_says_so_and_nothing_is_written_down()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        using var ann = await AnnAsync(world);
        (await ann.HtmlAsync($"/accounts/{acme}/mail")).Should().Contain("No mail server is set");
        var form = await FormAsync(ann, acme);

        using var answer = await ann.PostAsync($"/accounts/{acme}/mail?handler=Send", form);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await world.App.DbAsync(db => db.OutgoingMails.CountAsync())).Should().Be(0);
        (await world.StageAsync(acme)).Should().Be(StageCodes.NewAccount);
    }

    [Fact]
    public async Task Revenue_writes_to_nobody()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        var acme = await world.AccountAsync();
        using var rita = await PageClient.SignedInAsync(world.App, Role.Revenue);

        using var answer = await rita.GetAsync($"/accounts/{acme}/mail");

        answer.StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_lead_changes_a_template_and_what_is_no_Liquid_is_refused()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(world.App, Role.Lead);
        var seen = Seen().Match(await lead.HtmlAsync("/templates?purpose=CheckIn")).Groups[1].Value;
        Dictionary<string, string> form = new()
        {
            ["Purpose"] = "CheckIn",
            ["Seen"] = seen,
            ["Subject"] = "Hello {{ contact.firstName }}",
            ["Body"] = "How is {{ account.nickname }}?",
        };

        using var refused = await lead.PostAsync("/templates", form);
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("account.nickname, which does not exist");
        form["Body"] = "{% for i in (1..1000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}";
        using var endless = await lead.PostAsync("/templates", form);
        endless.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        form["Body"] = "How is {{ account.name }}?";
        using var saved = await lead.PostAsync("/templates", form);

        saved.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await world.App.DbAsync(db => db.MailTemplates.SingleAsync(t => t.Purpose == MailPurpose.CheckIn)))
            .Body.Should()
            .Be("How is {{ account.name }}?\n");
        using var late = await lead.PostAsync("/templates", form);
        late.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, "it was changed since it was seen");
    }

    [Fact]
    public async Task A_template_is_shown_as_typed_for_an_account_of_choice_and_nothing_is_kept()
    {
        await using var world = await MailWorld.StartAsync(postgres);
        await world.AccountAsync();
        using var lead = await PageClient.SignedInAsync(world.App, OnboardingTracker.Domain.Team.Role.Lead);
        var form = new Dictionary<string, string>
        {
            ["Purpose"] = "CheckIn",
            ["Subject"] = "News for {{ account.name }}",
            ["Body"] = "Dear {{ contact.firstName }}, {{ owner.name }} asks.",
            ["With"] = "acme",
            ["Seen"] = "0",
        };

        using var shown = await lead.PostAsync("/templates?handler=Preview", form, from: "/templates");
        var page = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync());

        page.Should()
            .Contain("As Kim Lee at Acme would read it")
            .And.Contain("News for Acme")
            .And.Contain("Dear Kim, [[owner.name]] asks.");
        page.Should().Contain("Not known of this account");
        (await lead.HtmlAsync("/templates?purpose=CheckIn")).Should().NotContain("Dear Kim");
        (await lead.HtmlAsync("/")).Should().Contain("href=\"/templates\"");
    }

    private static async Task<PageClient> AnnAsync(MailWorld world)
    {
        var ann = PageClient.Open(world.App);
        await ann.SignInAsync(MailWorld.Ann);
        return ann;
    }

    private static async Task<Dictionary<string, string>> FormAsync(PageClient person, long account)
    {
        var html = await person.HtmlAsync($"/accounts/{account}/mail");
        return new()
        {
            ["Key"] = Value(html, "Key"),
            ["Purpose"] = Value(html, "Purpose"),
            ["To"] = Value(html, "To"),
            ["Subject"] = Value(html, "Subject"),
            ["Text"] = WebUtility.HtmlDecode(Regex.Match(html, "(?s)<textarea[^>]*>\\s*(.*?)</textarea>").Groups[1].Value),
        };
    }

    private static string Value(string html, string name) =>
        WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("name=\"Decided\" value=\"([^\"]*)\"")]
    private static partial Regex Decided();

    [GeneratedRegex("name=\"Seen\" value=\"([^\"]*)\"")]
    private static partial Regex Seen();
}
