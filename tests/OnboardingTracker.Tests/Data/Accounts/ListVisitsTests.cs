using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Accounts;

public sealed class ListVisitsTests(TestPostgres postgres)
{
    [Fact]
    public async Task What_is_new_is_counted_from_the_end_of_the_visit_before()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var member = await app.DbAsync(async db =>
        {
            var ann = new Member
            {
                Email = "ann@example.com",
                Name = "Ann",
                Role = Role.Specialist,
            };
            db.Members.Add(ann);
            await db.SaveChangesAsync();
            return ann.Id;
        });
        var nine = app.Clock.GetUtcNow();

        (await LookAsync(0)).Should().BeNull("nothing is new at the first visit");
        (await LookAsync(29)).Should().BeNull("the same visit");
        (await LookAsync(59)).Should().BeNull("30 minutes after the last look is still the same visit");
        (await LookAsync(90)).Should().Be(nine.AddMinutes(59), "31 minutes later is another one");
        (await LookAsync(100)).Should().Be(nine.AddMinutes(59), "the marks stay while the visit lasts");
        (await LookAsync(129, looking: false)).Should().Be(nine.AddMinutes(59));
        (await LookAsync(140, looking: false)).Should().Be(nine.AddMinutes(100), "a page that refreshes itself shows it");
        (await LookAsync(141)).Should().Be(nine.AddMinutes(100), "but does not count as a look");

        Task<DateTimeOffset?> LookAsync(int minutes, bool looking = true) =>
            app.DbAsync(db => db.NewSinceAsync(member, nine.AddMinutes(minutes), looking));
    }

    [Fact]
    public async Task Two_tabs_that_open_at_once_end_the_visit_before_once()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var member = await app.DbAsync(async db =>
        {
            var ann = new Member
            {
                Email = "ann@example.com",
                Name = "Ann",
                Role = Role.Specialist,
            };
            db.Members.Add(ann);
            await db.SaveChangesAsync();
            return ann.Id;
        });
        var nine = app.Clock.GetUtcNow();
        await app.DbAsync(db => db.NewSinceAsync(member, nine, looking: true));
        var tabs = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => app.DbAsync(db => db.NewSinceAsync(member, nine.AddHours(9).AddSeconds(i), looking: true)))
        );
        tabs.Should().OnlyContain(since => since == nine);
        (await app.DbAsync(db => db.NewSinceAsync(member, nine.AddHours(9).AddMinutes(5), looking: true))).Should().Be(nine);
    }
}
