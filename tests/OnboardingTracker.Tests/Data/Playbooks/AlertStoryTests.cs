using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Api;
using OnboardingTracker.Tests.Features.Signals;

namespace OnboardingTracker.Tests.Data.Playbooks;

/// <summary>Alerts from the first signal to the last, through the running app. It is 1 March 2026, 09:00.</summary>
public sealed class AlertStoryTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_failed_payment_is_one_alert_that_later_attempts_update_and_payment_closes()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500, attempt: 1));

        var raised = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (raised.Kind, raised.State, raised.DueOn).Should().Be((TaskKinds.FailedPayment, TaskState.Open, new DateOnly(2026, 3, 1)));
        raised.Title.Should().Be("Payment failed: invoice in_1, 500.00 USD");

        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500, attempt: 2));
        await DailyAsync(app, PlaybookNames.FailedPayment);
        var updated = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (updated.Id, updated.Figures!.Attempts, updated.DueOn).Should().Be((raised.Id, 2, raised.DueOn));

        await app.TellAsync(Bill(app, SignalKinds.InvoicePaid, 500));
        var closed = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (closed.State, closed.ClosedBecause).Should().Be((TaskState.Done, "the invoice was paid"));

        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500, attempt: 3));
        (await TasksAsync(app, acme)).Should().ContainSingle().Which.IsLive.Should().BeFalse("what was paid stays paid");
    }

    [Fact]
    public async Task The_first_word_may_be_the_last_payment_before_failure_and_a_voided_invoice_is_called_off()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.TellAsync(Bill(app, SignalKinds.InvoicePaid, 500));
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500));
        (await TasksAsync(app, acme)).Should().BeEmpty();

        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 80, invoice: "in_2"));
        await app.TellAsync(Bill(app, SignalKinds.InvoiceVoided, 80, invoice: "in_2"));
        var task = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (task.State, task.ClosedBecause).Should().Be((TaskState.Canceled, "the invoice was voided"));
    }

    [Fact]
    public async Task A_large_bill_shrinks_grows_is_paid_and_is_another_one_in_the_next_period()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await ReleaseAsync(app, PlaybookNames.LargeInvoice);
        await app.TellAsync(Upcoming(app, 1200, inDays: 20));
        var raised = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (raised.Kind, raised.DueOn, raised.Figures!.Amount).Should().Be((TaskKinds.LargeInvoice, new DateOnly(2026, 3, 14), 1200m));

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.TellAsync(Upcoming(app, 300, inDays: 19));
        var shrunk = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        shrunk.State.Should().Be(TaskState.Canceled);
        shrunk.ClosedBecause.Should().StartWith("no longer large: 300.00 USD");

        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.TellAsync(Upcoming(app, 1500, inDays: 18));
        var grown = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (grown.Id, grown.State, grown.Figures!.Amount).Should().Be((raised.Id, TaskState.Open, 1500m));

        app.Clock.Advance(TimeSpan.FromDays(18));
        await app.TellAsync(Bill(app, SignalKinds.InvoiceChanged, 1500, periodEnd: app.Clock.GetUtcNow()));
        await DailyAsync(app, PlaybookNames.LargeInvoice);
        (await TasksAsync(app, acme)).Should().ContainSingle().Which.IsLive.Should().BeTrue("it is still to be paid");
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.TellAsync(Bill(app, SignalKinds.InvoicePaid, 1500, periodEnd: app.Clock.GetUtcNow().AddHours(-2)));
        (await TasksAsync(app, acme)).Should().ContainSingle().Which.ClosedBecause.Should().Be("the invoice was paid");

        app.Clock.Advance(TimeSpan.FromDays(15));
        await app.TellAsync(Upcoming(app, 1600, inDays: 15));
        var tasks = await TasksAsync(app, acme);
        tasks.Should().HaveCount(2);
        (tasks[1].State, tasks[1].Figures!.LastPaid).Should().Be((TaskState.Open, 1500m));
    }

    [Fact]
    public async Task Never_contacted_closes_itself_when_somebody_writes()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await RenewsAsync(app, "2026-03-09");
        await DailyAsync(app, PlaybookNames.NeverContacted);
        (await TasksAsync(app, acme)).Should().BeEmpty("no lead has run it yet");

        await ReleaseAsync(app, PlaybookNames.NeverContacted);
        (await TasksAsync(app, acme)).Should().ContainSingle().Which.Title.Should().Be("Never contacted: renews on 2026-03-09");
        using (var api = app.Api())
            (await api.PostAsync("/accounts/acme/stage", """{ "stage": "2" }""")).ShouldBe(200);

        var closed = (await TasksAsync(app, acme)).Should().ContainSingle().Subject;
        (closed.State, closed.ClosedBecause).Should().Be((TaskState.Done, "the account is in 2"));
    }

    [Fact]
    public async Task Alerts_of_an_account_that_comes_to_be_with_Sales_close_and_the_owner_is_asked_to_hand_off()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var api = app.Api();
        (await api.PutAsync("/accounts/acme", """{ "salesOwner": "ae@example.com" }""")).ShouldBe(200);

        var tasks = await TasksAsync(app, acme);
        (tasks[0].State, tasks[0].ClosedBecause).Should().Be((TaskState.Canceled, "the account is with Sales (ae@example.com)"));
        (tasks[1].Kind, tasks[1].Title, tasks[1].State).Should().Be((TaskKinds.HandOff, "Sales is on it: hand off?", TaskState.Open));
        (await api.GetAsync("/accounts/acme"))["stage"]["code"]!.GetValue<string>().Should().Be("1", "nothing moves by it");

        (await api.PutAsync("/accounts/acme", """{ "salesOwner": null }""")).ShouldBe(200);
        (await TasksAsync(app, acme)).Select(task => task.IsLive).Should().Equal(true, false);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await api.PutAsync("/accounts/acme", """{ "plan": "annual" }""")).ShouldBe(200);
        var annual = (await TasksAsync(app, acme)).Should().HaveCount(3).And.Subject.Last();
        (annual.Kind, annual.Details).Should().Be((TaskKinds.HandOff, "Its plan has become annual."));
        (await api.PostAsync("/accounts/acme/stage", """{ "stage": "6c", "reason": "they took it" }""")).ShouldBe(200);
        (await TasksAsync(app, acme)).Should().NotContain(task => task.IsLive);
    }

    [Fact]
    public async Task It_goes_to_the_alert_assignee_and_to_the_fallback_while_they_are_away()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        var magda = await app.AddMemberAsync("magda@example.com", Role.Specialist);
        var fallback = await app.AddMemberAsync("finn@example.com", Role.Lead);
        using (var client = await PageClient.SignedInAsync(app, Role.Lead))
        {
            var desk = new Dictionary<string, string> { ["alertAssignee"] = $"{magda.Id}", ["fallbackAssignee"] = $"{fallback.Id}" };
            using var saved = await client.PostAsync("/team?handler=Desk", desk, "/team");
            saved.StatusCode.Should().Be(System.Net.HttpStatusCode.Found);
        }
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500));
        using var api = app.Api();
        (await api.PatchAsync("/members/magda@example.com", """{ "absent": true }""")).ShouldBe(200);
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 700, invoice: "in_2"));

        var tasks = await TasksAsync(app, acme);
        tasks.Select(task => task.AssigneeId).Should().Equal(fallback.Id, fallback.Id);
        tasks.Select(task => task.AwayMemberId).Should().Equal([magda.Id, magda.Id], "they go back when she is there again");
        (await app.DbAsync(db => db.AuditEntries.Where(entry => entry.Action == "team settings changed").CountAsync())).Should().Be(1);
        (await app.DbAsync(db => db.Notices.Where(notice => notice.MemberId == magda.Id).CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Run_twice_late_and_again_there_is_one_task()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await RenewsAsync(app, "2026-03-09");
        await ReleaseAsync(app, PlaybookNames.NeverContacted);
        for (var day = 0; day < 3; day++)
        {
            app.Clock.Advance(TimeSpan.FromDays(3));
            await DailyAsync(app, PlaybookNames.NeverContacted);
            await DailyAsync(app, PlaybookNames.NeverContacted);
        }
        (await TasksAsync(app, acme)).Should().ContainSingle().Which.IsLive.Should().BeTrue();
        (await app.DbAsync(db => db.PlaybookRunItems.CountAsync(item => item.Kind == RunItemKind.Touched))).Should().Be(1);
    }

    [Fact]
    public async Task What_a_person_has_done_is_not_raised_again()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var acme = await app.LeadAsync();
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500));
        var task = (await TasksAsync(app, acme)).Single();
        using var api = app.Api();
        (await api.PatchAsync($"/tasks/{task.Id}", """{ "state": "done" }""")).ShouldBe(200);
        app.Clock.Advance(TimeSpan.FromDays(3));
        await app.TellAsync(Bill(app, SignalKinds.PaymentFailed, 500, attempt: 2));
        await DailyAsync(app, PlaybookNames.FailedPayment);

        (await TasksAsync(app, acme)).Should().ContainSingle().Which.State.Should().Be(TaskState.Done);
        var why = (await api.GetAsync("/accounts/acme/why")).ShouldBe(200)["playbooks"].AsArray();
        var failed = why.Single(playbook => playbook!["name"]!.GetValue<string>() == "failed-payment")!;
        failed["wouldMove"]!.GetValue<bool>().Should().BeFalse();
        failed["conditions"]!.AsArray().Last()!["value"]!.GetValue<string>().Should().StartWith("closed by api:");
    }

    internal static SignalFact Bill(
        TrackerApp app,
        string kind,
        decimal amount,
        int? attempt = null,
        string invoice = "in_1",
        DateTimeOffset? periodEnd = null
    ) =>
        new SignalFact
        {
            Kind = kind,
            OccurredAt = app.Clock.GetUtcNow(),
            Invoice = new InvoiceFact
            {
                Invoice = invoice,
                AmountDue = amount,
                AmountPaid = kind == SignalKinds.InvoicePaid ? amount : null,
                Currency = "USD",
                Attempt = attempt,
                PeriodEnd = periodEnd,
                Subscription = "sub_1",
            },
        }.About("acme");

    internal static SignalFact Upcoming(TrackerApp app, decimal amount, int inDays) =>
        new SignalFact
        {
            Kind = SignalKinds.InvoiceUpcoming,
            OccurredAt = app.Clock.GetUtcNow(),
            Invoice = new InvoiceFact
            {
                AmountDue = amount,
                Currency = "USD",
                PeriodEnd = app.Clock.GetUtcNow().AddDays(inDays),
                Subscription = "sub_1",
            },
        }.About("acme");

    internal static Task<List<AccountTask>> TasksAsync(TrackerApp app, long account) =>
        app.DbAsync(db => db.Tasks.AsNoTracking().Where(task => task.AccountId == account).OrderBy(task => task.Id).ToListAsync());

    internal static async Task RenewsAsync(TrackerApp app, string day, string account = "acme")
    {
        using var api = app.Api();
        (await api.PutAsync($"/accounts/{account}", $$"""{ "nextRenewalOn": "{{day}}" }""")).ShouldBe(200);
    }

    internal static Task DailyAsync(TrackerApp app, string playbook) =>
        app.WithAsync(async services =>
        {
            await ActivatorUtilities.CreateInstance<DailyPlaybookJob>(services).RunAsync(playbook, TestContext.Current.CancellationToken);
            return true;
        });

    /// <summary>A lead runs it once for real.</summary>
    internal static async Task ReleaseAsync(TrackerApp app, string playbook)
    {
        using var api = await app.ApiAsync(Role.Lead, $"lead of {Guid.NewGuid()}");
        (await api.PostAsync($"/playbooks/{playbook}/runs", """{ "dryRun": false }""")).ShouldBe(200);
    }
}
