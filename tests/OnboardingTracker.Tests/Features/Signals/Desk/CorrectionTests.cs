using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Signals.Desk;

public sealed class CorrectionTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_reply_that_was_none_takes_the_account_back_and_the_correction_back_restores_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (id, reply) = await EngagedAsync(app);
        (await app.AccountAsync(id)).Stage.Should().Be("3a");

        await SayAsync(app, reply, false);

        var account = await app.AccountAsync(id);
        (account.Stage, account.EngagedAt).Should().Be(("2", null));

        await SayAsync(app, reply, null);

        account = await app.AccountAsync(id);
        account.Stage.Should().Be("3a");
        account.EngagedAt.Should().NotBeNull();
        var corrections = await app.DbAsync(db => db.SignalCorrections.OrderBy(c => c.Id).ToListAsync());
        corrections.Select(c => c.Kind).Should().Equal(CorrectionKind.NotEngagement, CorrectionKind.AsItLooks);
        corrections.Should().OnlyContain(c => c.Actor == Ann && c.SignalId == reply);
        (await app.DbAsync(db => db.AuditEntries.CountAsync(e => e.Action == "signal corrected"))).Should().Be(2);
    }

    [Fact]
    public async Task Said_twice_it_is_noted_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (_, reply) = await EngagedAsync(app);

        await SayAsync(app, reply, false);
        var again = await SayAsync(app, reply, false);

        again.Should().BeOfType<CorrectionResult.Done>().Which.Changed.Should().BeFalse();
        (await app.DbAsync(db => db.SignalCorrections.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Given_to_another_account_both_stories_are_told_anew_and_given_back_both_are_as_before()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (id, reply) = await EngagedAsync(app);
        var other = await app.AddAccountAsync(externalId: "other");
        await app.MoveAsync(other, "1", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.HearAsync(app.Outreach(About("other")));
        app.Clock.Advance(TimeSpan.FromHours(1));
        var theirs = await app.HearAsync(app.Reply(About("acme")));

        await GiveAsync(app, theirs, other);

        (await app.AccountAsync(other)).Stage.Should().Be("3a");
        (await app.AccountAsync(id)).Stage.Should().Be("3a", "it has another reply of its own");
        await GiveAsync(app, reply, other);
        (await app.AccountAsync(id)).Stage.Should().Be("2");

        await GiveAsync(app, theirs, id);
        await GiveAsync(app, reply, id);

        (await app.AccountAsync(id)).Stage.Should().Be("3a");
        (await app.AccountAsync(other)).Stage.Should().Be("2");
    }

    [Fact]
    public async Task An_invoice_goes_with_its_signal()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        var other = await app.AddAccountAsync(externalId: "other");
        var wrong = await app.HearAsync(app.Invoice(About("acme"), "in_1", 120));
        await app.HearAsync(app.Invoice(About("acme"), "in_2", 80));

        await GiveAsync(app, wrong, other);

        (await InvoicesAsync(app, id)).Should().Equal("in_2");
        (await InvoicesAsync(app, other)).Should().Equal("in_1");
    }

    [Fact]
    public async Task By_the_page_a_specialist_corrects_and_revenue_may_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (id, reply) = await EngagedAsync(app);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        (await specialist.HtmlAsync($"/accounts/{id}")).Should().Contain($"/signals/{reply}/correct").And.Contain("Yes, let us talk.");
        (await specialist.HtmlAsync($"/signals/{reply}")).Should().Contain("Re: Your onboarding").And.NotContain("As it arrived");

        using var answer = await specialist.HtmxPostAsync($"/signals/{reply}/correct", new() { ["As"] = "notEngagement" });

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.AccountAsync(id)).Stage.Should().Be("2");
        (await specialist.HtmlAsync($"/signals/{reply}")).Should().Contain("said that it is no engagement");
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);
        using var refused = await revenue.GetAsync($"/signals/{reply}/correct");
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var nothing = await specialist.HtmxPostAsync($"/signals/{reply}/correct", new() { ["As"] = "otherAccount" });
        ((int)nothing.StatusCode).Should().Be(422);
        (await nothing.Content.ReadAsStringAsync()).Should().Contain("Choose the account");
    }

    [Fact]
    public async Task What_arrived_is_text_and_for_admins_alone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        var signal = await app.HearAsync(app.Reply(About("acme"), "<script>alert(1)</script>"));
        using var admin = await PageClient.SignedInAsync(app, Role.Admin);

        var page = await admin.HtmlAsync($"/signals/{signal}");

        page.Should().Contain("As it arrived").And.Contain("&lt;script&gt;").And.NotContain("<script>alert");
    }

    private static async Task<(long Account, long Reply)> EngagedAsync(TrackerApp app)
    {
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", Ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.HearAsync(app.Outreach(About("acme")));
        app.Clock.Advance(TimeSpan.FromHours(1));
        return (id, await app.HearAsync(app.Reply(About("acme"))));
    }

    private static Task<CorrectionResult> SayAsync(TrackerApp app, long signal, bool? engagement) =>
        app.WithAsync(services => services.GetRequiredService<SignalCorrections>().SayAsync(signal, engagement, Ann));

    private static async Task GiveAsync(TrackerApp app, long signal, long account) =>
        (await app.WithAsync(services => services.GetRequiredService<SignalCorrections>().GiveAsync(signal, account, Ann)))
            .Should()
            .BeOfType<CorrectionResult.Done>()
            .Which.Changed.Should()
            .BeTrue();

    private static Task<List<string>> InvoicesAsync(TrackerApp app, long account) =>
        app.DbAsync(db => db.Invoices.Where(i => i.AccountId == account).OrderBy(i => i.Id).Select(i => i.ExternalId).ToListAsync());
}
