using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Integrations;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Data.Notices;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Features.Notices;

/// <summary>What happens, and who is told of it: once, and never who did it.</summary>
public sealed class ToldTests(TestPostgres postgres)
{
    private const string Ann = "ann@example.com";
    private const string Bo = "bo@example.com";

    [Fact]
    public async Task A_new_lead_is_told_to_its_owner()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, Ann);

        var acme = await app.LeadAsync();

        (await ToldAsync(app)).Should().Equal($"{Ann}: New lead: acme -> /accounts/{acme}");
    }

    [Fact]
    public async Task A_lead_that_found_nobody_is_told_to_who_appears_and_many_at_once_are_one_notice()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        for (var i = 0; i < 7; i++)
            await app.LeadAsync($"lead{i}");

        await app.WithAsync(services =>
            services.GetRequiredService<TeamChanges>().AddAsync(Ann, "Ann", Role.Specialist, Actor.User(Bo), Role.Admin)
        );

        (await ToldAsync(app)).Should().Equal($"{Ann}: You have 7 new leads -> /");
    }

    [Fact]
    public async Task An_account_that_somebody_else_gives_me_is_told_and_one_that_I_take_is_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        var ann = await app.AddMemberAsync(Role.Lead, Ann);
        var bo = await app.AddMemberAsync(Role.Lead, Bo);

        await GiveAsync(app, acme, bo.Id, by: Bo);
        await GiveAsync(app, acme, ann.Id, by: Bo);
        await GiveAsync(app, acme, ann.Id, by: Bo);

        (await ToldAsync(app)).Should().Equal($"{Ann}: acme is yours now -> /accounts/{acme}");
    }

    [Fact]
    public async Task Who_inherits_accounts_is_told_how_many()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await app.AddMemberAsync(Role.Specialist, Ann, "Ann");
        await app.LeadAsync("one");
        await app.LeadAsync("two");
        var bo = await app.AddMemberAsync(Role.Specialist, Bo);
        await app.DbAsync(db => db.Notices.ExecuteDeleteAsync());

        await app.WithAsync(services =>
            services
                .GetRequiredService<TeamChanges>()
                .ChangeAsync(ann.Id, new MemberUpdate { Active = false, ReassignTo = bo.Id }, Actor.User("dana@example.com"), Role.Admin)
        );

        (await ToldAsync(app)).Should().Equal($"{Bo}: Ann's accounts are yours now: 2 -> /");
    }

    [Fact]
    public async Task A_task_is_told_to_who_has_it_by_somebody_else()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        var ann = await app.AddMemberAsync(Role.Lead, Ann);
        var bo = await app.AddMemberAsync(Role.Lead, Bo);

        var task = await AddTaskAsync(app, acme, "Call them", ann.Id, by: Bo);
        await AddTaskAsync(app, acme, "My own", ann.Id, by: Ann);
        await AddTaskAsync(app, acme, "Nobody's", null, by: Bo);
        await ChangeTaskAsync(app, task, new TaskEdit { Title = "Call them today" }, by: Bo);
        await ChangeTaskAsync(app, task, new TaskEdit { AssigneeId = bo.Id }, by: Ann);

        (await ToldAsync(app))
            .Should()
            .Equal($"{Ann}: Your task: Call them -> /tasks/{task}", $"{Bo}: Your task: Call them today -> /tasks/{task}");
    }

    [Fact]
    public async Task What_a_customer_says_is_told_to_the_owner_once_and_not_what_a_machine_says_or_was_said_long_ago()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist, Ann);
        var acme = await app.LeadAsync();
        await app.DbAsync(db => db.Notices.ExecuteDeleteAsync());

        var reply = await app.TellAsync(Mail(app, genuine: true));
        await app.WithAsync(services => services.GetRequiredService<SignalWorker>().ReplayAsync(reply.Id));
        await app.TellAsync(Mail(app, genuine: false));
        await app.TellAsync(Mail(app, genuine: true) with { OccurredAt = app.Clock.GetUtcNow().AddDays(-8) });
        await app.TellAsync(
            new SignalFact
            {
                Kind = SignalKinds.CallBooked,
                OccurredAt = app.Clock.GetUtcNow(),
                Call = new() { Call = "one", StartsAt = app.Clock.GetUtcNow().AddDays(2) },
            }.About("acme")
        );

        (await ToldAsync(app))
            .Should()
            .Equal($"{Ann}: acme wrote: Re: Hello -> /accounts/{acme}", $"{Ann}: acme booked a call -> /accounts/{acme}");
    }

    [Fact]
    public async Task An_unknown_buyer_is_told_to_leads_and_admins_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        foreach (var role in Enum.GetValues<Role>())
            await app.AddMemberAsync(role);
        var bought = new SignalFact
        {
            Kind = SignalKinds.ConsultationPurchased,
            OccurredAt = app.Clock.GetUtcNow(),
            Purchase = new() { Order = "1001" },
            About = new() { Emails = ["jo@elsewhere.example"] },
        };

        var signal = await app.TellAsync(bought, "order 1001");
        await app.WithAsync(services => services.GetRequiredService<SignalWorker>().ReplayAsync(signal.Id));

        (await ToldAsync(app))
            .Should()
            .BeEquivalentTo(
                new[] { "lead", "admin" }.Select(role =>
                    $"{role}@example.com: jo@elsewhere.example bought the consultation, and it is not known whose that is -> /signals/{signal.Id}"
                )
            );
    }

    [Fact]
    public async Task A_source_that_fell_silent_is_told_once_per_silence()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.AddMemberAsync(Role.Admin, Ann);
        for (var i = 0; i < 6; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await app.TellAsync(Mail(app, genuine: false));
        }
        await LookAsync(app);
        (await ToldAsync(app)).Should().BeEmpty();

        app.Clock.Advance(TimeSpan.FromHours(25));
        await LookAsync(app);
        app.Clock.Advance(TimeSpan.FromHours(25));
        await LookAsync(app);

        (await ToldAsync(app)).Should().Equal($"{Ann}: test has fallen silent -> /integrations/test");
        await app.TellAsync(Mail(app, genuine: false));
        app.Clock.Advance(TimeSpan.FromDays(5));
        await LookAsync(app);
        (await ToldAsync(app)).Should().HaveCount(2, "it spoke, and fell silent again");
        acme.Should().BePositive();
    }

    [Fact]
    public async Task A_run_that_failed_is_told_to_leads_and_admins()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddMemberAsync(Role.Specialist);
        await app.AddMemberAsync(Role.Lead, Ann);
        await app.DbAsync(db => db.Database.ExecuteSqlAsync($"alter table holds rename to lost"));

        var run = () =>
            app.WithAsync(services =>
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

        await run.Should().ThrowAsync<Exception>();
        (await ToldAsync(app)).Should().Equal($"{Ann}: final-outreach-due failed -> /playbooks/final-outreach-due/runs/1");
    }

    private static SignalFact Mail(TrackerApp app, bool genuine) =>
        new SignalFact
        {
            Kind = SignalKinds.EmailReceived,
            OccurredAt = app.Clock.GetUtcNow(),
            Mail = new()
            {
                From = "kim@acme.example",
                Subject = "Re: Hello",
                Genuine = genuine,
            },
        }.About("acme");

    private static Task<int> LookAsync(TrackerApp app) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<SilentSourcesJob>().RunAsync(CancellationToken.None);
            return 0;
        });

    private static Task<EditResult> GiveAsync(TrackerApp app, long account, int owner, string by) =>
        app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .EditAsync(account, new AccountUpdate { OwnerId = owner }, new Dictionary<string, string?>(), Actor.User(by))
        );

    private static async Task<long> AddTaskAsync(TrackerApp app, long account, string title, int? assignee, string by) =>
        (
            await app.WithAsync(services =>
                services.GetRequiredService<TaskChanges>().AddAsync(account, title, TaskKinds.FollowUp, null, assignee, Actor.User(by))
            )
        ).Id;

    private static Task<TaskResult> ChangeTaskAsync(TrackerApp app, long task, TaskEdit edit, string by) =>
        app.WithAsync(services => services.GetRequiredService<TaskChanges>().ChangeAsync(task, edit, Actor.User(by)));

    /// <summary>Who was told what, and where it leads, the oldest first.</summary>
    private static async Task<List<string>> ToldAsync(TrackerApp app)
    {
        var members = await app.DbAsync(db => db.Members.ToDictionaryAsync(m => m.Id, m => m.Email));
        return [.. (await app.NoticesAsync()).Select(n => $"{members[n.MemberId]}: {n.Title} -> {n.Link}")];
    }
}
