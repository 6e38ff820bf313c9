using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions.Execution;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Dashboard.Planned;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Domain.Signals;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

/// <summary>The plan that is kept is the one that would be made anew, whoever changed what since.</summary>
public sealed class KeptPlanTests(TestPostgres postgres)
{
    private static readonly string[] s_stages = ["1", "2", "3a", "3b", "4a", "5", "6a", "6b", "6d", "7"];
    private static readonly string[] s_playbooks = ["final-outreach-due", "never-contacted", "large-invoice", "satisfaction-survey"];

    /// <summary>Each changes one thing that some playbook looks at, as the app writes it or as any other writer would.</summary>
    private static readonly string[] s_writes =
    [
        "update accounts set next_renewal_on = date '2026-03-03' + {0}::int where id % 40 = {1}",
        "update accounts set forecast_amount = 50 * {0}, forecast_in_team_currency = 50 * {0} where id % 40 = {1}",
        "update accounts set owner_id = null, sales_owner = case when {0} % 3 = 0 then 'ae@example.com' end where id % 40 = {1}",
        "update accounts set stage_entered_at = stage_entered_at - {0} * interval '1 hour', initial_outreach_at = stage_entered_at where id % 40 = {1}",
        "update invoices set state = 'paid', paid_at = timestamptz '2026-03-04', amount_paid = 10 * {0} where account_id % 40 = {1}",
        "delete from invoices where account_id % 40 = {1} and id % 30 = {0}",
        "insert into invoices (account_id, source, external_id, state, amount_due, currency, attempts, failed_at, regular) select id, 'stripe', 'in_more_' || id || '_{0}', 'open', 700, 'USD', 1, timestamptz '2026-03-03', true from accounts where id % 40 = {1} on conflict do nothing",
        "update subscriptions set upcoming_amount = 60 * {0}, upcoming_period_end = timestamptz '2026-03-05' + {0} * interval '1 day' where account_id % 40 = {1}",
        "delete from subscriptions where account_id % 40 = {1} and id % 3 = 0",
        "update tasks set state = 'done', closed_at = now(), closed_by = 'user:ann@example.com' where account_id % 40 = {1} and state = 'open' and {0} > 0",
        "insert into holds (account_id, passage, playbook, placed_at, placed_by, reason, until_new_signal) select id, passage, 'large-invoice', now(), 'user:ann@example.com', 'later', false from accounts where id % 40 = {1} and {0} > 0 on conflict do nothing",
        "update holds set lifted_at = now(), lifted_by = 'user:ann@example.com' where account_id % 20 = {1} % 20 and {0} > 0",
        "insert into contacts (account_id, email, created_at) select id, 'someone-{0}@example.org', now() from accounts where id % 40 = {1} on conflict do nothing",
        "update contacts set bounced_at = now() where account_id % 20 = {1} % 20 and {0} % 2 = 0",
        "delete from contacts where account_id % 20 = {1} % 20 and {0} % 2 = 1",
        "insert into survey_opt_outs (email, at) select email, now() from contacts where account_id % 20 = {1} % 20 and {0} > 0 on conflict do nothing",
        "delete from survey_opt_outs where {0} + {1} > 0",
        "update signals set is_engagement = {0} % 2 = 0 where account_id % 4 = {1} % 4",
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Whatever_changes_the_plan_that_is_kept_is_the_one_that_would_be_made_anew(int seed)
    {
        await using var app = await FrozenBook.StartAsync(postgres, new Policy { SurveyReleased = true }, seed, accounts: 160, stories: 16);
        using var api = app.Api();
        var random = new Random(seed);
        var (changes, kept) = (0, 0);
        var before = await LinesAsync(app);
        var ids = await IdsAsync(app);
        foreach (var step in Enumerable.Range(0, 44))
        {
            var what = step < s_writes.Length ? await WriteAsync(app, step, random) : await DoAsync(app, api, random);
            var now = await LinesAsync(app);
            changes += now.SequenceEqual(before) ? 0 : 1;
            var left = await IdsAsync(app);
            kept += left.Overlaps(ids) ? 1 : 0;

            await app.DbAsync(db => db.Database.ExecuteSqlAsync($"delete from plan_basis"));
            var anew = await LinesAsync(app);
            using var _ = new AssertionScope($"after step {step}, {what}");
            now.Except(anew).Should().BeEmpty("it is kept, and would not be planned");
            anew.Except(now).Should().BeEmpty("it would be planned, and is not kept");
            now.Should().HaveSameCount(anew);
            (before, ids) = (anew, await IdsAsync(app));
        }
        changes.Should().BeGreaterThan(8, "much of what was done changes the plan");
        kept.Should().BeGreaterThan(20, "of most changes the rest of the plan is left as it is");
    }

    [Fact]
    public async Task A_new_day_a_policy_and_a_switch_make_all_of_it_anew()
    {
        await using var app = await FrozenBook.StartAsync(
            postgres,
            new Policy { SurveyReleased = true },
            seed: 3,
            accounts: 120,
            stories: 4
        );
        using var api = app.Api();
        var (first, _) = await app.PlanAsync();

        app.Clock.Advance(TimeSpan.FromDays(1));
        var (second, entries) = await app.PlanAsync();
        second.FirstDay.Should().Be(first.FirstDay.AddDays(1));
        entries.Should().NotBeEmpty().And.OnlyContain(entry => entry.Day >= second.FirstDay && entry.Day <= second.LastDay);

        entries.Should().Contain(entry => entry.Playbook == "final-outreach-due" && entry.State == PlannedStates.Planned);
        (await api.PatchAsync("/playbooks/final-outreach-due", """{ "enabled": false }""")).ShouldBe(200);
        (await app.PlanAsync())
            .Entries.Should()
            .Contain(entry => entry.Playbook == "final-outreach-due")
            .And.NotContain(entry => entry.Playbook == "final-outreach-due" && entry.State == PlannedStates.Planned);

        var due = (await app.PlanAsync())
            .Entries.Where(entry => entry.Playbook == "final-outreach-due")
            .Select(entry => entry.Day)
            .ToList();
        (await api.PatchAsync("/policy", """{ "finalOutreachDaysBefore": 3 }""")).ShouldBe(200);
        (await app.PlanAsync())
            .Entries.Where(entry => entry.Playbook == "final-outreach-due")
            .Select(entry => entry.Day)
            .Should()
            .NotEqual(due);
    }

    [Fact]
    public async Task A_statement_that_writes_many_accounts_leaves_one_note_and_the_plan_is_made_anew()
    {
        await using var app = await FrozenBook.StartAsync(
            postgres,
            new Policy { SurveyReleased = true },
            seed: 6,
            accounts: 1_200,
            stories: 0
        );
        var before = await LinesAsync(app);
        await app.DbAsync(db => db.Database.ExecuteSqlAsync($"update accounts set next_renewal_on = next_renewal_on + 2"));
        (await NotesAsync(app)).Should().Equal([null]);
        var now = await LinesAsync(app);

        (await NotesAsync(app)).Should().BeEmpty("they were taken");
        await app.DbAsync(db => db.Database.ExecuteSqlAsync($"delete from plan_basis"));
        now.Should().Equal(await LinesAsync(app)).And.NotEqual(before);
    }

    /// <summary>Who adds a condition that looks at another table is told here that its changes leave no notes yet.</summary>
    [Fact]
    public async Task Every_table_that_a_playbook_looks_at_leaves_notes_of_its_changes()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var first = new RunContext(app.Clock.GetUtcNow(), new Policy { SurveyReleased = true }, 1);
        var last = first.On(first.Today.AddDays(29));
        var queries = await app.DbAsync(db =>
            Task.FromResult(
                PlaybookBook.All.Where(playbook => !playbook.BySignals).Select(p => db.DueWithin(p, first, last).ToQueryString()).ToList()
            )
        );
        var looked = queries
            .SelectMany(sql => Regex.Matches(sql, @"\b(?:FROM|JOIN) (\w+) AS"))
            .Select(table => table.Groups[1].Value)
            .Distinct()
            .ToList();
        var noted = await app.DbAsync(db =>
            db.Database.SqlQueryRaw<string>(
                    """select distinct tgrelid::regclass::text as "Value" from pg_trigger where tgname like 'plan_changed_%'"""
                )
                .ToListAsync()
        );

        looked.Should().Contain(["accounts", "invoices", "subscriptions", "contacts", "surveys"]);
        // Every transition changes its account's row.
        looked.Except(["transitions"]).Should().BeSubsetOf(noted);
        noted.Should().Contain(["holds", "tasks", "signals"], "the walk looks at them too");
    }

