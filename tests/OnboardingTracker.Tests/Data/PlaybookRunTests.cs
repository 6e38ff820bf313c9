using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data;

public sealed class PlaybookRunTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_new_lead_enters_stage_1_with_an_owner_and_the_ten_day_rule_moves_it_when_it_is_due()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.DbAsync(async db =>
        {
            db.Members.Add(
                new Member
                {
                    Email = "ann@example.com",
                    Name = "Ann",
                    Role = Role.Specialist,
                }
            );
            return await db.SaveChangesAsync();
        });
        var written = await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    "acme",
                    new AccountUpdate
                    {
                        Name = "Acme",
                        Plan = Plan.PayAsYouGo,
                        Forecast = new Money(250, "USD"),
                        NextRenewalOn = new DateOnly(2026, 3, 12),
                    },
                    [],
                    DetailSources.Api,
                    Ann
                )
        );
        var account = await app.DbAsync(db => db.Accounts.AsNoTracking().Include(a => a.Owner).FirstAsync());
        account.Stage.Should().Be("1");
        account.Owner!.Email.Should().Be("ann@example.com");
        account.Segments.Should().Equal("Onboarding Lead");

        var moved = await app.WithAsync(services =>
            services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(written.AccountId, "2", Ann))
        );
        moved.Should().BeOfType<MoveResult.Moved>();
        (await RunAsync(app, dryRun: true)).Touched.Should().Be(0, "the renewal is 11 days away");

        app.Clock.Advance(TimeSpan.FromDays(1));
        var dry = await RunAsync(app, dryRun: true);
        dry.Touched.Should().Be(1);
        var run = await RunAsync(app, dryRun: false, dry.Id);
        run.Touched.Should().Be(1);
        (await app.DbAsync(db => db.Accounts.AsNoTracking().FirstAsync())).Stage.Should().Be("5");
        (await RunAsync(app, dryRun: false)).Touched.Should().Be(0);

        var undone = await app.WithAsync(services => services.GetRequiredService<PlaybookUndo>().UndoAsync(run.Id, Ann));
        undone.Undone.Should().Be(1);
        (await app.DbAsync(db => db.Accounts.AsNoTracking().FirstAsync())).Stage.Should().Be("2");
        var again = await RunAsync(app, dryRun: true);
        (again.Touched, again.Held).Should().Be((0, 1));
    }

    private static Task<PlaybookRun> RunAsync(TrackerApp app, bool dryRun, long? basedOn = null) =>
        app.WithAsync(services =>
            services
                .GetRequiredService<PlaybookRunner>()
                .RunAsync(new RunRequest(PlaybookNames.FinalOutreachDue, dryRun, basedOn, RunTriggers.AskedFor, Ann))
        );
}
