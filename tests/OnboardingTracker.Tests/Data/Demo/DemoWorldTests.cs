using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Demo;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Billing;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Demo;

public sealed class DemoWorldTests(TestPostgres postgres)
{
    [Fact]
    public async Task The_demo_is_one_consistent_world_and_is_never_written_over_anything()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        (await WriteAsync(app)).Should().BeTrue();
        (await WriteAsync(app)).Should().BeFalse("the database is not empty any more");

        await app.DbAsync(async db =>
        {
            var stages = new StageCatalogue(StageCatalogue.Shipped);
            var accounts = await db.Accounts.AsNoTracking().ToListAsync();
            accounts.Should().HaveCount(400);
            accounts.Select(a => a.Name).Should().OnlyHaveUniqueItems();
            accounts.Select(a => a.Stage).Where(s => s != null).Distinct().Should().BeEquivalentTo(stages.InOrder.Select(s => s.Code));
            var today = new DateOnly(2026, 3, 1);
            accounts.Should().Contain(a => a.InWork && a.NextRenewalOn < today).And.Contain(a => a.InWork && a.NextRenewalOn > today);

            var transitions = (await db.Transitions.AsNoTracking().ToListAsync()).ToLookup(t => t.AccountId);
            foreach (var account in accounts)
            {
                // Engagement comes by signals as well, which a transition does not tell of.
                account
                    .PipelineState.Should()
                    .BeEquivalentTo(
                        PipelineHistory.Replay([.. transitions[account.Id]], stages),
                        options => options.Excluding(state => state.Engagement),
                        account.Name
                    );
                transitions[account.Id].All(t => t.At <= app.Clock.GetUtcNow()).Should().BeTrue(account.Name);
                transitions[account.Id].OrderBy(t => t.Id).Select(t => t.At).Should().BeInAscendingOrder();
            }
            (await db.Holds.CountAsync()).Should().BePositive();
            transitions
                .SelectMany(t => t)
                .Count(t => t.At >= app.Clock.GetUtcNow())
                .Should()
                .Be(0, "the signals called for no move but those of the plan");
            accounts.Count(a => a.EngagedAt != null).Should().BeGreaterThan(150);
            accounts.Count(a => a.SignalReviewAt != null).Should().BePositive("calls are to come");
            foreach (var kind in TaskKinds.Alerts)
                (await db.Tasks.CountAsync(t => t.Kind == kind && t.State == TaskState.Open)).Should().BeInRange(1, 100, kind);
            (await db.Signals.CountAsync(s => s.State == SignalState.Unmatched)).Should().Be(3);
            (await db.Invoices.CountAsync(i => i.FailedAt != null && i.State == InvoiceState.Open)).Should().BePositive();
            var runs = await db.PlaybookRuns.AsNoTracking().ToListAsync();
            runs.Where(r => PlaybookBook.Find(r.Playbook)!.Alert is null)
                .Sum(r => r.Touched)
                .Should()
                .Be(await db.Transitions.CountAsync(t => t.PlaybookRunId != null));

            var context = await db.RunContextAsync(app.Clock.GetUtcNow());
            (await db.Due(FinalOutreachDue.Playbook, context).CountAsync())
                .Should()
                .BeInRange(1, 20, "there is something to try a dry run on");
            return true;
        });
    }

    private static Task<bool> WriteAsync(TrackerApp app) =>
        app.WithAsync(services => services.GetRequiredService<DemoWorld>().WriteAsync());
}
