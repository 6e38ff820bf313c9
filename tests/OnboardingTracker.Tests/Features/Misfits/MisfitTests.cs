using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Misfits;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;
using static OnboardingTracker.Tests.Features.Signals.Desk.DeskWorld;

namespace OnboardingTracker.Tests.Features.Misfits;

/// <summary>Each kind of what does not fit: it is listed, its button mends it, and it is listed no more.</summary>
public sealed class MisfitTests(TestPostgres postgres)
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");
    private static readonly DateOnly s_today = new(2026, 3, 1);

    [Fact]
    public async Task An_outreach_that_left_its_account_in_1_moves_it_to_2()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.DbAsync(async db =>
        {
            db.PlaybookSwitches.Add(Off(PlaybookNames.InitialOutreach));
            return await db.SaveChangesAsync();
        });
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "1", s_ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.HearAsync(app.Outreach(About("acme")));
        (await app.AccountAsync(id)).Stage.Should().Be("1");

        await ListedAndMendedAsync(app, id, MisfitKind.OutreachSent, stage: "2");
    }

    [Fact]
    public async Task One_in_2_without_any_outreach_goes_back_to_1_and_one_with_it_fits()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", s_ann);
        var written = await app.AddAccountAsync(new AccountUpdate { Name = "Written" }, "written");
        await app.MoveAsync(written, "1", s_ann);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.HearAsync(app.Outreach(About("written")));

        (await FoundAsync(app, MisfitKind.NoOutreach)).Should().Equal(id);
        await ListedAndMendedAsync(app, id, MisfitKind.NoOutreach, stage: "1");
    }

    [Fact]
    public async Task An_engaged_account_in_6a_goes_to_6b()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", s_ann);
        await app.MoveAsync(id, "6a", s_ann);
        // Heard too late for the playbook, which was off.
        await app.DbAsync(async db =>
        {
            db.PlaybookSwitches.Add(Off(PlaybookNames.LateEngagement));
            return await db.SaveChangesAsync();
        });
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.HearAsync(app.Reply(About("acme")));
        (await app.AccountAsync(id)).EngagedAt.Should().NotBeNull();

        await ListedAndMendedAsync(app, id, MisfitKind.EngagedInNoEngagement, stage: "6b");
    }

    [Fact]
    public async Task Activity_after_an_outcome_opens_a_new_passage_and_automatic_mail_is_none()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "3a", s_ann);
        await app.MoveAsync(id, "6b", s_ann);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var away = app.Reply(About("acme"));
        await app.HearAsync(away with { Mail = away.Mail! with { Genuine = false, Automatic = "out-of-office" } });
        (await FoundAsync(app, MisfitKind.ActiveAfterOutcome)).Should().BeEmpty();

        await app.HearAsync(app.Reply(About("acme")));

        await ListedAndMendedAsync(app, id, MisfitKind.ActiveAfterOutcome, stage: "2");
        (await app.AccountAsync(id)).Passage.Should().Be(2);
    }

    [Fact]
    public async Task A_subscription_that_lives_again_is_activity_of_the_churned_alone()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var churned = await app.AddAccountAsync();
        await app.MoveAsync(churned, "2", s_ann);
        await app.MoveAsync(churned, "6d", s_ann);
        var handed = await app.AddAccountAsync(new AccountUpdate { Name = "Handed" }, "handed");
        await app.MoveAsync(handed, "2", s_ann);
        await app.MoveAsync(handed, "6c", s_ann);
        app.Clock.Advance(TimeSpan.FromDays(20));
        foreach (var account in new[] { "acme", "handed" })
            await app.HearAsync(
                new SignalFact
                {
                    Kind = SignalKinds.SubscriptionChanged,
                    OccurredAt = app.Clock.GetUtcNow(),
                    About = About(account),
                    Subscription = new SubscriptionFact
                    {
                        Subscription = $"sub_{account}",
                        Live = true,
                        StartedAt = app.Clock.GetUtcNow(),
                    },
                }
            );

        (await FoundAsync(app, MisfitKind.ActiveAfterOutcome)).Should().Equal(churned);
    }

    [Fact]
    public async Task What_is_nobodys_is_taken_or_dealt_out()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", s_ann);
        var other = await app.AddAccountAsync(new AccountUpdate { Name = "Other" }, "other");
        await app.MoveAsync(other, "2", s_ann);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using (var nobody = await lead.HtmxPostAsync("/misfits?handler=Deal", []))
            nobody.StatusCode.Should().Be(HttpStatusCode.Conflict, "no specialist is there");

        await ListedAndMendedAsync(app, id, MisfitKind.NoOwner);
        (await OwnerAsync(app, id)).Should().Be("specialist@example.com");

        using (var dealt = await lead.HtmxPostAsync("/misfits?handler=Deal", []))
            dealt.StatusCode.Should().Be(HttpStatusCode.OK);
        (await OwnerAsync(app, other)).Should().Be("specialist@example.com");
    }

    [Theory]
    [InlineData("2026-02-28", true, "2026-03-28")]
    [InlineData("2026-01-31", true, "2026-03-31")]
    [InlineData("2026-03-01", false, null)]
    public async Task A_renewal_that_has_passed_is_set_to_the_next_months_day(string renewal, bool listed, string? becomes)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync(new AccountUpdate { NextRenewalOn = DateOnly.Parse(renewal, null) });
        await app.MoveAsync(id, "1", s_ann);

        (await FoundAsync(app, MisfitKind.RenewalPassed)).Should().Equal(listed ? [id] : []);
        if (!listed)
            return;
        await ListedAndMendedAsync(app, id, MisfitKind.RenewalPassed, stage: "1");
        (await app.AccountAsync(id)).NextRenewalOn.Should().Be(DateOnly.Parse(becomes!, null));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public async Task One_in_5_whose_renewal_moved_out_goes_back_and_comes_again_at_that_renewal(int days, bool listed)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync(new AccountUpdate { NextRenewalOn = s_today.AddDays(days) });
        await app.MoveAsync(id, "3a", s_ann);
        await app.MoveAsync(id, "5", s_ann);

        (await FoundAsync(app, MisfitKind.RenewalMovedOut)).Should().Equal(listed ? [id] : []);
        if (!listed)
            return;
        await ListedAndMendedAsync(app, id, MisfitKind.RenewalMovedOut, stage: "3a");
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.WithAsync(services =>
            services
                .GetRequiredService<PlaybookRunner>()
                .RunAsync(
                    new RunRequest(
                        PlaybookNames.FinalOutreachDue,
                        DryRun: false,
                        BasedOnId: null,
                        RunTriggers.Schedule,
                        Actor.Playbook(PlaybookNames.FinalOutreachDue)
                    )
                )
        );
        (await app.AccountAsync(id)).Stage.Should().Be("5", "nothing holds it off the renewal that is still to come");
    }

    [Fact]
    public async Task Accounts_without_a_renewal_and_two_of_one_company_are_listed_with_a_form()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var one = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = "One",
                Domain = "same.example",
                NextRenewalOn = default(DateOnly?),
            },
            "one"
        );
        var two = await app.AddAccountAsync(
            new AccountUpdate
            {
                Name = "Two",
                Domain = "same.example",
                NextRenewalOn = s_today.AddDays(40),
            },
            "two"
        );
        foreach (var domain in new[] { "gmail.com", "yahoo.fr" })
        foreach (var number in new[] { "a", "b" })
            await app.MoveAsync(
                await app.AddAccountAsync(
                    new AccountUpdate
                    {
                        Name = domain,
                        Domain = domain,
                        NextRenewalOn = s_today.AddDays(40),
                    },
                    $"{domain}-{number}"
                ),
                "1",
                s_ann
            );
        foreach (var id in new[] { one, two })
            await app.MoveAsync(id, "1", s_ann);

        (await FoundAsync(app, MisfitKind.SameDomain)).Should().Equal([one, two], "everybody has an address at a public provider");
        (await FoundAsync(app, MisfitKind.NoRenewal)).Should().Equal(one);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        (await lead.HtmlAsync("/misfits?kind=sameDomain")).Should().Contain($"/accounts/{one}/merge").And.Contain($"/accounts/{two}/merge");
        (await lead.HtmlAsync("/misfits?kind=noRenewal")).Should().Contain($"/accounts/{one}/edit/nextRenewalOn");
        await app.MoveAsync(two, "6d", s_ann);
        (await FoundAsync(app, MisfitKind.SameDomain)).Should().BeEmpty("only one of them is in work");
    }

    [Fact]
    public async Task What_is_left_as_it_is_comes_back_when_the_account_moves()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        await app.MoveAsync(id, "2", s_ann);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using (var answer = await specialist.HtmxPostAsync("/misfits?kind=noOutreach&handler=Leave", new() { ["id"] = $"{id}" }))
            answer.StatusCode.Should().Be(HttpStatusCode.OK);

        (await FoundAsync(app, MisfitKind.NoOutreach)).Should().BeEmpty();
        await app.MoveAsync(id, "1", s_ann);
        await app.MoveAsync(id, "2", s_ann);
        (await FoundAsync(app, MisfitKind.NoOutreach)).Should().Equal(id);
    }

    [Fact]
    public async Task A_repair_of_what_somebody_moved_meanwhile_changes_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        var seen = await app.MoveAsync(id, "2", s_ann);
        await app.MoveAsync(id, "1", s_ann);
        await app.MoveAsync(id, "2", s_ann);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);

        using var answer = await specialist.HtmxPostAsync(
            "/misfits?kind=noOutreach&handler=Repair",
            new() { ["id"] = $"{id}", ["seen"] = $"{seen}" }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await app.AccountAsync(id)).Stage.Should().Be("2");
    }

    private static PlaybookSwitch Off(string playbook) => new() { Playbook = playbook, Enabled = false };

    private static Task<List<long>> FoundAsync(TrackerApp app, MisfitKind kind) =>
        app.DbAsync(async db =>
            await db.Misfits(kind, new RunContext(app.Clock.GetUtcNow(), new(), 1)).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync()
        );

    private static Task<string?> OwnerAsync(TrackerApp app, long id) =>
        app.DbAsync(db => db.Accounts.Where(a => a.Id == id).Select(a => a.Owner!.Email).FirstOrDefaultAsync());

    private static async Task ListedAndMendedAsync(TrackerApp app, long id, MisfitKind kind, string? stage = null)
    {
        var code = AccountDetails.Code(kind);
        using var specialist = await PageClient.SignedInAsync(app, Role.Specialist);
        var name = (await app.AccountAsync(id)).Name;
        (await specialist.HtmlAsync($"/misfits?kind={code}")).Should().Contain($"/accounts/{id}").And.Contain(name);
        var seen = (await app.AccountAsync(id)).LastTransitionId ?? 0;

        using var answer = await specialist.HtmxPostAsync(
            $"/misfits?kind={code}&handler=Repair",
            new() { ["id"] = $"{id}", ["seen"] = $"{seen}" }
        );

        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        (await FoundAsync(app, kind)).Should().NotContain(id);
        if (stage is not null)
            (await app.AccountAsync(id)).Stage.Should().Be(stage);
        using var again = await specialist.HtmxPostAsync(
            $"/misfits?kind={code}&handler=Repair",
            new() { ["id"] = $"{id}", ["seen"] = $"{seen}" }
        );
        again.StatusCode.Should().Be(HttpStatusCode.Conflict, "it fits by now");
    }
}
