using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Playbooks;
using OnboardingTracker.Tests.Domain.Signals;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Dashboard.Planned;

/// <summary>A random book of which nothing changes any more but the clock: accounts in all stages, bills, holds, and calls still to come.</summary>
internal static class FrozenBook
{
    /// <param name="off">The playbooks that are switched off.</param>
    /// <param name="waiting">Those that no lead has run yet.</param>
    /// <param name="stories">How many accounts have signals and a history of their own.</param>
    public static async Task<TrackerApp> StartAsync(
        TestPostgres postgres,
        Policy policy,
        int seed,
        int accounts,
        int stories,
        IReadOnlyList<string>? off = null,
        IReadOnlyList<string>? waiting = null
    )
    {
        var app = await TrackerApp.StartAsync(
            postgres,
            services: services =>
                services
                    .AddSingleton(new OwnMailSettings("onboarding@example.com", new Uri("https://tracker.example.com")))
                    .AddScoped<DailyPlaybookJob>()
        );
        app.Clock.SetUtcNow(SignalTeller.Entry);
        var random = new Random(seed);
        await app.DbAsync(async db =>
        {
            db.PolicyVersions.Add(
                new PolicyVersion
                {
                    Version = 1,
                    Policy = policy,
                    ChangedAt = SignalTeller.Entry,
                    ChangedBy = Actor.User("ann@example.com"),
                }
            );
            return await db.SaveChangesAsync();
        });
        for (var i = 0; i < stories; i++)
            await StoryAsync(app, $"story-{i}", random);
        app.Clock.SetUtcNow(SignalTeller.Entry.AddDays(1).AddMinutes(random.Next(0, 24 * 60)).AddSeconds(17));
        await RandomBook.WriteAsync(app.ConnectionString, accounts, seed, app.Clock.GetUtcNow());
        await SpreadAsync(app, random);
        await app.DbAsync(async db =>
        {
            foreach (var playbook in off ?? [])
                db.PlaybookSwitches.Add(new PlaybookSwitch { Playbook = playbook, Enabled = false });
            foreach (var playbook in PlaybookBook.All.Where(p => p.WaitsForFirstRun && waiting?.Contains(p.Name) != true))
                db.PlaybookRuns.Add(
                    new PlaybookRun
                    {
                        Playbook = playbook.Name,
                        Trigger = RunTriggers.AskedFor,
                        RequestedBy = Actor.User("lee@example.com"),
                        RequestedAt = SignalTeller.Entry,
                        State = RunState.Completed,
                    }
                );
            return await db.SaveChangesAsync();
        });
        return app;
    }

    /// <summary>A lead that was written to, answered, booked calls or bought one, as it comes.</summary>
    private static async Task StoryAsync(TrackerApp app, string name, Random random)
    {
        await app.LeadAsync(name);
        var told = new List<SignalFact>();
        if (random.Next(5) > 0)
            told.Add(Said.Sent(0.1, id: $"sent-{name}"));
        if (random.Next(3) == 0)
            told.Add(Said.Replied(0.2));
        for (var call = random.Next(4); call > 0; call--)
            told.Add(Said.Booked(0.3 + (call / 100.0), $"{name}-{call}", on: 0.4 + (random.NextDouble() * 33)));
        if (random.Next(8) == 0)
            told.Add(Said.Canceled(0.5, $"{name}-1", on: 3));
        if (random.Next(12) == 0)
            told.Add(Said.Bought(0.6, $"order-{name}"));
        foreach (var fact in told)
            await app.WorkAsync((await app.StoreAsync(fact.About(name))).SignalId);
    }

    /// <summary>Renewals and outcomes over the whole month and beyond, and holds on what the stories call for.</summary>
    private static Task<int> SpreadAsync(TrackerApp app, Random random) =>
        app.DbAsync(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                select setseed({0});
                update accounts set next_renewal_on = date '2026-03-03' + (random() * 50)::int - 2 where random() < 0.75;
                update accounts set stage_entered_at = {1} - random() * interval '6 days', stage = '6a', in_work = false
                where external_id like 'story-%' and signal_review_at is not null and random() < 0.1;
                insert into holds (account_id, passage, playbook, placed_at, placed_by, reason, until_new_signal)
                select id, passage, playbook, {1}, 'user:ann@example.com', 'not yet', false
                from accounts, unnest(array['call-completed', 'final-outreach-due', 'late-engagement']) playbook
                where external_id like 'story-%' and random() < 0.1
                on conflict do nothing;
                """,
                (random.NextDouble() * 2) - 1,
                app.Clock.GetUtcNow()
            )
        );

    /// <summary>"2026-03-05 17 call-completed 3b → 4a".</summary>
    public static string Line(DateOnly day, long account, string playbook, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {account} {playbook} {what}");
}
