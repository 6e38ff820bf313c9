using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Playbooks;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Accounts;

namespace OnboardingTracker.Tests.Features.Playbooks;

public sealed partial class RunPagesTests(TestPostgres postgres)
{
    private static readonly Actor Ann = Actor.User("ann@example.com");

    [Fact]
    public async Task A_dry_run_names_whom_it_would_move_and_then_moves_exactly_these_and_takes_them_back()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        var (due, changed, held) = (await DueAsync(app, "due"), await DueAsync(app, "changed"), await DueAsync(app, "held"));
        using var hold = await lena.PostAsync(
            $"/accounts/{held}/hold",
            new() { ["Playbook"] = "final-outreach-due", ["Reason"] = "On holiday" }
        );
        await DueAsync(app, "later", renewsOn: new DateOnly(2026, 4, 20));

        var dry = await AskAsync(app, lena, new() { ["DryRun"] = "true" });
        var page = await lena.HtmlAsync(dry);
        page.Should().Contain("would move 2 accounts, 1 held").And.Contain("Run on exactly these 2");
        page.Should().Contain(">due</a>").And.Contain(">changed</a>").And.NotContain(">later</a>").And.NotContain(">held</a>");
        page.Should().Contain("renews in 7 days, on 2026-03-08").And.Contain("renewal within 10 days");
        (await lena.HtmlAsync($"{dry}?show=held")).Should().Contain(">held</a>").And.NotContain(">due</a>");
        (await app.AccountAsync(due)).Stage.Should().Be("2", "a dry run moves nobody");

        await app.MoveAsync(changed, "3a", Ann);
        var dryId = dry.Split('/')[^1];
        (await lena.HtmlAsync($"/playbooks/final-outreach-due/run?basedOn={dryId}"))
            .Should()
            .Contain("moves the 2 accounts of dry run " + dryId);
        var run = await AskAsync(app, lena, new() { ["BasedOn"] = dryId });
        page = await lena.HtmlAsync(run);
        page.Should().Contain("1 account moved, 1 left alone").And.Contain($"dry run {dryId}").And.Contain("Undo this run");
        (await lena.HtmlAsync($"{run}?show=dropped")).Should().Contain("moved since: it is now in 3a Engaged — Email");
        (await app.AccountAsync(due)).Stage.Should().Be("5");
        (await lena.HtmlAsync(dry)).Should().Contain($"Run {run.Split('/')[^1]}</a> was made on this set by Lead");

