using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Policies;

public sealed class PolicyPagesTests(TestPostgres postgres)
{
    private const string Days = nameof(Policy.FinalOutreachDaysBefore);

    [Fact]
    public async Task A_change_is_shown_with_what_it_would_move_before_it_is_saved_and_stands_in_history()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await InitiatedAsync(app, "acme", "Acme Robotics", new DateOnly(2026, 3, 13));
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.HtmlAsync("/policy")).Should().Contain("Handbook: 10 days.").And.Contain("nothing was changed yet");
        (await lead.HtmlAsync("/policy/history")).Should().Contain("Nothing was changed yet");

        using var preview = await lead.PostAsync("/policy?handler=Preview", Fields(0, (Days, "14")));
        var page = await preview.Content.ReadAsStringAsync();
        preview.StatusCode.Should().Be(HttpStatusCode.OK, page);
        page.Should()
            .Contain("1 value would change")
            .And.Contain("More than now: 1 account")
            .And.Contain("Acme Robotics")
            .And.Contain("renews in 12 days");
        (await app.DbAsync(db => db.PolicyVersions.CountAsync())).Should().Be(0, "a preview changes nothing");
        (await app.DbAsync(db => db.Accounts.SingleAsync())).Stage.Should().Be("2");

        using var edit = await lead.PostAsync("/policy?handler=Edit", Fields(0, (Days, "14")));
        (await edit.Content.ReadAsStringAsync()).Should().MatchRegex($"name=\"{Days}\"[^>]*value=\"14\"", "the form keeps what was typed");
        using var saved = await lead.PostAsync("/policy?handler=Save", Fields(0, (Days, "14")));
        saved.Headers.Location!.OriginalString.Should().Be("/policy");
        (await lead.HtmlAsync("/policy")).Should().Contain("The policy is saved").And.Contain("Last changed by Lead");

        var (policy, version) = await app.DbAsync(db => db.CurrentPolicyAsync());
        (policy.FinalOutreachDaysBefore, version).Should().Be((14, 1));
        var entry = await app.DbAsync(db => db.AuditEntries.SingleAsync());
        (entry.Action, entry.Actor.ToString()).Should().Be(("policy changed", "user:lead@example.com"));
        entry.Values["finalOutreachDaysBefore"].Should().Equal("10", "14");
        (await lead.HtmlAsync("/policy/history")).Should().Contain("made version 1").And.MatchRegex("10 days</s>.*14 days</b>");

        using var back = await lead.PostAsync("/policy?handler=Preview", Fields(1, (Days, "5")));
        (await back.Content.ReadAsStringAsync()).Should().Contain("No longer: 1 account");
    }

    [Fact]
    public async Task Somebody_elses_change_meanwhile_is_told_and_neither_is_lost()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        await app.AddMemberAsync(Role.Admin, "magda@example.com", "Magda Nowak");
        await ChangeAsync(app, new Policy { FinalOutreachDaysBefore = 12, PassageWeeks = 9 }, 0);

        using var late = await lead.PostAsync("/policy?handler=Save", Fields(0, (Days, "15"), (nameof(Policy.LeadForecastAbove), "200")));
        late.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var page = await late.Content.ReadAsStringAsync();
        page.Should().Contain("Magda Nowak changed the policy meanwhile.").And.Contain("you set 15 days").And.Contain("9 weeks");
        page.Should().Contain("name=\"version\" value=\"1\"").And.Contain($"name=\"{nameof(Policy.PassageWeeks)}\" value=\"9\"");
        (await app.DbAsync(db => db.CurrentPolicyAsync())).Version.Should().Be(1, "nothing is overwritten unseen");

        using var same = await lead.PostAsync("/policy?handler=Preview", Fields(0, (Days, "12")));
        (await same.Content.ReadAsStringAsync()).Should().Contain("Magda Nowak made the same change meanwhile");

        using var saved = await lead.PostAsync("/policy?handler=Save", Fields(1, (Days, "15"), (nameof(Policy.LeadForecastAbove), "200")));
        saved.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var (policy, _) = await app.DbAsync(db => db.CurrentPolicyAsync());
        (policy.FinalOutreachDaysBefore, policy.PassageWeeks, policy.LeadForecastAbove).Should().Be((15, 9, 200m));
    }

    [Fact]
    public async Task Bad_values_stay_as_typed_with_what_would_be_right()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        foreach (var handler in new[] { "Preview", "Save" })
        {
            using var bad = await lead.PostAsync(
                "/policy?handler=" + handler,
                Fields(0, (Days, "ten"), (nameof(Policy.TimeZone), "Mars/Base"), (nameof(Policy.PassageWeeks), "9000"))
            );
            bad.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            var page = await bad.Content.ReadAsStringAsync();
            page.Should()
                .Contain("Before the renewal: write a whole number")
                .And.Contain("A passage takes at most: a number from 1 to 104.");
            page.Should()
                .Contain("not a time zone")
                .And.Contain("value=\"ten\"")
                .And.Contain("value=\"Mars/Base\"")
                .And.Contain("value=\"9000\"");
        }
        using var nothing = await lead.PostAsync("/policy?handler=Preview", Fields(0));
        (await nothing.Content.ReadAsStringAsync()).Should().Contain("Nothing differs from the policy in force.");
        (await app.DbAsync(db => db.PolicyVersions.CountAsync())).Should().Be(0);
    }

    [Theory]
    [InlineData(Role.Specialist)]
    [InlineData(Role.Revenue)]
    public async Task Who_does_not_tune_the_rules_reads_them_and_changes_nothing(Role role)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var reader = await PageClient.SignedInAsync(app, role);
        (await reader.HtmlAsync("/policy"))
            .Should()
            .Contain("10 days")
            .And.NotContain("Preview the change")
            .And.NotContain("name=\"" + Days);
        (await reader.HtmlAsync("/policy/history")).Should().Contain("Nothing was changed yet");
        foreach (var handler in new[] { "Preview", "Save", "Edit" })
            (await reader.PostAsync("/policy?handler=" + handler, Fields(0, (Days, "14"))))
                .StatusCode.Should()
                .Be(HttpStatusCode.Forbidden);
        (await app.DbAsync(db => db.PolicyVersions.CountAsync())).Should().Be(0);
    }

    private static Dictionary<string, string> Fields(int version, params (string Name, string Value)[] fields) =>
        fields.Append(("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToDictionary();

    private static Task<PolicyChange> ChangeAsync(TrackerApp app, Policy policy, int version) =>
        app.WithAsync(services =>
            services.GetRequiredService<PolicyChanges>().ChangeAsync(policy, version, Actor.User("magda@example.com"))
        );

    private static async Task InitiatedAsync(TrackerApp app, string externalId, string name, DateOnly renewsOn)
    {
        var update = new AccountUpdate
        {
            Name = name,
            Plan = Plan.PayAsYouGo,
            Forecast = new Money(250, "USD"),
            NextRenewalOn = renewsOn,
        };
        var actor = Actor.User("ann@example.com");
        var written = await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().UpsertAsync(externalId, update, [], DetailSources.Api, actor)
        );
        await app.WithAsync(services => services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(written.AccountId, "2", actor)));
    }
}
