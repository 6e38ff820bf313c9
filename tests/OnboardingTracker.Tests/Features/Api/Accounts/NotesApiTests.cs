using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Api.Accounts;

public sealed class NotesApiTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_note_is_written_and_listed_newest_first_page_by_page()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        await app.AddAccountAsync(externalId: "other");
        using var api = app.Api();

        var written = await api.PostAsync("/accounts/acme/notes", new { text = "They pay by **invoice**.\r\nFrom May on. " });
        written.ShouldBe(201);
        written["text"].GetValue<string>().Should().Be("They pay by **invoice**.\nFrom May on.");
        written["account"].GetValue<string>().Should().Be("acme");
        (await api.PostAsync("/accounts/acme/notes", new { text = "Two" })).ShouldBe(201);
        (await api.PostAsync("/accounts/other/notes", new { text = "Elsewhere" })).ShouldBe(201);

        var first = await api.GetAsync("/accounts/acme/notes?limit=1");
        first.Names("text").Should().Equal("Two");
        var second = await api.GetAsync($"/accounts/acme/notes?limit=1&cursor={first["nextCursor"].GetValue<string>()}");
        second.Names("text").Should().Equal("They pay by **invoice**.\nFrom May on.");
        second.Text("nextCursor").Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "text": "" }""")]
    [InlineData("""{ "text": "  \n " }""")]
    [InlineData("""{ "text": null }""")]
    [InlineData("""{ "text": 7 }""")]
    [InlineData("""{ "text": "a\u0000b" }""")]
    [InlineData("""{ "text": "a", "pinned": true }""")]
    public async Task What_is_no_note_names_its_field(string body)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        using var api = app.Api();

        (await api.CallAsync(HttpMethod.Post, "/accounts/acme/notes", body)).ShouldBe(400);
    }

    [Fact]
    public async Task A_note_can_be_just_so_long_and_an_account_must_be_there()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        using var api = app.Api();

        (await api.PostAsync("/accounts/acme/notes", new { text = new string('x', Note.LongestText) })).ShouldBe(201);
        (await api.PostAsync("/accounts/acme/notes", new { text = new string('x', Note.LongestText + 1) })).ShouldBe(400);
        (await api.PostAsync("/accounts/nobody/notes", new { text = "x" })).ShouldBe(404);
        (await api.GetAsync("/accounts/nobody/notes")).ShouldBe(404);
    }

    [Fact]
    public async Task A_name_that_two_have_is_no_reason_to_refuse_and_calls_nobody()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        await app.AddAccountAsync();
        await app.AddMemberAsync(Role.Specialist, "sam.lee@example.com", "Sam Lee");
        await app.AddMemberAsync(Role.Specialist, "sam.berg@example.com", "Sam Berg");
        using var api = app.Api();

        (await api.PostAsync("/accounts/acme/notes", new { text = "@sam look" })).ShouldBe(201);
        (await app.DbAsync(db => Task.FromResult(db.Notices.Count()))).Should().Be(0);
    }
}