        (await lena.HtmlAsync($"{run}/undo")).Should().Contain("The 1 account that it moved go");
        using var undone = await lena.PostAsync($"{run}/undo");
        undone.Headers.Location!.OriginalString.Should().Be(run);
        (await lena.HtmlAsync(run)).Should().Contain("asked to undo it").And.Contain("every 1s");
        await UndoAsync(app, run);
        page = await lena.HtmlAsync(run);
        page.Should().Contain("Undone by Lead").And.Contain("1 account back where it was").And.NotContain("every 1s");
        (await app.AccountAsync(due)).Stage.Should().Be("2");
    }

    [Fact]
    public async Task An_undo_names_the_accounts_that_it_left_because_they_moved_again()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        await DueAsync(app, "back");
        var gone = await DueAsync(app, "gone");
        var run = await AskAsync(app, lena, []);
        await app.MoveAsync(gone, "6c", Ann);

        using var _ = await lena.PostAsync($"{run}/undo");
        await UndoAsync(app, run);

        (await lena.HtmlAsync(run)).Should().Contain("1 account back where it was, 1 left").And.Contain("Not undone");
        (await lena.HtmlAsync($"{run}?show=left"))
            .Should()
            .Contain(">gone</a>")
            .And.Contain("ann@example.com moved it to 6c Sales Handoff since")
            .And.NotContain(">back</a>");
    }

    [Fact]
    public async Task A_run_is_queued_as_one_job_with_nothing_but_its_id_and_the_job_twice_does_it_once()
    {
        await using var app = await TrackerApp.StartAsync(
            postgres,
            services: services => services.AddSingleton<IBackgroundJobClient, SeenJobs>()
        );
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        await DueAsync(app, "due");

        using var answer = await lena.PostAsync("/playbooks/final-outreach-due/run");

        var run = answer.Headers.Location!.OriginalString;
        var job = ((SeenJobs)app.Services.GetRequiredService<IBackgroundJobClient>()).Jobs.Should().ContainSingle().Subject;
        (job.Type, job.Args[0]).Should().Be((typeof(RunPlaybookJob), IdOf(run)));
        var page = await lena.HtmlAsync(run);
        page.Should().Contain("Waiting for a worker").And.Contain("hx-trigger=\"every 1s\"").And.Contain("http-equiv=\"refresh\"");
        page.Should().NotContain("No worker has taken it up yet");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await lena.HtmlAsync(run)).Should().Contain("No worker has taken it up yet");

        await ExecuteAsync(app, run);
        await ExecuteAsync(app, run);

        (await lena.HtmlAsync(run)).Should().Contain("1 account moved");
        (await app.DbAsync(db => db.Transitions.CountAsync(t => t.PlaybookRunId == IdOf(run)))).Should().Be(1);
    }

    [Fact]
    public async Task Interrupted_and_failed_runs_say_what_happened_and_what_stands()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        var interrupted = await RunInStateAsync(app, RunState.Interrupted, null);
        var failed = await RunInStateAsync(app, RunState.Failed, "disk <full>");

        (await lena.HtmlAsync(interrupted)).Should().Contain("It was cut off.").And.Contain("What it had moved stands: 3 accounts");
        (await lena.HtmlAsync(failed)).Should().Contain("It failed part of the way.").And.Contain("disk &lt;full&gt;");
    }

    [Fact]
    public async Task A_long_run_is_paged_found_in_and_exported()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        for (var i = 1; i <= 60; i++)
            await DueAsync(app, string.Create(CultureInfo.InvariantCulture, $"Company {i:000}"));
        var run = await AskAsync(app, lena, new() { ["DryRun"] = "true" });

        var first = await lena.HtmlAsync(run);
        RowsOf(first).Should().HaveCount(50);
        var next = WebUtility.HtmlDecode(NextLink().Match(first).Groups["url"].Value);
        RowsOf(await lena.HtmlAsync(next)).Should().HaveCount(10).And.NotIntersectWith(RowsOf(first));
        RowsOf(await lena.HtmlAsync($"{run}?q=ny+007")).Should().ContainSingle();
        (await lena.HtmlAsync($"{run}?q=nobody")).Should().Contain("No account of this run by that name");

        using var csv = await lena.GetAsync($"{run}/csv");
        csv.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(61);
        lines[0].TrimStart('\uFEFF').Should().Be("externalId,name,result,from,to,reason,evidence");
        lines[1].Should().StartWith("Company 001,Company 001,would move,2,5,\"renews in 7 days, on 2026-03-08");
    }

    [Fact]
    public async Task Everybody_reads_runs_and_only_leads_and_admins_ask_for_them()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        using var ann = await PageClient.SignedInAsync(app, Role.Specialist);
        await DueAsync(app, "due");
        var run = await AskAsync(app, lena, new() { ["DryRun"] = "true" });

        (await ann.HtmlAsync(run)).Should().Contain(">due</a>").And.NotContain("Run on exactly these").And.NotContain("Dry run again");
        using var denied = await ann.PostAsync("/playbooks/final-outreach-due/run", new() { ["DryRun"] = "true" }, from: "/playbooks");
        denied.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using var undo = await ann.PostAsync($"{run}/undo", from: "/playbooks");
        undo.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var app = await TrackerApp.StartAsync(postgres);
        using var lena = await PageClient.SignedInAsync(app, Role.Lead);
        await DueAsync(app, "due");
        var run = await AskAsync(app, lena, new() { ["DryRun"] = "true" });

        foreach (
            var path in new[]
            {
                "/playbooks/no-such",
                "/playbooks/no-such/run",
                "/playbooks/final-outreach-due/runs/999999",
                run.Replace("final-outreach-due", "new-lead", StringComparison.Ordinal),
                "/playbooks/final-outreach-due/run?basedOn=999999",
            }
        )
        {
            using var answer = await lena.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
        }
    }

    private static async Task<long> DueAsync(TrackerApp app, string name, DateOnly? renewsOn = null)
    {
        var id = await app.AddAccountAsync(
            new AccountUpdate { Name = name, NextRenewalOn = renewsOn ?? new DateOnly(2026, 3, 8) },
            externalId: name
        );
        await app.MoveAsync(id, "1", Ann);
        await app.MoveAsync(id, "2", Ann);
        return id;
    }

    /// <summary>Asks for a run by the form and does it, as a worker would.</summary>
    private static async Task<string> AskAsync(TrackerApp app, PageClient client, Dictionary<string, string> fields)
    {
        using var answer = await client.PostAsync("/playbooks/final-outreach-due/run", fields);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        var run = answer.Headers.Location!.OriginalString;
        await ExecuteAsync(app, run);
        return run;
    }

    private static Task<bool> ExecuteAsync(TrackerApp app, string run) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<RunPlaybookJob>().RunAsync(IdOf(run), default);
            return true;
        });

    private static Task<bool> UndoAsync(TrackerApp app, string run) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<UndoPlaybookRunJob>().RunAsync(IdOf(run), default);
            return true;
        });

    private static Task<string> RunInStateAsync(TrackerApp app, RunState state, string? error) =>
        app.DbAsync(async db =>
        {
            var run = new PlaybookRun
            {
                Playbook = "final-outreach-due",
                Trigger = RunTriggers.Schedule,
                RequestedBy = Actor.Playbook("final-outreach-due"),
                RequestedAt = app.Clock.GetUtcNow(),
                StartedAt = app.Clock.GetUtcNow(),
                State = state,
                Error = error,
                Touched = 3,
            };
            db.PlaybookRuns.Add(run);
            await db.SaveChangesAsync();
            return RunWords.Url(run);
        });

    private static long IdOf(string run) => long.Parse(run.Split('/')[^1], CultureInfo.InvariantCulture);

    private static List<string> RowsOf(string html) => [.. Rows().Matches(html).Select(row => row.Groups["id"].Value)];

    [GeneratedRegex("id=\"account-(?<id>\\d+)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("href=\"(?<url>[^\"]+)\" rel=\"next\"")]
    private static partial Regex NextLink();
}
