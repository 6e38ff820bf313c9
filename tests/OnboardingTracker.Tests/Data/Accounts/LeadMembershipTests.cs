using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Pipeline;

namespace OnboardingTracker.Tests.Data.Accounts;

/// <summary>pipeline.md: "Membership ends when that no longer holds; the stage stays"; "Entering twice is impossible".</summary>
public sealed class LeadMembershipTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_lead_whose_forecast_drops_leaves_the_segment_and_stays_where_it_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");
        (await lead.ReadAsync()).Segments.Should().Equal("Onboarding Lead");

        await lead.ChangeAsync(new() { Forecast = new Money(100, "USD") });

        var account = await lead.ReadAsync();
        account.Segments.Should().BeEmpty();
        (account.Stage, account.Passage).Should().Be(("1", 1));
    }

    [Fact]
    public async Task It_comes_back_when_the_forecast_does_and_enters_the_pipeline_no_second_time()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");
        await lead.MoveAsync("6a");

        await lead.ChangeAsync(new() { Forecast = new Money(50, "USD") });
        await lead.ChangeAsync(new() { Forecast = new Money(500, "USD") });
        await RunNightlyAsync(app);

        var account = await lead.ReadAsync();
        account.Segments.Should().Equal("Onboarding Lead");
        (account.Stage, account.Passage).Should().Be(("6a", 1));
        (await lead.HistoryAsync()).Should().HaveCount(2);
        (await SegmentHistoryAsync(app)).Should().Equal("+", "-", "+");
    }

    [Fact]
    public async Task The_nightly_run_finds_what_a_changed_policy_has_made_of_the_book()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme", 200);
        var small = await LeadAsync(app, "small", 90);
        (await small.ReadAsync()).Stage.Should().BeNull();
        await SetPolicyAsync(app, new Policy { LeadForecastAbove = 80 });
        await RunNightlyAsync(app);
        (await small.ReadAsync()).Stage.Should().Be("1");

        await SetPolicyAsync(app, new Policy { LeadForecastAbove = 150 });
        await RunNightlyAsync(app);

        (await lead.ReadAsync()).LeadSince.Should().NotBeNull();
        (await small.ReadAsync()).LeadSince.Should().BeNull();
        (await small.ReadAsync()).Stage.Should().Be("1", "nobody is thrown out of the pipeline");
    }

    [Fact]
    public async Task An_account_that_comes_to_be_with_Sales_stays_where_it_is()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");
        await lead.MoveAsync("3a");

        await lead.ChangeAsync(new() { SalesOwner = "ae@example.com" });

        var account = await lead.ReadAsync();
        (account.Stage, account.LeadSince).Should().Be(("3a", null));
    }

    [Fact]
    public async Task Undoing_the_entry_ends_the_membership_and_redoing_it_restores_it_both_in_the_history_of_details()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");

        await lead.UndoLastAsync();
        (await lead.ReadAsync()).Segments.Should().BeEmpty();
        (await lead.HeldOffAsync()).Should().Equal("new-lead");
        await RunNightlyAsync(app);
        (await lead.ReadAsync()).Stage.Should().BeNull("a person has decided");
        await lead.UndoLastAsync();

        (await lead.ReadAsync()).Segments.Should().Equal("Onboarding Lead");
        (await SegmentHistoryAsync(app)).Should().Equal("+", "-", "+");
    }

    [Fact]
    public async Task A_held_off_lead_enters_once_the_hold_is_lifted()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");
        await lead.UndoLastAsync();

        await app.WithAsync(services =>
            services.GetRequiredService<AccountHolds>().LiftAsync(lead.Id, PlaybookNames.NewLead, OneStoredAccount.Ann)
        );
        await RunNightlyAsync(app);

        (await lead.ReadAsync()).Stage.Should().Be("1");
    }

    [Fact]
    public async Task An_account_that_a_person_adds_by_hand_is_a_member_where_the_rule_says_so()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var small = await OneStoredAccount.AddAsync(app, "small", null, "1");
        await app.DbAsync(db =>
            db.Database.ExecuteSqlAsync($"insert into playbook_switches values ('new-lead', false, now(), 'user:ann@example.com')")
        );
        var lead = await LeadAsync(app, "acme");
        await lead.MoveAsync("1");

        (await small.ReadAsync()).Segments.Should().BeEmpty();
        (await lead.ReadAsync()).Segments.Should().Equal("Onboarding Lead");
    }

    [Fact]
    public async Task Without_anybody_present_a_lead_has_no_owner_until_somebody_appears()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var lead = await LeadAsync(app, "acme");
        (await lead.ReadAsync()).OwnerId.Should().BeNull();

        await AddSpecialistAsync(app, "ann@example.com");
        await RunNightlyAsync(app);

        (await lead.ReadAsync()).Owner!.Email.Should().Be("ann@example.com");
        var changes = await app.DbAsync(db => db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync());
        changes[^1].Values["owner"].Should().Equal(null, "ann@example.com");
    }

    [Fact]
    public async Task A_lead_that_comes_with_an_owner_keeps_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AddSpecialistAsync(app, "ann@example.com");
        var bob = await AddSpecialistAsync(app, "bob@example.com");

        var lead = await LeadAsync(app, "acme", 200, bob);

        (await lead.ReadAsync()).OwnerId.Should().Be(bob);
    }

    [Fact]
    public async Task New_leads_one_by_one_are_dealt_out_in_turn()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        foreach (var name in new[] { "ann", "bob", "carl" })
            await AddSpecialistAsync(app, $"{name}@example.com");

        var owners = new List<string>();
        for (var i = 0; i < 7; i++)
            owners.Add((await (await LeadAsync(app, $"lead-{i}")).ReadAsync()).Owner!.Name);

        owners.Should().Equal("ann", "bob", "carl", "ann", "bob", "carl", "ann");
    }

    [Fact]
    public async Task Leads_of_more_than_seven_days_ago_no_longer_count()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AddSpecialistAsync(app, "ann@example.com");
        for (var i = 0; i < 3; i++)
            await (await LeadAsync(app, $"old-{i}")).MoveAsync("6a");
        app.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await AddSpecialistAsync(app, "bob@example.com");

        var first = await (await LeadAsync(app, "first")).ReadAsync();

        first.Owner!.Name.Should().Be("ann", "she has none of the last seven days and nobody in work, and joined first");
    }

    private static Task<OneStoredAccount> LeadAsync(TrackerApp app, string externalId, decimal forecast = 250, int? owner = null) =>
        app.WithAsync(async services =>
        {
            var update = new AccountUpdate
            {
                Name = externalId,
                Plan = Plan.PayAsYouGo,
                Forecast = new Money(forecast, "USD"),
            };
            var written = await services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    externalId,
                    owner is null ? update : update with { OwnerId = owner },
                    [],
                    DetailSources.Api,
                    Actor.Api("billing")
                );
            return new OneStoredAccount(app, written.AccountId);
        });

    private static Task<int> AddSpecialistAsync(TrackerApp app, string email) =>
        app.DbAsync(async db =>
        {
            var member = new Member
            {
                Email = email,
                Name = email.Split('@')[0],
                Role = Role.Specialist,
            };
            db.Members.Add(member);
            await db.SaveChangesAsync();
            return member.Id;
        });

    private static Task<int> SetPolicyAsync(TrackerApp app, Policy policy) =>
        app.DbAsync(async db =>
        {
            var version = await db.PolicyVersions.CountAsync() + 1;
            db.PolicyVersions.Add(
                new PolicyVersion
                {
                    Version = version,
                    Policy = policy,
                    ChangedAt = app.Clock.GetUtcNow(),
                    ChangedBy = OneStoredAccount.Ann,
                }
            );
            return await db.SaveChangesAsync();
        });

    private static Task<int> RunNightlyAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            var job = ActivatorUtilities.CreateInstance<DailyPlaybookJob>(services);
            await job.RunAsync(PlaybookNames.NewLead, CancellationToken.None);
            return 0;
        });

    /// <summary>+ for each entry into the segment, - for each exit.</summary>
    private static async Task<IReadOnlyList<string>> SegmentHistoryAsync(TrackerApp app)
    {
        var changes = await app.DbAsync(db => db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).ToListAsync());
        return [.. changes.Where(c => c.Values.ContainsKey("segments")).Select(c => c.Values["segments"][1] is null ? "-" : "+")];
    }
}
