using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Import;

public sealed class ImportMigrationTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_migrated_stage_is_dated_as_given_and_marked_so()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync("externalId,stage,stageEnteredOn\nacme,3a,2026-01-15\n", migrate: true);

        import.Created.Should().Be(1);
        var at = new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);
        var account = await world.AccountAsync("acme");
        account
            .Should()
            .BeEquivalentTo(
                new
                {
                    Stage = "3a",
                    StageEnteredAt = at,
                    Passage = 1,
                    PassageBeganAt = at,
                    InWork = true,
                    EngagedAt = at,
                    EngagedBy = "stated by root@team.example",
                }
            );
        var transition = (await TransitionsAsync(world, "acme")).Should().ContainSingle().Subject;
        transition
            .Should()
            .BeEquivalentTo(
                new
                {
                    From = (string?)null,
                    To = "3a",
                    At = at,
                    Migrated = true,
                    Actor = ImportWorld.Admin,
                }
            );
        transition.Evidence!.Facts.Should().ContainSingle().Which.Value.Should().Be($"import {import.Id}, line 2");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("2", true)]
    [InlineData("3a", true)]
    [InlineData("3b", true)]
    [InlineData("4a", true)]
    [InlineData("4b", true)]
    [InlineData("5", true)]
    [InlineData("6a", false)]
    [InlineData("6b", false)]
    [InlineData("6c", false)]
    [InlineData("6d", false)]
    [InlineData("7", true)]
    public async Task Every_stage_can_be_taken_over(string stage, bool inWork)
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        await world.ImportAsync($"externalId,stage,stageEnteredOn\nacme,{stage},2026-01-15\n", migrate: true);

        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Stage = stage, InWork = inWork });
    }

    [Fact]
    public async Task A_whole_history_comes_in_row_by_row_and_again_changes_nothing()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        const string file =
            "externalId,name,stage,stageEnteredOn\n"
            + "acme,Acme,1,2026-01-01\nacme,Acme,2,2026-01-05\nacme,Acme,4a,2026-01-20\nacme,Acme,6b,2026-02-10\n"
            + "beta,Beta,1,2026-01-02\n";

        var first = await world.ImportAsync(file, migrate: true);
        var before = await world.SnapshotAsync();
        var again = await world.ImportAsync(file, migrate: true);

        first
            .Should()
            .BeEquivalentTo(
                new
                {
                    Created = 2,
                    Updated = 3,
                    Rejected = 0,
                }
            );
        (await TransitionsAsync(world, "acme"))
            .Select(t => (t.From, t.To, t.At.Day))
            .Should()
            .Equal((null, "1", 1), ("1", "2", 5), ("2", "4a", 20), ("4a", "6b", 10));
        again
            .Should()
            .BeEquivalentTo(
                new
                {
                    Unchanged = 5,
                    Updated = 0,
                    Rejected = 0,
                }
            );
        (await world.SnapshotAsync()).Should().Be(before);
    }

    [Fact]
    public async Task What_happened_here_is_not_turned_back_by_a_file()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.ImportAsync("externalId,stage,stageEnteredOn\nacme,2,2026-01-05\n", migrate: true);
        var id = (await world.AccountAsync("acme")).Id;
        await world.App.WithAsync(services =>
            services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, "4a", Actor.User("ann@team.example")))
        );

        var import = await world.ImportAsync("externalId,name,stage,stageEnteredOn\nacme,New name,3a,2026-01-20\n", migrate: true);

        import.Should().BeEquivalentTo(new { Rejected = 1, Updated = 0 });
        var rejection = (await world.RejectionsAsync(import.Id)).Should().ContainSingle().Subject;
        rejection.Field.Should().Be("stage");
        rejection.Reason.Should().StartWith("The account is in 4a Intro Call Completed since 2026-03-01");
        (await world.AccountAsync("acme")).Should().BeEquivalentTo(new { Stage = "4a", Name = "acme" });
    }

    [Fact]
    public async Task The_rules_of_every_move_hold_for_a_migrated_one()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        var import = await world.ImportAsync("externalId,stage,stageEnteredOn\nacme,3a,2026-01-05\nacme,6a,2026-01-20\n", migrate: true);

        import.Should().BeEquivalentTo(new { Created = 1, Rejected = 1 });
        (await world.RejectionsAsync(import.Id)).Single().Reason.Should().Contain("has engaged").And.Contain("6b");
        (await world.AccountAsync("acme")).Stage.Should().Be("3a");
    }

    [Fact]
    public async Task A_day_is_the_teams()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        await world.App.DbAsync(async db =>
        {
            db.PolicyVersions.Add(
                new()
                {
                    Version = 1,
                    Policy = new() { TimeZone = "America/New_York" },
                    ChangedAt = world.App.Clock.GetUtcNow(),
                    ChangedBy = ImportWorld.Admin,
                }
            );
            return await db.SaveChangesAsync();
        });

        await world.ImportAsync("externalId,stage,stageEnteredOn\nacme,1,2026-01-15\n", migrate: true);

        (await world.AccountAsync("acme")).StageEnteredAt.Should().Be(new DateTimeOffset(2026, 1, 15, 5, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_migrated_lead_in_the_pipeline_is_a_member_of_the_segment()
    {
        await using var world = await ImportWorld.StartAsync(postgres);

        await world.ImportAsync(
            "externalId,plan,forecastAmount,stage,stageEnteredOn\nacme,payAsYouGo,500,2,2026-01-15\nbeta,free,500,2,2026-01-15\n",
            migrate: true
        );

        (await world.AccountAsync("acme")).Segments.Should().Equal("Onboarding Lead");
        (await world.AccountAsync("beta")).Segments.Should().BeEmpty();
    }

    private static Task<List<Transition>> TransitionsAsync(ImportWorld world, string externalId) =>
        world.App.DbAsync(db =>
            db.Transitions.AsNoTracking()
                .Where(t => db.Accounts.Any(a => a.Id == t.AccountId && a.ExternalId == externalId))
                .OrderBy(t => t.Id)
                .ToListAsync()
        );
}
