using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Signals;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Features.Signals.Email.Reading;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Features.Signals.Email;

/// <summary>The app with one specialist, Ann, and mails that arrive in her mailbox or leave it.</summary>
internal sealed class MailWorld(TrackerApp app) : IAsyncDisposable
{
    public const string Ann = "ann@team.example";
    public const string Kim = "kim@acme.example";

    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["Mail:TeamDomains"] = "team.example",
        ["Mail:TrustedAuthservIds:0"] = "mx.team.example",
        ["Webhooks:Postmark:Username"] = "postmark",
        ["Webhooks:Postmark:Password"] = "a long password of ours",
    };

    public TrackerApp App { get; } = app;

    public static async Task<MailWorld> StartAsync(
        TestPostgres postgres,
        IReadOnlyDictionary<string, string>? more = null,
        Action<IServiceCollection>? services = null
    )
    {
        var settings = Settings.Concat(more ?? new Dictionary<string, string>()).ToDictionary();
        var world = new MailWorld(await TrackerApp.StartAsync(postgres, settings, services));
        await world.App.AddMemberAsync(Role.Specialist, Ann, "Ann");
        return world;
    }

    /// <summary>Acme with its contact Kim, in a stage since yesterday.</summary>
    public async Task<long> AccountAsync(
        string? stage = StageCodes.NewAccount,
        string externalId = "acme",
        string? contact = Kim,
        string? domain = null
    )
    {
        var written = await App.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    externalId,
                    new AccountUpdate
                    {
                        Name = externalId == "acme" ? "Acme" : externalId,
                        Plan = Plan.PayAsYouGo,
                        Forecast = new Money(80, "USD"),
                        NextRenewalOn = new DateOnly(2026, 3, 30),
                        Domain = domain,
                    },
                    contact is null ? [] : [new ContactUpdate(contact, "Kim Lee", null)],
                    DetailSources.Import,
                    Actor.User("ingrid@example.com")
                )
        );
        if (stage is not null)
            await MoveAsync(written.AccountId, stage);
        App.Clock.Advance(TimeSpan.FromHours(1));
        return written.AccountId;
    }

    public Task MoveAsync(long id, string stage) =>
        App.WithAsync(async services =>
        {
            var moved = await services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, stage, Actor.User(Ann), "as agreed"));
            return moved.Should().BeOfType<MoveResult.Moved>().Which;
        });

    /// <summary>A mail arrives and is worked.</summary>
    public async Task<Signal> ArrivesAsync(string mail, string arrival = MailArrivals.Inbox)
    {
        var raw = Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n"));
        return await WorkedAsync(
            await App.WithAsync(services =>
                services.GetRequiredService<MailIntake>().TakeAsync(raw, MailReader.Read(raw), arrival, CancellationToken.None)
            )
        );
    }

    public async Task<Signal> WorkedAsync(StoredSignal stored)
    {
        await App.WithAsync(async services =>
        {
            await services.GetRequiredService<SignalWorker>().WorkAsync(stored.SignalId);
            return 0;
        });
        return await App.DbAsync(db => db.Signals.AsNoTracking().SingleAsync(s => s.Id == stored.SignalId));
    }

    public Task SweepAsync() =>
        App.WithAsync(async services =>
        {
            App.Clock.Advance(TimeSpan.FromMinutes(1));
            await services.GetRequiredService<SignalSweep>().RunAsync(CancellationToken.None);
            await services.GetRequiredService<OutboxSweep>().RunAsync(CancellationToken.None);
            return 0;
        });

    public async Task<string?> StageAsync(long id) => (await FindAsync(id)).Stage;

    public Task<Account> FindAsync(long id) =>
        App.DbAsync(db => db.Accounts.AsNoTracking().Include(a => a.Contacts).SingleAsync(a => a.Id == id));

    public Task<List<string>> TasksAsync(long id) =>
        App.DbAsync(db => db.Tasks.AsNoTracking().Where(t => t.AccountId == id).OrderBy(t => t.Id).Select(t => t.Kind).ToListAsync());

    public async Task<HttpResponseMessage> PostAsync(object body, string user = "postmark", string? password = "a long password of ours")
    {
        using var client = App.ApiClient(null);
        if (password is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
            );
        using var content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await client.PostAsync("/webhooks/email/postmark", content);
    }

    /// <summary>A mail of an ordinary mail program.</summary>
    public string Mail(
        string from = Kim,
        string to = Ann,
        string subject = "Re: Hello",
        string? answers = null,
        string? id = null,
        string headers = "",
        string text = "Thank you, that helps a lot. Could we talk on Tuesday?"
    ) =>
        $"""
            {headers}From: {from}
            To: {to}
            Subject: {subject}
            Date: {App.Clock.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000
            Message-ID: <{id ?? Guid.NewGuid().ToString("N") + "@mail.example"}>
            {(answers is null ? "" : $"In-Reply-To: <{answers}>\nReferences: <{answers}>\n")}MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            {text}

            """;

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
