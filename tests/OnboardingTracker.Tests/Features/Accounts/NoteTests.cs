using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Accounts;

public sealed class NoteTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_note_stands_in_the_timeline_and_the_same_form_twice_is_one_note()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var fields = new Dictionary<string, string> { ["Text"] = "They pay **late** <script>", ["Key"] = "one" };

        for (var i = 0; i < 2; i++)
        {
            using var answer = await ann.PostAsync($"/accounts/{id}/notes/new", fields);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        }

        var note = await app.DbAsync(db => db.Notes.SingleAsync());
        note.Text.Should().Be("They pay **late** <script>");
        note.Author.Should().Be(Actor.User("specialist@example.com"));
        (await ann.HtmlAsync($"/accounts/{id}")).Should().Contain("They pay <strong>late</strong> &lt;script&gt;");
    }

    [Fact]
    public async Task The_same_form_twice_at_once_is_one_note_too()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var id = await app.AddAccountAsync();
        var wish = new NewNote(id, "Once", "key");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => app.WithAsync(s => s.GetRequiredService<NoteWrites>().AddAsync(wish, Ann)))
        );

        results.Should().AllBeOfType<NoteResult.Saved>().Which.Select(saved => saved.Note.Id).Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData("", "Write something first.")]
    [InlineData(" ", "Write something first.")]
    [InlineData("@sam look", "Sam Berg or Sam Lee")]
    [InlineData("long", "The note is longer than 10000 characters: it has 10004.")]
    public async Task What_cannot_be_kept_says_why_and_keeps_what_was_typed(string text, string says)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        await app.AddMemberAsync(Role.Specialist, "sam.lee@example.com", "Sam Lee");
        await app.AddMemberAsync(Role.Specialist, "sam.berg@example.com", "Sam Berg");
        var id = await app.AddAccountAsync();
        if (text == "long")
            text = new string('x', 10_000) + "tail";

        using var answer = await ann.PostAsync($"/accounts/{id}/notes/new", new() { ["Text"] = text, ["Key"] = "one" });

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.Should().Contain(says);
        html.Should().Contain($"{text.Trim()}</textarea>");
        (await app.DbAsync(db => db.Notes.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_preview_shows_it_tells_whom_it_would_tell_and_keeps_nothing()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        await app.AddMemberAsync(Role.Specialist, "ines@example.com", "Ines Ortega");
        var id = await app.AddAccountAsync();

        using var answer = await ann.HtmxPostAsync(
            $"/accounts/{id}/notes/new?handler=Preview",
            new() { ["Text"] = "*Ask* @ines", ["Key"] = "one" }
        );

        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain("<em>Ask</em>").And.Contain("Tells Ines Ortega.").And.Contain("*Ask* @ines</textarea>");
        html.Should().Contain("name=\"Key\" value=\"one\"");
        (await app.DbAsync(db => db.Notes.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Every_earlier_version_stays_readable()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var author = await PageClient.SignedInAsync(app, Role.Specialist);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);
        var id = await app.AddAccountAsync();
        var note = await WriteAsync(app, id, "First", Actor.User("specialist@example.com"));

        (await EditAsync(author, note, "Second")).Should().Be(HttpStatusCode.Redirect);
        (await EditAsync(lead, note, "Third")).Should().Be(HttpStatusCode.Redirect);

        var history = await revenue.HtmlAsync($"/notes/{note}/history");
        Regex.Matches(history, "<p>(First|Second|Third)</p>").Select(m => m.Groups[1].Value).Should().Equal("Third", "Second", "First");
        var kept = await app.DbAsync(db => db.NoteVersions.OrderBy(v => v.Id).ToListAsync());
        kept.Select(v => v.By.Name).Should().Equal("specialist@example.com", "specialist@example.com");
        (await revenue.HtmlAsync($"/accounts/{id}")).Should().Contain("edited").And.Contain("<p>Third</p>").And.NotContain("<p>First</p>");
    }

    [Fact]
    public async Task Of_two_who_change_it_the_second_is_told_and_sees_both()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var author = await PageClient.SignedInAsync(app, Role.Specialist);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await app.AddAccountAsync();
        var note = await WriteAsync(app, id, "First", Actor.User("specialist@example.com"));
        var seen = await VersionAsync(author, note);
        await EditAsync(lead, note, "The lead's words");

        using var answer = await author.PostAsync($"/notes/{note}", new() { ["Text"] = "My words", ["Version"] = seen });

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        html.Should().Contain("Lead changed it meanwhile.").And.Contain("The lead's words").And.Contain("My words</textarea>");
        var now = Regex.Match(html, "name=\"Version\" value=\"(\\d+)\"").Groups[1].Value;
        now.Should().NotBe(seen);
        using var again = await author.PostAsync($"/notes/{note}", new() { ["Text"] = "My words", ["Version"] = now });
        again.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.NoteVersions.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task Only_its_author_and_leads_change_or_withdraw_it_and_revenue_only_reads()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var other = await PageClient.SignedInAsync(app, Role.Specialist);
        using var revenue = await PageClient.SignedInAsync(app, Role.Revenue);
        using var lead = await PageClient.SignedInAsync(app, Role.Lead);
        var id = await app.AddAccountAsync();
        var note = await WriteAsync(app, id, "First", Ann);
        foreach (var (path, who) in new[] { ($"/notes/{note}", other), ($"/notes/{note}?handler=Withdraw", other) })
        {
            using var answer = await who.PostAsync(path, new() { ["Text"] = "x", ["Version"] = "1" }, from: $"/accounts/{id}");
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden, path);
        }
        using var write = await revenue.PostAsync($"/accounts/{id}/notes/new", new() { ["Text"] = "x" }, from: $"/accounts/{id}");
        write.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await revenue.HtmlAsync($"/accounts/{id}")).Should().Contain("<p>First</p>").And.NotContain("notes/new");

        using var withdrawn = await lead.PostAsync($"/notes/{note}?handler=Withdraw", from: $"/accounts/{id}");
        withdrawn.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await other.HtmlAsync($"/accounts/{id}")).Should().Contain("Withdrawn by Lead").And.NotContain("<p>First</p>");
        (await lead.HtmlAsync($"/notes/{note}/history")).Should().Contain("<p>First</p>");
        using var read = await other.GetAsync($"/notes/{note}/history");
        read.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var restored = await lead.PostAsync($"/notes/{note}?handler=Restore", from: $"/accounts/{id}");
        (await other.HtmlAsync($"/accounts/{id}")).Should().Contain("<p>First</p>");
    }

    [Fact]
    public async Task A_post_without_its_token_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["Text"] = "x" });

        using var answer = await ann.Http.PostAsync($"/accounts/{id}/notes/new", form);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await app.DbAsync(db => db.Notes.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_pinned_note_stands_at_the_top()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        var id = await app.AddAccountAsync();
        var note = await WriteAsync(app, id, "Ask before writing", Ann);

        using var pin = await ann.PostAsync($"/notes/{note}?handler=Pin", from: $"/accounts/{id}");
        pin.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var html = await ann.HtmlAsync($"/accounts/{id}");
        html.IndexOf($"id=\"pinned-{note}\"", StringComparison.Ordinal)
            .Should()
            .BePositive()
            .And.BeLessThan(html.IndexOf("id=\"history\"", StringComparison.Ordinal));
        using var unpin = await ann.PostAsync($"/notes/{note}?handler=Unpin", from: $"/accounts/{id}");
        (await ann.HtmlAsync($"/accounts/{id}")).Should().NotContain("id=\"pinned-");
    }

    [Fact]
    public async Task Who_is_called_is_told_once_and_an_edit_tells_only_who_is_new()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        var ines = await app.AddMemberAsync(Role.Specialist, "ines@example.com", "Ines Ortega");
        var magda = await app.AddMemberAsync(Role.Specialist, "magda@example.com", "Magda Kowalska");
        await app.AddMemberAsync(Role.Specialist, "ann@example.com", "Ann Ace");
        var id = await app.AddAccountAsync();

        var note = await WriteAsync(app, id, "@ines and @ann look", Ann);
        (await ToldAsync(app)).Should().Equal([ines.Id], "who writes is not told of it");

        await ChangeAsync(app, note, "@ines and @magda@example.com look");
        (await ToldAsync(app)).Should().Equal(ines.Id, magda.Id);
        await ChangeAsync(app, note, "nobody");
        await ChangeAsync(app, note, "@ines and @magda again");
        (await ToldAsync(app)).Should().Equal(ines.Id, magda.Id);
        var notice = await app.DbAsync(db => db.Notices.FirstAsync());
        notice.Kind.Should().Be(NoticeKind.Mention);
        notice.Title.Should().Be("Ann Ace named you in a note on Acme");
        notice.Link.Should().Be($"/accounts/{id}#note-{note}");
    }

    private static Task<List<int>> ToldAsync(TrackerApp app) =>
        app.DbAsync(db => db.Notices.OrderBy(n => n.MemberId).Select(n => n.MemberId).ToListAsync());

    private static Task<NoteResult> ChangeAsync(TrackerApp app, long note, string text) =>
        app.WithAsync(async services =>
        {
            var version = (await app.DbAsync(db => db.Notes.AsNoTracking().SingleAsync(n => n.Id == note))).RowVersion;
            return await services.GetRequiredService<NoteWrites>().EditAsync(note, text, version, Ann, anybodys: false);
        });

    private static async Task<long> WriteAsync(TrackerApp app, long accountId, string text, Actor author)
    {
        var result = await app.WithAsync(s => s.GetRequiredService<NoteWrites>().AddAsync(new NewNote(accountId, text), author));
        return result.Should().BeOfType<NoteResult.Saved>().Which.Note.Id;
    }

    private static async Task<HttpStatusCode> EditAsync(PageClient person, long note, string text)
    {
        var version = await VersionAsync(person, note);
        using var answer = await person.PostAsync($"/notes/{note}", new() { ["Text"] = text, ["Version"] = version });
        return answer.StatusCode;
    }

    private static async Task<string> VersionAsync(PageClient person, long note) =>
        Regex.Match(await person.HtmlAsync($"/notes/{note}"), "name=\"Version\" value=\"(\\d+)\"").Groups[1].Value;
}
