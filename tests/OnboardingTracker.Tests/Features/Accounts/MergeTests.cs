using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Signals.Desk;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class MergeTests(TestPostgres postgres)
{
    private static readonly Actor Lea = Actor.User("lea@example.com");

    [Fact]
    public async Task The_survivor_has_everything_and_its_story_and_the_merged_one_keeps_its_own_rows()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (from, into) = await TwoAsync(app);
        await app.HearAsync(app.Reply(About("twin", "bea@twin.com")));
        await app.HearAsync(app.Invoice(About("twin"), "in_1", 90));
        var before = await TransitionsAsync(app, from);
        (await app.AccountAsync(into)).Stage.Should().Be("2");

        (await MergeAsync(app, from, into)).Should().Be(new MergeResult.Merged(into, false));

        (await app.AccountAsync(into)).Stage.Should().Be("3a", "the reply is now its own");
        (await app.DbAsync(db => db.Signals.CountAsync(s => s.AccountId == from))).Should().Be(0);
        (await app.DbAsync(db => db.Invoices.SingleAsync())).AccountId.Should().Be(into);
        var merged = await app.AccountAsync(from);
        (merged.Stage, merged.InWork, merged.MergedIntoId).Should().Be((null, false, into));
        (await TransitionsAsync(app, from)).Should().StartWith(before).And.HaveCount(before.Count + 1);
        (await app.DbAsync(db => db.AccountChanges.AnyAsync(c => c.AccountId == from))).Should().BeTrue();
    }

    [Fact]
    public async Task Merged_again_nothing_happens_and_circles_are_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (from, into) = await TwoAsync(app);
        await MergeAsync(app, from, into);
        var transitions = await app.DbAsync(db => db.Transitions.CountAsync());

        (await MergeAsync(app, from, into)).Should().Be(new MergeResult.Merged(into, true));
        (await MergeAsync(app, into, from)).Should().BeOfType<MergeResult.Refused>();
        (await MergeAsync(app, into, into)).Should().BeOfType<MergeResult.Refused>();

        (await app.DbAsync(db => db.Transitions.CountAsync())).Should().Be(transitions);
        (await app.DbAsync(db => db.AuditEntries.CountAsync(e => e.Action == "account merged"))).Should().Be(1);
    }

    [Fact]
    public async Task Its_id_contact_and_customer_lead_to_the_survivor_and_no_list_shows_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (from, into) = await TwoAsync(app);
        await app.AddAccountAsync(new AccountUpdate { StripeCustomerId = "cus_2" }, "twin");
        await app.AddAccountAsync(new AccountUpdate { StripeCustomerId = "cus_1" });
        await MergeAsync(app, from, into);
        using var api = app.Api();

        (await api.GetAsync("/accounts/twin"))["externalId"].GetValue<string>().Should().Be("acme");
        (await api.PutAsync("/accounts/twin", new { program = "yc" })).ShouldBe(200)["externalId"].GetValue<string>().Should().Be("acme");
        (await api.GetAsync("/accounts")).Names().Should().Equal("acme");
        (await api.GetAsync("/accounts?q=Twin")).Names().Should().BeEmpty();
        foreach (
            var about in new[]
            {
                About("twin"),
                new() { BillingCustomerId = "cus_2" },
            }
        )
            (await app.SignalAsync(await app.HearAsync(app.Reply(about)))).AccountId.Should().Be(into);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        using var old = await specialist.GetAsync($"/accounts/{from}");
        old.Headers.Location!.OriginalString.Should().Be($"/accounts/{into}");
        (await specialist.HtmlAsync($"/accounts/{into}")).Should().Contain("Earlier chapter: Twin");
    }

    [Fact]
    public async Task A_merged_account_never_becomes_a_lead_again()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var into = await app.AddAccountAsync();
        var from = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = "Twin",
                Plan = Plan.Annual,
                Forecast = new Money(900, "USD"),
            },
            "twin"
        );
        await MergeAsync(app, from, into);
        await app.DbAsync(db =>
            db.Accounts.Where(a => a.Id == from).ExecuteUpdateAsync(set => set.SetProperty(a => a.Plan, Plan.PayAsYouGo))
        );

        await app.WithAsync(services =>
            services.GetRequiredService<OnboardingTracker.Data.Playbooks.PlaybookReactions>().AfterChangeAsync([from])
        );

        (await app.AccountAsync(from)).Stage.Should().BeNull();
    }

    [Fact]
    public async Task By_the_page_a_lead_chooses_reads_what_will_happen_and_confirms()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var (from, into) = await TwoAsync(app);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);

        using var chosen = await lead.HtmxPostAsync($"/accounts/{from}/merge", new() { ["Account"] = "acme" });
        var asked = await chosen.Content.ReadAsStringAsync();
        asked.Should().Contain("Twin becomes a part of Acme (acme).").And.Contain($"name=\"Confirmed\" value=\"{into}\"");
        (await app.AccountAsync(from)).MergedIntoId.Should().BeNull("nothing happens before it is confirmed");

        using var done = await lead.HtmxPostAsync($"/accounts/{from}/merge", new() { ["Confirmed"] = $"{into}" });

        done.Headers.GetValues("HX-Redirect").Should().Equal($"/accounts/{into}");
        (await app.AccountAsync(from)).MergedIntoId.Should().Be(into);
    }

    private static async Task<(long From, long Into)> TwoAsync(TrackerApp app)
    {
        var into = await app.AddAccountAsync();
        var from = await app.AddAccountAsync(new AccountUpdate { Name = "Twin", Forecast = new Money(50, "USD") }, "twin");
        foreach (var id in new[] { into, from })
            await app.MoveAsync(id, "2", Lea);
        app.Clock.Advance(TimeSpan.FromHours(1));
        return (from, into);
    }

    private static Task<MergeResult> MergeAsync(TrackerApp app, long from, long into) =>
        app.WithAsync(services => services.GetRequiredService<AccountMerges>().MergeAsync(from, into, Lea));

    private static Task<List<string>> TransitionsAsync(TrackerApp app, long id) =>
        app.DbAsync(db =>
            db.Transitions.Where(t => t.AccountId == id).OrderBy(t => t.Id).Select(t => t.Id + " " + t.From + " " + t.To).ToListAsync()
        );
}
