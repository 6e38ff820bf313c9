using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class ListAccountsTests(ListAccountsTests.World world) : IClassFixture<ListAccountsTests.World>
{
    [Theory]
    [InlineData("nextRenewalOn")]
    [InlineData("-nextRenewalOn")]
    [InlineData("forecast")]
    [InlineData("-forecast")]
    [InlineData("name")]
    [InlineData("-name")]
    [InlineData("stageEnteredAt")]
    [InlineData("-stageEnteredAt")]
    public async Task The_pages_of_an_order_with_ties_and_missing_values_hold_each_account_once_and_in_that_order(string sort)
    {
        using var api = world.App.Api();
        var whole = (await api.GetAsync($"/accounts?sort={sort}&limit=500")).ShouldBe(200);
        whole.Names().Should().HaveCount(World.Count).And.OnlyHaveUniqueItems();

        foreach (var limit in new[] { 1, 3, 7, World.Count })
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var page = (await api.GetAsync($"/accounts?sort={sort}&limit={limit}&cursor={cursor}")).ShouldBe(200);
                page.Names().Should().HaveCountLessThanOrEqualTo(limit).And.NotBeEmpty();
                seen.AddRange(page.Names());
                cursor = page.Text("nextCursor");
            } while (cursor is not null);
            seen.Should().Equal(whole.Names(), "the pages of {0} are the whole list", limit);
        }
    }

    [Fact]
    public async Task Accounts_without_a_renewal_or_a_forecast_come_last_in_either_direction()
    {
        using var api = world.App.Api();
        foreach (var sort in new[] { "nextRenewalOn", "-nextRenewalOn", "forecast", "-forecast" })
        {
            var items = (await api.GetAsync($"/accounts?sort={sort}&limit=500"))["items"].AsArray();
            items.Select(item => item![sort.TrimStart('-')] is null).Should().BeInAscendingOrder();
        }
    }

    [Theory]
    [InlineData("stage=1", "a01")]
    [InlineData("stage=2&stage=6c", "a02,a03")]
    [InlineData("owner=ann%40example.com", "a01,a04")]
    [InlineData("owner=ANN%40example.com", "a01,a04")]
    [InlineData("owner=none&stage=1&stage=2", "a02")]
    [InlineData("plan=annual", "a05")]
    [InlineData("paymentRisk=atRisk", "a06")]
    [InlineData("segment=Onboarding%20Lead", "a01")]
    [InlineData("segment=Onboarding%20-%20engaged", "a07")]
    [InlineData("renewalBefore=2026-03-04", "a08")]
    [InlineData("renewalBefore=2026-03-03", "")]
    [InlineData("q=ünïque", "a09")]
    [InlineData("q=a10.example", "a10")]
    [InlineData("q=pia%40", "a11")]
    [InlineData("q=100%25", "a12")]
    [InlineData("q=A02", "a02")]
    [InlineData("q=nobody%20at%20all", "")]
    [InlineData("plan=annual&q=a05&stage=1", "")]
    public async Task A_filter_finds_exactly_its_accounts(string query, string expected)
    {
        using var api = world.App.Api();

        var found = (await api.GetAsync($"/accounts?{query}&sort=name")).ShouldBe(200).Names();

        found.Order().Should().Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("stage=8", "stage")]
    [InlineData("stage=1&stage=x", "stage")]
    [InlineData("stage=", "stage")]
    [InlineData("owner=who%40example.com", "owner")]
    [InlineData("owner=", "owner")]
    [InlineData("plan=gold", "plan")]
    [InlineData("plan=Annual", "plan")]
    [InlineData("paymentRisk=1", "paymentRisk")]
    [InlineData("segment=VIP", "segment")]
    [InlineData("renewalBefore=tomorrow", "renewalBefore")]
    [InlineData("renewalBefore=2026-02-30", "renewalBefore")]
    [InlineData("sort=owner", "sort")]
    [InlineData("sort=--name", "sort")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("q=%00", "q")]
    [InlineData("cursor=garbage", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=a", "cursor")]
    public async Task A_filter_or_order_that_makes_no_sense_is_400_and_named(string query, string field)
    {
        using var api = world.App.Api();

        (await api.GetAsync("/accounts?" + query)).ShouldName(field);
    }

    [Fact]
    public async Task A_cursor_of_another_order_another_list_or_of_somebodys_making_is_400()
    {
        using var api = world.App.Api();
        await api.PostAsync("/accounts/a01/stage", """{ "stage": "2" }""");
        await api.PostAsync("/accounts/a01/stage", """{ "stage": "1", "reason": "back" }""");
        var byName = (await api.GetAsync("/accounts?sort=name&limit=1")).Text("nextCursor");
        var transitions = (await api.GetAsync("/accounts/a01/transitions?limit=1")).ShouldBe(200).Text("nextCursor");

        foreach (
            var cursor in new[]
            {
                transitions,
                Made("name\nn\n1\n=\0"),
                Made("name\nn\n-1\n=a"),
                Made("name\np\n1\n=a"),
                Made("name\nn\n1\n"),
            }
        )
            (await api.GetAsync($"/accounts?sort=name&cursor={cursor}")).ShouldName("cursor");
        (await api.GetAsync($"/accounts?sort=-name&cursor={byName}")).ShouldName("cursor");
        (await api.GetAsync($"/accounts?cursor={byName}")).ShouldName("cursor");
        (await api.GetAsync($"/accounts?cursor={Made("nextRenewalOn\nn\n1\n=31/12/2026")}")).ShouldName("cursor");
        (await api.GetAsync($"/accounts/a01/transitions?cursor={byName}")).ShouldName("cursor");

        static string Made(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public async Task A_page_of_many_costs_as_many_queries_as_a_page_of_one()
    {
        using var api = world.App.Api();
        using var commands = new CommandCount(world.App);

        var one = await commands.OfAsync(() => api.GetAsync("/accounts?limit=1"));
        var many = await commands.OfAsync(() => api.GetAsync("/accounts?limit=500"));

        many.Should().Be(one).And.BeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task A_list_and_a_single_answer_tell_the_same_of_an_account()
    {
        using var api = world.App.Api();
        foreach (var item in (await api.GetAsync("/accounts?limit=500"))["items"].AsArray())
            (await api.GetAsync($"/accounts/{item!["externalId"]}")).Body.Should().BeJson(item.ToJsonString());
    }

    /// <summary>Thirty accounts, most of them alike, so that orders are full of ties.</summary>
    public sealed class World(TestPostgres postgres) : IAsyncLifetime
    {
        public const int Count = 30;

        public TrackerApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await TrackerApp.StartAsync(postgres);
            using var api = App.Api();
            await App.AddMemberAsync("ann@example.com", Role.Specialist);
            for (var n = 1; n <= Count; n++)
            {
                var id = "a" + n.ToString("00", CultureInfo.InvariantCulture);
                var renewal =
                    n % 3 == 0 ? "null"
                    : n % 3 == 1 ? "\"2026-09-01\""
                    : "\"2026-09-02\"";
                var forecast = n % 4 == 0 ? "null" : $$"""{ "amount": {{n % 2 * 10}} }""";
                (
                    await api.PutAsync(
                        $"/accounts/{id}",
                        $$"""{ "name": "Same {{n % 2}}", "nextRenewalOn": {{renewal}}, "forecast": {{forecast}} }"""
                    )
                ).ShouldBe(201);
            }
            await PutAsync("a01", """{ "plan": "payAsYouGo", "forecast": { "amount": 500 } }""");
            await PostAsync("a02/stage", """{ "stage": "2" }""");
            await PostAsync("a03/stage", """{ "stage": "6c", "reason": "large" }""");
            await PutAsync("a04", """{ "owner": "ann@example.com" }""");
            await PutAsync("a05", """{ "plan": "annual" }""");
            (await api.PutAsync("/accounts/a06/payment-risk", """{ "assessment": "atRisk" }""")).ShouldBe(200);
            await PutAsync("a07", """{ "segments": ["Onboarding - engaged"] }""");
            await PutAsync("a08", """{ "nextRenewalOn": "2026-03-03" }""");
            await PutAsync("a09", """{ "name": "So ÜNÏQUE a name" }""");
            await PutAsync("a10", """{ "domain": "www.a10.example" }""");
            await PutAsync("a11", """{ "contacts": [{ "email": "Pia@elsewhere.example" }] }""");
            await PutAsync("a12", """{ "name": "100% pure" }""");

            async Task PutAsync(string id, string body) => (await api.PutAsync("/accounts/" + id, body)).ShouldBe(200);
            async Task PostAsync(string path, string body) => (await api.PostAsync("/accounts/" + path, body)).ShouldBe(200);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
