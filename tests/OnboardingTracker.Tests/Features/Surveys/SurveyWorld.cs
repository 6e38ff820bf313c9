using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Surveys;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Surveys;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Testing;
using OnboardingTracker.Tests.Features.Signals.Email;

namespace OnboardingTracker.Tests.Features.Surveys;

/// <summary>Acme in 6a, its contact Kim, Ann who owns it, and a mail server.</summary>
internal sealed partial class SurveyWorld(MailWorld mail, SmtpServer smtp) : IAsyncDisposable
{
    public TrackerApp App => mail.App;

    public MailWorld Mail => mail;

    public SmtpServer Smtp => smtp;

    public long Acme { get; private set; }

    public static async Task<SurveyWorld> StartAsync(TestPostgres postgres, bool reachable = true)
    {
        var smtp = SmtpServer.Start();
        var settings = smtp.Settings.ToDictionary();
        if (reachable)
            settings["OnboardingTracker:PublicAddress"] = "https://tracker.firm.example/";
        var world = new SurveyWorld(await MailWorld.StartAsync(postgres, settings), smtp);
        world.Acme = await world.Mail.AccountAsync("5");
        await world.Mail.MoveAsync(world.Acme, "6a");
        await world.App.DbAsync(async db =>
        {
            var ann = await db.Members.Where(m => m.Email == MailWorld.Ann).Select(m => m.Id).SingleAsync();
            return await db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.OwnerId, ann));
        });
        return world;
    }

    public Task<bool> AskAsync(long? account = null) =>
        App.WithAsync(async services =>
        {
            var context = await services.GetRequiredService<TrackerDb>().RunContextAsync(App.Clock.GetUtcNow());
            return await services
                .GetRequiredService<SurveyWrites>()
                .AskAsync(account ?? Acme, Actor.Playbook("satisfaction-survey"), null, context);
        });

    public Task<int> SendAsync() =>
        App.WithAsync(async services =>
        {
            await services.GetRequiredService<OutboxSweep>().SendOwnAsync(CancellationToken.None);
            return 0;
        });

    /// <summary>Asks Acme, sends the mail, and gives the path of the personal link in it.</summary>
    public async Task<string> LinkAsync()
    {
        (await AskAsync()).Should().BeTrue();
        await SendAsync();
        return LinkInMail();
    }

    /// <summary>The path of the personal link in the mail that was taken last.</summary>
    public string LinkInMail()
    {
        var text = Smtp.Taken[^1].Text.ReplaceLineEndings("\n");
        return Link().Match(text[text.IndexOf("\n\n", StringComparison.Ordinal)..].Replace("=\n", "", StringComparison.Ordinal)).Value;
    }

    public Task<Survey> SurveyAsync() => App.DbAsync(db => db.Surveys.AsNoTracking().SingleAsync());

    public async ValueTask DisposeAsync()
    {
        await mail.DisposeAsync();
        await smtp.DisposeAsync();
    }

    [GeneratedRegex("/survey/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
