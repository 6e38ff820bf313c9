using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Imports;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Import;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Import;

public sealed class ImportPagesTests(TestPostgres postgres)
{
    private const string File = "externalId,name,forecastAmount\na,<b>Acme</b>,50\nb,B,\"1,5\"\n";

    [Fact]
    public async Task A_file_is_sent_looked_at_confirmed_and_imported()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);

        var sent = await SendAsync(browser, File, "november.csv");
        sent.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var page = sent.Headers.Location!.ToString();
        (await browser.HtmlAsync(page)).Should().Contain("november.csv").And.Contain("Looking through the file");
        await WorkAsync(app, job => job.PreviewAsync(1, default));

        var preview = await browser.HtmlAsync(page);
        preview.Should().Contain("<b>2</b><span>rows</span>").And.Contain("<b>1</b><span>would create</span>").And.Contain("Import 1 row");
        preview.Should().Contain("&quot;1,5&quot; is not an amount");
        (await app.DbAsync(db => db.Accounts.AnyAsync())).Should().BeFalse();

        (await browser.PostAsync(page + "?handler=Confirm", [], page)).StatusCode.Should().Be(HttpStatusCode.Redirect);
        await WorkAsync(app, job => job.RunAsync(1, default));

        (await browser.HtmlAsync(page)).Should().Contain("<b>1</b><span>created</span>").And.Contain("Imported.");
        (await browser.HtmlAsync("/import")).Should().Contain("november.csv").And.Contain("completed");
        (await app.DbAsync(db => db.Accounts.Select(a => a.Name).SingleAsync())).Should().Be("<b>Acme</b>");
        var report = await browser.GetAsync(page + "/rejections.csv");
        report.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        (await report.Content.ReadAsStringAsync()).Should().Contain("line,field,reason\r\n3,forecastAmount,");
    }

    [Fact]
    public async Task Many_new_leads_are_confirmed_by_typing_their_number()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);
        var leads = "externalId,plan,forecastAmount\n" + string.Concat(Enumerable.Range(0, 51).Select(i => $"a{i},payAsYouGo,500\n"));
        var page = (await SendAsync(browser, leads, "leads.csv")).Headers.Location!.ToString();
        await WorkAsync(app, job => job.PreviewAsync(1, default));

        (await browser.HtmlAsync(page)).Should().Contain("51 accounts would enter the pipeline");
        var refused = await browser.PostAsync(page + "?handler=Confirm", new() { ["NewLeads"] = "5" }, page);
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).Should().Contain("Type 51 to say");
        var taken = await browser.PostAsync(page + "?handler=Confirm", new() { ["NewLeads"] = "51" }, page);

        taken.StatusCode.Should().Be(HttpStatusCode.Redirect);
        (await app.DbAsync(db => db.Imports.SingleAsync())).State.Should().Be(ImportState.Queued);
    }

    [Fact]
    public async Task A_preview_is_canceled_and_the_file_goes()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);
        var page = (await SendAsync(browser, File, "x.csv")).Headers.Location!.ToString();

        (await browser.PostAsync(page + "?handler=Cancel", [], page)).StatusCode.Should().Be(HttpStatusCode.Redirect);

        (await browser.HtmlAsync(page)).Should().Contain("Nothing of the file was imported");
        (await app.DbAsync(db => db.ImportChunks.AnyAsync())).Should().BeFalse();
    }

    [Fact]
    public async Task Choices_are_taken_with_the_file()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);

        await SendAsync(browser, "{\"externalId\":\"a\"}", "accounts.ndjson", "baseline", "migrate");

        (await app.DbAsync(db => db.Imports.SingleAsync()))
            .Should()
            .BeEquivalentTo(
                new
                {
                    Baseline = true,
                    Migrate = true,
                    Format = ImportFormat.Ndjson,
                    FileName = "accounts.ndjson",
                }
            );
    }

    [Theory]
    [InlineData("", "", "Choose a file.")]
    [InlineData("", "empty.csv", "The file is empty.")]
    public async Task Without_a_file_the_form_says_so_and_keeps_what_was_chosen(string content, string name, string message)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);

        var answer = await SendAsync(browser, content, name, "baseline");

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var html = await answer.Content.ReadAsStringAsync();
        html.Should().Contain(message);
        html.Should().MatchRegex("name=\"baseline\"[^>]*checked|checked[^>]*name=\"baseline\"");
        (await app.DbAsync(db => db.Imports.AnyAsync())).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_from_another_site_is_refused()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);
        using var form = Form(File, "x.csv", "forged");

        (await browser.Http.PostAsync("/import", form)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await app.DbAsync(db => db.Imports.AnyAsync())).Should().BeFalse();
    }

    [Theory]
    [InlineData(Role.Specialist)]
    [InlineData(Role.Revenue)]
    [InlineData(Role.Lead)]
    public async Task Only_admins_import(Role role)
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, role);
        using var form = Form(File, "x.csv", "any");

        (await browser.GetAsync("/import")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/import/1")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.GetAsync("/import/1/rejections.csv")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await browser.Http.PostAsync("/import", form)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_example_is_a_file_that_can_be_imported()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var browser = await PageClient.SignedInAsync(app, Role.Admin);

        var example = await (await browser.GetAsync("/import/example.csv")).Content.ReadAsStringAsync();
        await SendAsync(browser, example, "example.csv");
        await WorkAsync(app, job => job.PreviewAsync(1, default));

        (await app.DbAsync(db => db.Imports.SingleAsync())).Should().BeEquivalentTo(new { Created = 1, Rejected = 0 });
    }

    private static async Task<HttpResponseMessage> SendAsync(PageClient browser, string content, string name, params string[] choices)
    {
        var html = await browser.HtmlAsync("/import");
        var token = html.Split("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"")[1].Split('"')[0];
        using var form = Form(content, name, WebUtility.HtmlDecode(token), choices);
        return await browser.Http.PostAsync("/import", form);
    }

    private static MultipartFormDataContent Form(string content, string name, string token, params string[] choices)
    {
        var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var choice in new[] { "baseline", "migrate" })
        {
            if (choices.Contains(choice))
                form.Add(new StringContent("true"), choice);
            form.Add(new StringContent("false"), choice);
        }
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        form.Add(file);
        return form;
    }

    private static Task<int> WorkAsync(TrackerApp app, Func<ImportJob, Task> work) =>
        app.WithAsync(async services =>
        {
            await work(services.GetRequiredService<ImportJob>());
            return 0;
        });
}
