using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Team;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Team;

public sealed class TeamChangesTests(TestPostgres postgres)
{
    private static readonly Actor Root = Actor.User("root@example.com");

    [Fact]
    public async Task When_the_first_specialist_appears_the_unowned_accounts_are_theirs()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AddAccountAsync(app, "acme");

        var added = await AddAsync(app, "ann@example.com", Role.Specialist);

        (await OwnersAsync(app)).Should().Equal(added.Id);
        (await app.DbAsync(db => db.AuditEntries.AsNoTracking().SingleAsync())).Subject.Should().Be("ann@example.com");
    }

    [Fact]
    public async Task Somebody_absent_gets_the_unowned_accounts_when_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await AddAsync(app, "ann@example.com", Role.Specialist);
        await ChangeAsync(app, ann, new MemberUpdate { Absent = true });
        await AddAccountAsync(app, "acme");
        (await OwnersAsync(app)).Should().Equal((int?)null);

        await ChangeAsync(app, ann, new MemberUpdate { Absent = false });

        (await OwnersAsync(app)).Should().Equal(ann.Id);
    }

    [Fact]
    public async Task Deactivating_an_owner_asks_who_gets_the_accounts_and_gives_them_with_history()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await AddAsync(app, "ann@example.com", Role.Specialist);
        var account = await AddAccountAsync(app, "acme");
        var ben = await AddAsync(app, "ben@example.com", Role.Specialist);

        var asked = await ChangeAsync(app, ann, new MemberUpdate { Active = false });
        var refused = asked.Should().BeOfType<TeamChange.Refused>().Subject;
        (refused.Rule, refused.Accounts).Should().Be((MemberRules.AccountsNeedAnOwner, 1));
        (await app.DbAsync(db => db.Members.AsNoTracking().FirstAsync(m => m.Id == ann.Id))).Active.Should().BeTrue();
        (await ChangeAsync(app, ann, new MemberUpdate { Active = false, ReassignTo = ann.Id }))
            .Should()
            .BeOfType<TeamChange.Refused>()
            .Which.Rule.Should()
            .Be(MemberRules.CannotOwn);

        var done = await ChangeAsync(app, ann, new MemberUpdate { Active = false, ReassignTo = ben.Id });

        done.Should().BeOfType<TeamChange.Accepted>().Which.Reassigned.Should().Be(1);
        (await OwnersAsync(app)).Should().Equal(ben.Id);
        var history = await app.DbAsync(db =>
            db.AccountChanges.AsNoTracking().Where(c => c.AccountId == account).OrderBy(c => c.Id).ToListAsync()
        );
        history[^1].Values["owner"].Should().Equal("ann@example.com", "ben@example.com");
        history[^1].Actor.Should().Be(Root);
    }

    [Fact]
    public async Task Deactivating_an_owner_for_nobody_deals_the_accounts_out_to_who_is_present()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ann = await AddAsync(app, "ann@example.com", Role.Specialist);
        await AddAccountAsync(app, "acme");
        await AddAccountAsync(app, "beta");
        var ben = await AddAsync(app, "ben@example.com", Role.Specialist);

        await ChangeAsync(app, ann, new MemberUpdate { Active = false, ReassignTo = (int?)null });

        (await OwnersAsync(app)).Should().Equal(ben.Id, ben.Id);
    }

    [Fact]
    public async Task Two_admins_who_demote_each_other_at_the_same_moment_leave_one()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var one = await AddAsync(app, "one@example.com", Role.Admin);
        var two = await AddAsync(app, "two@example.com", Role.Admin);

        var both = await Task.WhenAll(
            ChangeAsync(app, one, new MemberUpdate { Role = Role.Specialist }),
            ChangeAsync(app, two, new MemberUpdate { Active = false })
        );

        both.OfType<TeamChange.Accepted>().Should().ContainSingle();
        both.OfType<TeamChange.Refused>().Should().ContainSingle().Which.Rule.Should().Be(MemberRules.LastAdmin);
        (await app.DbAsync(db => db.Members.CountAsync(m => m.Role == Role.Admin && m.Active))).Should().Be(1);
    }

    [Theory]
    [InlineData(Role.Admin, Role.Specialist, Role.Admin, true)]
    [InlineData(Role.Admin, Role.Admin, Role.Lead, true)]
    [InlineData(Role.Lead, Role.Specialist, Role.Lead, true)]
    [InlineData(Role.Lead, Role.Specialist, Role.Admin, false)]
    [InlineData(Role.Lead, Role.Admin, Role.Specialist, false)]
    [InlineData(Role.Lead, Role.Admin, Role.Admin, false)]
    [InlineData(Role.Specialist, Role.Specialist, Role.Lead, false)]
    [InlineData(Role.Revenue, Role.Specialist, Role.Specialist, false)]
    public async Task Only_an_admin_makes_or_changes_an_admin(Role by, Role present, Role becomes, bool allowed)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await AddAsync(app, "root@example.com", Role.Admin);
        var member = await AddAsync(app, "max@example.com", present);

        var changed = await app.WithAsync(services =>
            services
                .GetRequiredService<TeamChanges>()
                .ChangeAsync(member.Id, new MemberUpdate { Role = becomes, Name = "Maxine" }, Root, by)
        );

        if (allowed)
            changed.Should().BeOfType<TeamChange.Accepted>().Which.Member.Role.Should().Be(becomes);
        else
            changed.Should().BeOfType<TeamChange.Forbidden>();
    }

    private static async Task<Member> AddAsync(TrackerApp app, string email, Role role)
    {
        var change = await app.WithAsync(services =>
            services.GetRequiredService<TeamChanges>().AddAsync(email, email, role, Root, Role.Admin)
        );
        return change.Should().BeOfType<TeamChange.Accepted>().Subject.Member;
    }

    private static Task<TeamChange> ChangeAsync(TrackerApp app, Member member, MemberUpdate update) =>
        app.WithAsync(services => services.GetRequiredService<TeamChanges>().ChangeAsync(member.Id, update, Root, Role.Admin));

    private static async Task<long> AddAccountAsync(TrackerApp app, string externalId)
    {
        var update = new AccountUpdate
        {
            Name = externalId,
            Plan = Plan.PayAsYouGo,
            Forecast = new Money(500, "USD"),
        };
        var written = await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().UpsertAsync(externalId, update, [], DetailSources.Api, Root)
        );
        return written.AccountId;
    }

    private static Task<List<int?>> OwnersAsync(TrackerApp app) =>
        app.DbAsync(db => db.Accounts.AsNoTracking().OrderBy(a => a.Id).Select(a => a.OwnerId).ToListAsync());
}
