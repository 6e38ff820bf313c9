using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Import;

public sealed class ImportApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_file_is_taken_worked_and_told()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();

        var answer = await PostAsync(client, "externalId,name,nextRenewalOn\na,A,2026-04-01\nb,B,31/12/2026\n");

        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var taken = await answer.Content.ReadFromJsonAsync<JsonElement>();
        taken.GetProperty("state").GetString().Should().Be("queued");
        var id = taken.GetProperty("id").GetInt64();
        answer.Headers.Location!.ToString().Should().Be($"/api/v1/imports/{id}");

        await world.RunAsync(id);

        var import = await client.GetFromJsonAsync<JsonElement>($"/api/v1/imports/{id}");
        import.GetProperty("state").GetString().Should().Be("completed");
        new[] { "rowsRead", "created", "updated", "unchanged", "rejected" }
            .Select(name => import.GetProperty(name).GetInt32())
            .Should()
            .Equal(2, 1, 0, 0, 1);
        import.GetProperty("createdBy").GetString().Should().Be("api:bootstrap");
        var rejections = await client.GetFromJsonAsync<JsonElement>($"/api/v1/imports/{id}/rejections");
        rejections.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
        var rejection = rejections.GetProperty("items").EnumerateArray().Single();
        rejection.GetProperty("line").GetInt32().Should().Be(3);
        rejection.GetProperty("field").GetString().Should().Be("nextRenewalOn");
        rejection.GetProperty("reason").GetString().Should().StartWith("\"31/12/2026\" is not a day");
    }

    [Fact]
    public async Task Rejections_are_paged_to_the_last()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();
        var import = await world.ImportAsync("externalId\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"a{i},b\n")));
        var lines = new List<int>();
        for (var cursor = ""; cursor is not null; )
        {
            var page = await client.GetFromJsonAsync<JsonElement>(
                $"/api/v1/imports/{import.Id}/rejections?limit=3{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"
            );
            lines.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("line").GetInt32()));
            page.GetProperty("items").EnumerateArray().Should().OnlyContain(r => r.GetProperty("field").ValueKind == JsonValueKind.Null);
            cursor = page.GetProperty("nextCursor").GetString();
        }

        lines.Should().Equal(2, 3, 4, 5, 6, 7, 8);
    }

    [Fact]
    public async Task Baseline_and_migrate_are_asked_for_in_the_address()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();

        var answer = await PostAsync(
            client,
            """{"externalId":"a","stage":"2","stageEnteredOn":"2026-02-01"}""",
            "?baseline=true&migrate=true",
            "application/x-ndjson"
        );
        await world.RunAsync((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64());

        (await world.App.DbAsync(db => db.Imports.SingleAsync())).Should().BeEquivalentTo(new { Baseline = true, Migrate = true });
        (await world.AccountAsync("a")).Stage.Should().Be("2");
    }

    [Theory]
    [InlineData("application/json", "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/csv; charset=iso-8859-1", "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/csv; charset=utf-8", "?baseline=yes", HttpStatusCode.BadRequest)]
    [InlineData("text/csv; charset=\"UTF-8\"", "", HttpStatusCode.Accepted)]
    [InlineData("application/x-ndjson", "", HttpStatusCode.Accepted)]
    public async Task What_cannot_be_meant_is_refused_before_it_is_stored(string type, string query, HttpStatusCode status)
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();

        var answer = await PostAsync(client, "externalId\na\n", query, type);

        answer.StatusCode.Should().Be(status);
        (await world.App.DbAsync(db => db.Imports.CountAsync())).Should().Be(status is HttpStatusCode.Accepted ? 1 : 0);
        if (status is not HttpStatusCode.Accepted)
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Fact]
    public async Task An_empty_body_is_no_file()
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();

        (await PostAsync(client, "")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await world.App.DbAsync(db => db.Imports.AnyAsync())).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_beyond_the_limit_is_413_and_leaves_nothing(bool saysItsLength)
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            new Dictionary<string, string> { ["OnboardingTracker:MaxImportBytes"] = "2000000" }
        );
        using var client = app.ApiClient();
        HttpContent content = saysItsLength ? new ByteArrayContent(new byte[2_000_001]) : new Endless(2_000_001);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/csv");

        var answer = await client.PostAsync("/api/v1/accounts/import", content);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("MaxImportBytes");
        (await app.DbAsync(db => db.Imports.AnyAsync())).Should().BeFalse();
        (await app.DbAsync(db => db.ImportChunks.AnyAsync())).Should().BeFalse();
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Role.Specialist, HttpStatusCode.Forbidden)]
    [InlineData(Role.Revenue, HttpStatusCode.Forbidden)]
    [InlineData(Role.Lead, HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, HttpStatusCode.Accepted)]
    public async Task Only_an_admins_key_imports(Role? role, HttpStatusCode status)
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient(role is { } of ? await KeyAsync(world, of) : null);

        (await PostAsync(client, "externalId\na\n", "?migrate=true")).StatusCode.Should().Be(status);
        (await client.GetAsync("/api/v1/imports/1")).StatusCode.Should().Be(status is HttpStatusCode.Accepted ? HttpStatusCode.OK : status);
    }

    [Theory]
    [InlineData("/api/v1/imports/99")]
    [InlineData("/api/v1/imports/99/rejections")]
    public async Task An_import_that_is_not_there_is_404(string path)
    {
        await using var world = await ImportWorld.StartAsync(postgres);
        using var client = world.App.ApiClient();

        (await client.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string file, string query = "", string type = "text/csv")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return client.PostAsync("/api/v1/accounts/import" + query, content);
    }

    private static Task<string> KeyAsync(ImportWorld world, Role role) =>
        world.App.DbAsync(async db =>
        {
            var key = ApiKeys.Create();
            db.ApiKeys.Add(
                new()
                {
                    Name = $"{role}",
                    Role = role,
                    Prefix = ApiKeys.PrefixOf(key),
                    Hash = ApiKeys.HashOf(key),
                    CreatedBy = ImportWorld.Admin,
                    CreatedAt = world.App.Clock.GetUtcNow(),
                }
            );
            await db.SaveChangesAsync();
            return key;
        });

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class Endless(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var left = length; left > 0; left -= 1000)
                await stream.WriteAsync(new byte[Math.Min(left, 1000)]);
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
