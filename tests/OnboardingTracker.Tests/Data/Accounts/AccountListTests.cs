using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Accounts;

public sealed class AccountListTests(TestPostgres postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TrackerDb _db = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TrackerApp.CreateDatabaseAsync(postgres);
        _db = new TrackerDb(
            ((DbContextOptionsBuilder<TrackerDb>)new DbContextOptionsBuilder<TrackerDb>().UseNpgsql(_database.ConnectionString))
                .UseSnakeCaseNamingConvention()
                .Options
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _database.DisposeAsync();
    }

    public static TheoryData<string> EveryOrder() => [.. AccountSort.Names.SelectMany(name => new[] { name, "-" + name })];

    [Theory]
    [MemberData(nameof(EveryOrder))]
    public async Task Every_order_shows_each_account_once_forwards_and_backwards_with_those_without_a_value_last(string order)
    {
        await InsertWithTiesAndNullsAsync();
        var sort = AccountSort.Parse(order)!;
        var expected = InMemory(await _db.Accounts.AsNoTracking().ToListAsync(), sort).Select(a => a.Id).ToList();
        expected.Should().HaveCount(40);
        var list = new AccountList(_db, new AccountFilter(), sort);

        (await list.InOrder().Select(a => a.Id).ToListAsync()).Should().Equal(expected);
        foreach (var size in new[] { 1, 3, 7, 20, 39, 40, 41 })
        {
            var pages = new List<AccountPage<long>>();
            AccountCursor? at = null;
            do
            {
                AccountCursor.TryParse(at?.ToString(), sort, out at).Should().BeTrue();
                pages.Add(await list.PageAsync(at, size, a => a.Id));
                pages.Count.Should().BeLessThan(100, "paging must end");
                at = pages[^1].Next;
            } while (at is not null);
            pages.SelectMany(page => page.Items).Should().Equal(expected, "{0} by {1}", order, size);
            pages[0].Previous.Should().BeNull();

            for (var page = pages.Count - 1; page > 0; page--)
            {
                AccountCursor.TryParse(pages[page].Previous!.ToString(), sort, out at).Should().BeTrue();
                var back = await list.PageAsync(at, size, a => a.Id);
                back.Items.Should().Equal(pages[page - 1].Items, "{0} by {1}, back to page {2}", order, size, page - 1);
                (back.Previous is null).Should().Be(page == 1);
                back.Next!.ToString().Should().Be(pages[page - 1].Next!.ToString());
            }
        }
    }

    [Fact]
    public async Task A_row_that_goes_while_somebody_pages_neither_hides_another_nor_shows_one_twice()
    {
        await InsertWithTiesAndNullsAsync();
        var list = new AccountList(_db, new AccountFilter(), AccountSort.Default);
        var all = await list.InOrder().Select(a => a.Id).ToListAsync();
        var first = await list.PageAsync(null, 10, a => a.Id);
        await _db.Database.ExecuteSqlAsync($"delete from accounts where id = {first.Items[^1]} or id = {first.Items[0]}");
        (await list.PageAsync(first.Next, 10, a => a.Id)).Items.Should().Equal(all[10..20]);
    }

    [Fact]
    public async Task Going_back_to_less_than_a_page_shows_the_first_page_whole()
    {
        await InsertWithTiesAndNullsAsync();
        var list = new AccountList(_db, new AccountFilter(), AccountSort.Default);
        var all = await list.InOrder().Select(a => a.Id).ToListAsync();
        var second = await list.PageAsync((await list.PageAsync(null, 10, a => a.Id)).Next, 10, a => a.Id);
        await _db.Database.ExecuteSqlAsync($"delete from accounts where id = {all[3]}");
        var back = await list.PageAsync(second.Previous, 10, a => a.Id);
        back.Items.Should().Equal([.. all[..3], .. all[4..11]]);
        back.Previous.Should().BeNull();
    }

    [Fact]
    public async Task An_empty_list_is_one_empty_page()
    {
        var page = await new AccountList(_db, new AccountFilter(), AccountSort.Parse("-forecast")!).PageAsync(null, 10, a => a.Id);
        page.Items.Should().BeEmpty();
        (page.Next, page.Previous).Should().Be((null, null));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!!")]
    [InlineData("bmFtZQpuCjEKPUE")] // of the order by name
    [InlineData("bmV4dFJlbmV3YWxPbgpuCjEKPTIwMjYtMTMtMDE")] // 2026-13-01
    public void A_cursor_that_is_none_or_of_another_order_is_refused(string text) =>
        AccountCursor.TryParse(text, AccountSort.Default, out _).Should().BeFalse();

    [Theory]
    [InlineData("owner")]
    [InlineData("--name")]
    [InlineData("-")]
    public void An_unknown_order_is_refused(string text) => AccountSort.Parse(text).Should().BeNull();

    [Fact]
    public async Task Each_filter_lets_through_exactly_what_it_says()
    {
        await _db.Database.ExecuteSqlRawAsync(
            """
            insert into members (email, name, role, absent, active, created_at) values ('ann@example.com', 'Ann', 'specialist', false, true, now());
            insert into accounts (external_id, name, domain, plan, stage, in_work, passage, passage_began_at, stage_entered_at, owner_id,
                forecast_amount, forecast_currency, forecast_in_team_currency, next_renewal_on, sales_owner, engaged_at, lead_since,
                in_legacy_segment, payment_risk, created_at, changed_at) values
            ('a', 'A', 'a.io', 'payAsYouGo', '2', true, 1, '2026-03-01Z', '2026-03-02Z', (select min(id) from members), 100, 'USD', 100,
                '2026-04-01', null, null, '2026-03-01Z', false, 'notAssessed', now(), now()),
            ('b', 'B', 'b.io', 'annual', '6b', false, 1, '2026-01-01Z', '2026-02-01Z', null, 200, 'USD', 200,
                '2026-04-02', 'sam@example.com', '2026-01-10Z', null, true, 'atRisk', now(), now()),
            ('c', 'C', null, 'free', null, false, 0, null, null, null, null, null, null, null, null, null, null, false, 'notAssessed', now(), now())
            """
        );
        var owner = (await _db.Members.AsNoTracking().SingleAsync()).Id;

        (await NamesAsync(new())).Should().Be("ABC");
        (await NamesAsync(new() { InWorkOnly = true })).Should().Be("A");
        (await NamesAsync(new() { Stages = ["2"] })).Should().Be("A");
        (await NamesAsync(new() { Stages = ["2", "6b", "7"] })).Should().Be("AB");
        (await NamesAsync(new() { OwnerId = owner })).Should().Be("A");
        (await NamesAsync(new() { Unowned = true })).Should().Be("BC");
        (await NamesAsync(new() { Plan = Plan.Annual })).Should().Be("B");
        (await NamesAsync(new() { PaymentRisk = PaymentRisk.NotAssessed })).Should().Be("AC");
        (await NamesAsync(new() { Segment = Segments.OnboardingLead })).Should().Be("A");
        (await NamesAsync(new() { Segment = Segments.OnboardingEngaged })).Should().Be("B");
        (await NamesAsync(new() { Segment = "Onboarding" })).Should().Be("");
        (await NamesAsync(new() { RenewalBefore = new(2026, 4, 2) })).Should().Be("A");
        (await NamesAsync(new() { RenewalAfter = new(2026, 4, 1) })).Should().Be("B");
        (await NamesAsync(new() { ForecastFrom = 200 })).Should().Be("B");
        (await NamesAsync(new() { ForecastTo = 199.9999m })).Should().Be("A");
        (await NamesAsync(new() { Engaged = true })).Should().Be("B");
        (await NamesAsync(new() { Engaged = false })).Should().Be("AC");
        (await NamesAsync(new() { WithSales = true })).Should().Be("B");
        (await NamesAsync(new() { WithSales = false })).Should().Be("AC");
        (await NamesAsync(new() { EnteredSince = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) })).Should().Be("");
        (await NamesAsync(new() { EnteredSince = new(2026, 2, 28, 23, 59, 59, TimeSpan.Zero) })).Should().Be("A");
        (await NamesAsync(new() { StageEnteredSince = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero) })).Should().Be("AB");
        (
            await NamesAsync(
                new()
                {
                    Unowned = true,
                    Plan = Plan.Free,
                    Q = "c",
                }
            )
        ).Should().Be("C");
    }

    [Theory]
    [InlineData("acme", "Acme Robotics|Ångström 100%|The acme_co")] // name, contact, name
    [InlineData("ACME", "Acme Robotics|Ångström 100%|The acme_co")]
    [InlineData("robot", "Acme Robotics")]
    [InlineData("ac", "Acme Robotics")] // two characters: the beginning of a name
    [InlineData("å", "Ångström 100%")]
    [InlineData("%", "")]
    [InlineData("00%", "Ångström 100%")]
    [InlineData("me_c", "The acme_co")]
    [InlineData("x'; drop table accounts; --", "")]
    [InlineData("cus-77", "The acme_co")]
    [InlineData("tröm.se", "Ångström 100%")]
    [InlineData("  robot ", "Acme Robotics")]
    [InlineData("acme.ceo@mail.test", "Ångström 100%")]
    [InlineData("ceo@mail.test", "")] // an address is found by its beginning
    public async Task Search_finds_by_name_external_id_domain_and_the_beginning_of_an_address(string q, string expected)
    {
        await _db.Database.ExecuteSqlRawAsync(
            """
            insert into accounts (external_id, name, domain, plan, stage, in_work, passage, in_legacy_segment, created_at, changed_at) values
            ('cus-12', 'Acme Robotics', null, 'free', '1', true, 1, false, now(), now()),
            ('cus-77', 'The acme_co', 'other.test', 'free', '1', true, 1, false, now(), now()),
            ('cus-13', 'Ångström 100%', 'ångström.se', 'free', '1', true, 1, false, now(), now());
            insert into contacts (account_id, email, created_at) select id, 'acme.ceo@mail.test', now() from accounts where external_id = 'cus-13'
            """
        );
        foreach (var inWorkOnly in new[] { false, true })
        {
            var list = new AccountList(_db, new() { Q = q, InWorkOnly = inWorkOnly }, AccountSort.Parse("name")!);
            foreach (
                var found in new[]
                {
                    await list.Accounts.Select(a => a.Name).ToListAsync(),
                    (await list.PageAsync(null, 10, a => a.Name)).Items,
                }
            )
                string.Join('|', found.Order(StringComparer.Ordinal))
                    .Should()
                    .Be(string.Join('|', expected.Split('|').Order(StringComparer.Ordinal)), "in work only: {0}", inWorkOnly);
        }
    }

    [Fact]
    public async Task A_word_that_very_many_accounts_have_is_paged_like_any_other_list()
    {
        await _db.Database.ExecuteSqlRawAsync(
            """
            insert into accounts (external_id, name, plan, passage, in_work, in_legacy_segment, next_renewal_on, created_at, changed_at)
            select 'x' || i, case when i % 3 = 0 then 'rare' else 'Common ' || i end, 'free', 0, false, false, date '2026-03-01' + i % 50, now(), now()
            from generate_series(1, 1800) i;
            insert into contacts (account_id, email, created_at) select id, 'common@x.test', now() from accounts where name = 'rare' and id % 2 = 0
            """
        );
        var list = new AccountList(_db, new() { Q = "common" }, AccountSort.Default);
        var expected = await list.InOrder().Select(a => a.Id).ToListAsync();
        expected.Should().HaveCount(1500);
        var read = new List<long>();
        AccountCursor? at = null;
        do
        {
            var page = await list.PageAsync(at, 400, a => a.Id);
            read.AddRange(page.Items);
            at = page.Next;
        } while (at is not null);
        read.Should().Equal(expected);
    }

    private async Task<string> NamesAsync(AccountFilter filter) =>
        string.Concat(await new AccountList(_db, filter, AccountSort.Parse("name")!).InOrder().Select(a => a.Name).ToListAsync());

    private Task<int> InsertWithTiesAndNullsAsync() =>
        _db.Database.ExecuteSqlRawAsync(
            """
            insert into accounts (external_id, name, plan, stage, in_work, passage, in_legacy_segment, next_renewal_on,
                forecast_in_team_currency, stage_entered_at, created_at, changed_at)
            select 'x' || i, 'n' || (i * 7 % 5), 'free', '1', true, 1, false,
                case when i % 4 > 0 then date '2026-03-01' + i * 11 % 6 end,
                case when i % 5 > 0 then (i * 13 % 7) / 3.0 end,
                case when i % 3 > 0 then timestamptz '2026-03-01 00:00:00.123456Z' + (i * 17 % 4) * interval '1 microsecond' end,
                now(), now()
            from generate_series(1, 40) i
            """
        );

    private static IEnumerable<Account> InMemory(IEnumerable<Account> accounts, AccountSort sort)
    {
        Func<Account, IComparable?> value = sort.Name switch
        {
            "nextRenewalOn" => a => a.NextRenewalOn,
            "forecast" => a => a.ForecastInTeamCurrency,
            "name" => a => a.Name,
            "stageEnteredAt" => a => a.StageEnteredAt,
            _ => throw new InvalidOperationException(sort.Name),
        };
        var ordered = accounts.OrderBy(a => value(a) is null);
        return sort.Descending ? ordered.ThenByDescending(value).ThenByDescending(a => a.Id) : ordered.ThenBy(value).ThenBy(a => a.Id);
    }
}
