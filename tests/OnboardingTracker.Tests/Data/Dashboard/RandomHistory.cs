using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Dashboard;

/// <summary>
/// A book with some months of random history, made through the running product: moves by people and by playbooks, undos and undos of
/// undos, second passages, migrated stages, merges, changed owners, forecasts, renewals and rates. Made once a run; each test has a copy.
/// </summary>
public sealed class RandomHistory(TrackerApp app, int seed)
{
    private const int Accounts = 160;
    private const int Ticks = 70;
    private const string Zone = "Europe/Berlin";
    private static readonly string[] s_playbooks =
    [
        PlaybookNames.FinalOutreachDue,
        PlaybookNames.InitialOutreach,
        PlaybookNames.CustomerReplied,
        PlaybookNames.CallCompleted,
    ];
    private readonly Random _random = new(seed);
    private readonly List<Member> _team = [];

    /// <summary>An app on a copy of the book, at the moment at which its history ends.</summary>
    public static async Task<TrackerApp> StartAsync(TestPostgres postgres, int seed = 1)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"random_history_{seed}");
        await TrackerApp.FillTemplateAsync(postgres, name, app => new RandomHistory(app, seed).WriteAsync());
        var app = TrackerApp.On(await postgres.CreateDatabaseAsync(name));
        var last = await app.DbAsync(db => db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.At).LastAsync());
        app.Clock.SetUtcNow(last);
        return app;
    }

    private async Task WriteAsync()
    {
        for (var i = 0; i < 4; i++)
            _team.Add(await app.AddMemberAsync(Role.Specialist, $"specialist{i}@example.com", $"Specialist {i}"));
        await ChangePolicyAsync(policy => policy with { TimeZone = Zone });
        for (var i = 0; i < Accounts; i++)
            await MakeAsync(i);
        for (var tick = 0; tick < Ticks; tick++)
            await TickAsync(rates: tick % 25 == 10, merge: tick % 30 == 20);
        // The audit entry of the last change of policy says when the history ends.
        await ChangePolicyAsync(policy => policy with { SurveyDelayDays = policy.SurveyDelayDays + 1 });
    }

    /// <summary>Goes on for a while with the history of a copy.</summary>
    public static async Task GoOnAsync(TrackerApp app, int seed, bool rates, bool merge)
    {
        var history = new RandomHistory(app, seed);
        history._team.AddRange(await app.DbAsync(db => db.Members.AsNoTracking().OrderBy(m => m.Id).ToListAsync()));
        await history.TickAsync(rates, merge);
    }

    private async Task TickAsync(bool rates, bool merge)
    {
        app.Clock.Advance(TimeSpan.FromMinutes(_random.Next(200, 3000)));
        await MoveSomeAsync();
        for (var i = 0; i < 6; i++)
            await ChangeDetailAsync();
        if (rates)
            await ChangePolicyAsync(policy =>
                policy with
                {
                    CurrencyRates = new Dictionary<string, decimal> { ["EUR"] = 1m + _random.Next(1, 9999) / 10_000m },
                }
            );
        if (merge)
            await MergeAsync();
    }

    private Task<AccountWritten> MakeAsync(int number) =>
        app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    $"account-{number}",
                    new AccountUpdate
                    {
                        Name = $"Account {number}",
                        Plan = Pick([Plan.PayAsYouGo, Plan.PayAsYouGo, Plan.Startup, Plan.Annual]),
                        Forecast = Forecast(),
                        NextRenewalOn = Today.AddDays(_random.Next(2, 40)),
                        OwnerId = _random.Next(3) == 0 ? null : Pick(_team).Id,
                    },
                    [new ContactUpdate($"kim@account-{number}.example", "Kim", null)],
                    DetailSources.Api,
                    Actor.Api("crm")
                )
        );

    private async Task MoveSomeAsync()
    {
        var now = app.Clock.GetUtcNow();
        await app.WithAsync(async services =>
        {
            var db = services.GetRequiredService<TrackerDb>();
            var stages = await db.StagesAsync();
            var rules = new MoveRules(stages);
            var accounts = await db.Accounts.AsNoTracking().Where(a => a.MergedIntoId == null).OrderBy(a => a.Id).ToListAsync();
            var histories = (await db.Transitions.AsNoTracking().OrderBy(t => t.Id).ToListAsync()).ToLookup(t => t.AccountId);
            var moves = new List<StageMove>();
            foreach (var account in accounts.Where(_ => _random.Next(5) == 0))
            {
                // Not all of them in the same moment.
                var at = now.AddSeconds(-_random.Next(0, 3600));
                var history = histories[account.Id].ToList();
                if (history.Exists(t => t.RecordedAt > at))
                    continue;
                var decision =
                    _random.Next(6) == 0 && history.Count > 0
                        ? rules.Undo(account.Id, history, UndoneOf(history), Pick(Movers), at, account.NextRenewalOn, Today)
                        : rules.Decide(account.PipelineState, Wish(account, at, now));
                if (decision is MoveDecision.Allowed allowed)
                    moves.Add(allowed.Move);
            }
            await services.GetRequiredService<StageDoor>().ApplyAsync(moves);
            return 0;
        });
    }

    private MoveRequest Wish(Account account, DateTimeOffset at, DateTimeOffset now)
    {
        var migrated = account.Stage is null && _random.Next(4) == 0;
        var ahead = StageCatalogue.Shipped.Where(s =>
            s.Position > (StageCatalogue.Shipped.FirstOrDefault(x => x.Code == account.Stage)?.Position ?? 0)
        );
        var forward = _random.Next(4) != 0;
        return new MoveRequest
        {
            AccountId = account.Id,
            To =
                account.Stage is null && !migrated ? Pick(["1", "1", "2"])
                : forward && ahead.Any() ? Pick([.. ahead.Take(4)]).Code
                : Pick([.. StageCatalogue.Shipped]).Code,
            Actor =
                migrated ? Actor.User(Pick(_team).Email)
                : _random.Next(2) == 0 ? Actor.Playbook(Pick(s_playbooks))
                : Pick(Movers),
            At = migrated ? at.AddHours(-_random.Next(1, 1000)) : at,
            RecordedAt = migrated ? now : null,
            Migrated = migrated,
            Reason = "as it comes",
            RenewalOn = account.NextRenewalOn,
            Today = Today,
        };
    }

    private async Task ChangeDetailAsync()
    {
        var id = await app.DbAsync(db =>
            db.Accounts.Where(a => a.MergedIntoId == null)
                .OrderBy(a => a.Id)
                .Select(a => a.Id)
                .Skip(_random.Next(Accounts - 4))
                .FirstAsync()
        );
        var update = _random.Next(3) switch
        {
            0 => new AccountUpdate { Forecast = Forecast() },
            1 => new AccountUpdate { OwnerId = _random.Next(6) == 0 ? null : Pick(_team).Id },
            _ => new AccountUpdate { NextRenewalOn = Today.AddDays(_random.Next(-3, 60)) },
        };
        await app.WithAsync(services =>
            services.GetRequiredService<AccountWrites>().UpdateAsync(id, update, DetailSources.Api, Actor.User(Pick(_team).Email))
        );
    }

    private async Task MergeAsync()
    {
        var ids = await app.DbAsync(db =>
            db.Accounts.Where(a => a.MergedIntoId == null).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync()
        );
        var (one, other) = (Pick(ids), Pick(ids));
        if (one != other)
            await app.WithAsync(services =>
                services.GetRequiredService<AccountMerges>().MergeAsync(one, other, Actor.User("specialist0@example.com"))
            );
    }

    private Task<PolicyChange> ChangePolicyAsync(Func<Policy, Policy> change) =>
        app.WithAsync(async services =>
        {
            var (policy, version) = await services.GetRequiredService<TrackerDb>().CurrentPolicyAsync();
            return await services
                .GetRequiredService<PolicyChanges>()
                .ChangeAsync(change(policy), version, Actor.User("specialist0@example.com"));
        });

    private Money? Forecast() =>
        _random.Next(8) == 0 ? null : new Money(_random.Next(0, 400_000) / 100m, Pick(["USD", "USD", "USD", "EUR", "GBP"]));

    private long UndoneOf(List<Transition> history) =>
        _random.Next(3) == 0 ? history[^1].Id
        : PipelineHistory.Effective(history) is [.., var last] ? last.Id
        : history[^1].Id;

    private Actor[] Movers => [Actor.User(Pick(_team).Email), Actor.User(Pick(_team).Email), Actor.Api("crm")];

    private DateOnly Today => TeamCalendar.DayOf(app.Clock.GetUtcNow(), new Policy { TimeZone = Zone });

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