    private static Task<List<long?>> NotesAsync(TrackerApp app) =>
        app.DbAsync(db => db.Database.SqlQueryRaw<long?>("""select account_id as "Value" from plan_changes""").ToListAsync());

    /// <summary>Readers that come at once make it one after the other, and none sees half of it.</summary>
    [Fact]
    public async Task Many_readers_at_once_see_one_plan()
    {
        await using var app = await FrozenBook.StartAsync(
            postgres,
            new Policy { SurveyReleased = true },
            seed: 4,
            accounts: 120,
            stories: 4
        );
        var alone = await LinesAsync(app);
        for (var round = 0; round < 4; round++)
        {
            await app.DbAsync(db => db.Database.ExecuteSqlAsync($"delete from plan_basis"));
            var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LinesAsync(app)));
            seen.Should().OnlyContain(lines => lines.SequenceEqual(alone));
        }
        (await app.DbAsync(db => db.Database.SqlQueryRaw<int>("""select count(*)::int as "Value" from planned_moves""").SingleAsync()))
            .Should()
            .Be(alone.Count);
    }

    private static async Task<string> WriteAsync(TrackerApp app, int which, Random random)
    {
        var sql = string.Format(CultureInfo.InvariantCulture, s_writes[which], random.Next(1, 30), random.Next(40));
        await app.DbAsync(db => db.Database.ExecuteSqlRawAsync(sql));
        return sql;
    }

    private static async Task<string> DoAsync(TrackerApp app, ApiCaller api, Random random)
    {
        var account = $"account-{random.Next(160)}";
        var story = $"story-{random.Next(16)}";
        switch (random.Next(8))
        {
            case 0:
                var stage = s_stages[random.Next(s_stages.Length)];
                return $"{account} to {stage}: {(await api.PostAsync($"/accounts/{account}/stage", $$"""{ "stage": "{{stage}}" }""")).Status}";
            case 1:
                var playbook = s_playbooks[random.Next(s_playbooks.Length)];
                return $"hold of {playbook} on {account}: {(await api.PostAsync($"/accounts/{account}/holds/{playbook}", """{ "reason": "wait" }""")).Status}";
            case 2:
                var body = $$"""
                    { "name": "{{account}}", "plan": "payAsYouGo", "forecast": { "amount": {{random.Next(
                    2_000
                )}}, "currency": "USD" }, "nextRenewalOn": "2026-03-{{random.Next(10, 31)}}" }
                    """;
                return $"PUT {account}: {(await api.PutAsync($"/accounts/{account}", body)).Status}";
            case 3:
                await app.WorkAsync((await app.StoreAsync(Said.Replied(1 + random.NextDouble()).About(story))).SignalId);
                return $"{story} replied";
            case 4:
                var call = $"more-{random.Next(100_000)}";
                await app.WorkAsync(
                    (await app.StoreAsync(Said.Booked(1.2, call, on: 2 + (random.NextDouble() * 20)).About(story))).SignalId
                );
                return $"{story} booked {call}";
            case 5:
                app.Clock.Advance(TimeSpan.FromHours(random.Next(1, 9)));
                return "hours went by";
            case 6:
                await app.SweepAsync();
                return "the sweep of calls that are over";
            default:
                app.Clock.Advance(TimeSpan.FromMinutes(1));
                var run = $$"""{ "dryRun": false }""";
                return $"a run of large-invoice: {(await api.PostAsync("/playbooks/large-invoice/runs", run)).Status}";
        }
    }

    private static async Task<List<string>> LinesAsync(TrackerApp app)
    {
        var (plan, entries) = await app.PlanAsync();
        foreach (var state in PlannedStates.All)
            plan.Counts.Where(count => count.State == state).Sum(count => count.Entries).Should().Be(entries.Count(e => e.State == state));
        return
        [
            .. entries
                .Select(e =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{e.Day:yyyy-MM-dd} {e.AccountId} {e.At:O} {e.Playbook} {e.FromStage}→{e.ToStage} {e.State} {e.HoldId} {e.OwnerId} {e.Occasion} {e.DueOn:O} {e.Because}"
                    )
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    private static async Task<HashSet<long>> IdsAsync(TrackerApp app) =>
        [.. await app.DbAsync(db => db.Database.SqlQueryRaw<long>("""select id as "Value" from planned_moves""").ToListAsync())];
}
