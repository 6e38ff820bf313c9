using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Api;

public sealed class ProblemTests(SharedApp shared, TestPostgres postgres) : IClassFixture<SharedApp>
{
    private const int MebiByte = 1 << 20;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{ \"name\": \"a\", }")]
    [InlineData("{ 'name': 'a' }")]
    [InlineData("{ \"name\": NaN }")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }")]
    [InlineData("{ \"\\ud800\": 1 }")]
    [InlineData("{ \"forecast\": { \"\\udc00x\": 1 } }")]
    [InlineData("{ /* hidden */ \"name\": \"a\" }")]
    public async Task A_body_that_is_no_json_object_is_400(string body)
    {
        using var api = shared.App.Api();

        (await api.PutAsync("/accounts/none", body)).ShouldBe(400);
        (await api.GetAsync("/accounts/none")).ShouldBe(404);
    }

    [Fact]
    public async Task Json_of_great_depth_is_400_and_costs_nothing()
    {
        using var api = shared.App.Api();
        var deep = $$"""{ "name": {{new string('[', 100_000)}}{{new string(']', 100_000)}} }""";

        (await api.PutAsync("/accounts/none", deep)).ShouldBe(400);
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_reason_to_refuse()
    {
        using var api = shared.App.Api();

        (await api.PutAsync("/accounts/marked", "\uFEFF{ \"name\": \"Ünï\" }")).ShouldBe(201).Text("name").Should().Be("Ünï");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("text/json")]
    public async Task A_body_of_another_content_type_is_415(string contentType)
    {
        using var api = shared.App.Api();

        (await api.CallAsync(HttpMethod.Put, "/accounts/none", "{}", contentType)).ShouldBe(415);
        (await api.CallAsync(HttpMethod.Post, "/accounts/none/holds/new-lead", "{}", contentType)).ShouldBe(415);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task Json_by_another_of_its_names_is_taken(string contentType)
    {
        using var api = shared.App.Api();

        (await api.CallAsync(HttpMethod.Put, "/accounts/named", "{}", contentType))
            .Status.Should()
            .BeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_415()
    {
        using var client = shared.App.ApiClient();
        using var content = new ByteArrayContent("{}"u8.ToArray());

        var response = await client.PutAsync(new Uri("/api/v1/accounts/none", UriKind.Relative), content);

        response.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task A_body_of_one_mebibyte_is_read_and_one_byte_more_is_413_whether_announced_or_not()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        app.UseKestrel(0);
        using var api = app.Api();
        using var client = app.ApiClient();

        (await api.PutAsync("/accounts/large", Body(MebiByte))).ShouldName("name");
        (await api.PutAsync("/accounts/large", Body(MebiByte + 1))).ShouldBe(413);
        using var chunked = new HttpRequestMessage(HttpMethod.Put, "/api/v1/accounts/large")
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Body(MebiByte + 1)))),
        };
        chunked.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        chunked.Headers.TransferEncodingChunked = true;
        (await client.SendAsync(chunked)).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);

        static string Body(int bytes) => "{\"name\":\"" + new string('x', bytes - 11) + "\"}";
    }

    [Theory]
    [InlineData("GET", "/accounts", null)]
    [InlineData("GET", "/accounts", "ot_wrong-wrong-wrong-wrong-wrong-wrong-wrong")]
    [InlineData("PUT", "/accounts/acme", null)]
    [InlineData("DELETE", "/accounts", null)]
    [InlineData("GET", "/no/such/address", null)]
    [InlineData("GET", "/accounts/%ff", null)]
    public async Task Without_a_good_key_every_address_is_401_and_says_how_to_ask(string method, string path, string? key)
    {
        using var api = new ApiCaller(shared.App.ApiClient(key));

        var refused = (await api.CallAsync(new HttpMethod(method), path)).ShouldBe(401);

        refused.Response.Headers.WwwAuthenticate.Should().ContainSingle().Which.Scheme.Should().Be("Bearer");
        refused.Response.Headers.Location.Should().BeNull();
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("bearer  ")]
    [InlineData("Token test-bootstrap-key-0123456789abcdef")]
    public async Task A_header_that_is_no_bearer_key_is_401(string header)
    {
        using var client = shared.App.ApiClient(key: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var api = new ApiCaller(client);

        (await api.GetAsync("/accounts")).ShouldBe(401);
    }

    [Fact]
    public async Task A_revoked_key_is_out_at_the_next_request()
    {
        using var api = await shared.App.ApiAsync(Role.Admin, "to be revoked");
        (await api.GetAsync("/accounts")).ShouldBe(200);

        await shared.App.DbAsync(db =>
            db.ApiKeys.Where(k => k.Name == "to be revoked")
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, shared.App.Clock.GetUtcNow()))
        );

        (await api.GetAsync("/accounts")).ShouldBe(401);
    }

    [Theory]
    [InlineData("GET", "/no/such/address", 404)]
    [InlineData("GET", "/accounts/nobody", 404)]
    [InlineData("GET", "/accounts/nobody/transitions", 404)]
    [InlineData("GET", "/accounts/nobody/why", 404)]
    [InlineData("DELETE", "/accounts", 405)]
    [InlineData("POST", "/accounts/acme/transitions", 405)]
    [InlineData("PUT", "/policy", 405)]
    public async Task What_is_not_there_is_404_and_what_is_not_done_there_405(string method, string path, int status)
    {
        using var api = shared.App.Api();

        (await api.CallAsync(new HttpMethod(method), path)).ShouldBe(status);
    }

    [Fact]
    public async Task A_database_that_is_away_is_503_with_retry_after_and_back_is_as_before()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var api = app.Api();
        (await api.PutAsync("/accounts/acme", "{}")).ShouldBe(201);
        var name = new NpgsqlConnectionStringBuilder(app.ConnectionString).Database!;
        await using var server = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(app.ConnectionString) { Database = "postgres" }.ConnectionString
        );
        await server.OpenAsync();

        await ExecuteAsync($"alter database {name} allow_connections false");
        await ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        var away = (await api.GetAsync("/accounts/acme")).ShouldBe(503);
        away.Response.Headers.RetryAfter!.Delta.Should().BePositive();
        (await api.PutAsync("/accounts/acme", """{ "name": "Acme" }""")).ShouldBe(503);

        await ExecuteAsync($"alter database {name} allow_connections true");
        (await api.GetAsync("/accounts/acme")).ShouldBe(200);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, server);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task Answers_are_not_kept_by_anybody_on_the_way_and_say_who_may_read_them()
    {
        using var api = shared.App.Api();

        var answer = (await api.GetAsync("/accounts")).ShouldBe(200);

        answer.Response.Headers.CacheControl!.NoStore.Should().BeTrue();
        answer.Response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Response.Content.Headers.ContentType!.CharSet.Should().Be("utf-8");
    }

    [Fact]
    public async Task The_browsers_cookie_is_no_key()
    {
        using var client = shared.App.ApiClient(key: null);
        client.DefaultRequestHeaders.Add("Cookie", "onboarding-tracker=anything");
        using var api = new ApiCaller(client);

        (await api.GetAsync("/accounts")).ShouldBe(401);
    }
}
