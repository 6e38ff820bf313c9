using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data;

public sealed class AccountEditTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");
    private static readonly Actor Ben = Actor.User("ben@example.com");

    [Fact]
    public async Task Two_people_who_edit_one_detail_see_each_other_s_change_and_not_each_other_s_loss()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app);

        (await EditAsync(app, id, "Acme Robotics", saw: "Acme", Ann)).Should().Be(new EditResult.Saved(true));
        var second = await EditAsync(app, id, "ACME", saw: "Acme", Ben);

        var conflict = second.Should().BeOfType<EditResult.Conflict>().Subject;
        (conflict.Detail, conflict.Now, conflict.Last!.Actor).Should().Be(("name", "Acme Robotics", Ann));
        (await NameAsync(app)).Should().Be("Acme Robotics");
    }

    [Fact]
    public async Task Two_people_who_edit_different_details_or_say_the_same_do_not_meet()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app);
        await EditAsync(app, id, "Acme Robotics", saw: "Acme", Ann);

        (await EditAsync(app, id, "Acme Robotics", saw: "Acme", Ben)).Should().Be(new EditResult.Saved(false));
        var plan = await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().EditAsync(id, new AccountUpdate { Plan = Plan.Annual }, Saw("plan", "other"), Ben)
        );
        plan.Should().Be(new EditResult.Saved(true));
    }

    [Fact]
    public async Task Every_detail_reads_as_history_writes_it()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await AccountAsync(app);
        var update = new AccountUpdate
        {
            Name = "A",
            Domain = "a.example",
            Plan = Plan.PayAsYouGo,
            Program = "yc",
            Forecast = new Money(12.5m, "EUR"),
            NextRenewalOn = new DateOnly(2026, 4, 1),
            StripeCustomerId = "cus_1",
            SalesOwner = "ae@example.com",
            LegacySegment = true,
        };

        await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().EditAsync(id, update, new Dictionary<string, string?>(), Ann)
        );

        var (account, change) = await app.DbAsync(async db =>
            (await db.Accounts.AsNoTracking().SingleAsync(), await db.AccountChanges.AsNoTracking().OrderBy(c => c.Id).LastAsync())
        );
        change.Values.Should().HaveCount(9);
        foreach (var (detail, values) in change.Values)
            account.TextOf(detail, null).Should().Be(values[1], detail);
    }

    [Fact]
    public async Task A_contact_s_name_can_be_cleared_but_is_not_lost_by_silence()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AccountAsync(app, new ContactUpdate("rosa@acme.example", "Rosa", "CTO"));

        await AccountAsync(app, new ContactUpdate("rosa@acme.example", null, ""));

        var contact = await app.DbAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        (contact.Name, contact.Role).Should().Be(("Rosa", null));
    }

    private static async Task<long> AccountAsync(TrackerApp app, params ContactUpdate[] contacts) =>
        (
            await app.WithAsync(services =>
                services
                    .GetRequiredService<AccountWrites>()
                    .UpsertAsync("acme", new AccountUpdate { Name = "Acme" }, contacts, DetailSources.Api, Ann)
            )
        ).AccountId;

    private static Task<EditResult> EditAsync(TrackerApp app, long id, string name, string saw, Actor actor) =>
        app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().EditAsync(id, new AccountUpdate { Name = name }, Saw("name", saw), actor)
        );

    private static Dictionary<string, string?> Saw(string detail, string value) => new() { [detail] = value };

    private static Task<string> NameAsync(TrackerApp app) => app.DbAsync(db => db.Accounts.Select(a => a.Name).SingleAsync());
}
