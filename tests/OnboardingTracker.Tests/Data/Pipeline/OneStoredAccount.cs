using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Pipeline;

/// <summary>An account in the running app, and what people do to it.</summary>
public sealed class OneStoredAccount(TrackerApp app, long id)
{
    public static readonly Actor Ann = Actor.User("ann@example.com");

    public long Id => id;

    public static async Task<OneStoredAccount> AddAsync(
        TrackerApp app,
        string externalId,
        DateOnly? renewalOn = null,
        params string[] stages
    )
    {
        var written = await app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync(
                    externalId,
                    new AccountUpdate { Name = externalId, NextRenewalOn = renewalOn },
                    [],
                    DetailSources.Api,
                    Actor.Api("billing")
                )
        );
        var account = new OneStoredAccount(app, written.AccountId);
        foreach (var stage in stages)
            (await account.MoveAsync(stage)).Should().BeOfType<MoveResult.Moved>();
        return account;
    }

    public Task<MoveResult> MoveAsync(string to, Actor? actor = null, string? reason = "they asked") =>
        app.WithAsync(services => services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, to, actor ?? Ann, reason)));

    public Task<MoveResult> UndoAsync(long transitionId, Actor? actor = null) =>
        app.WithAsync(services => services.GetRequiredService<AccountMoves>().UndoAsync(id, transitionId, actor ?? Ann));

    public async Task<MoveResult> UndoLastAsync() => await UndoAsync((await HistoryAsync())[^1].Id);

    public Task<AccountWritten?> ChangeAsync(AccountUpdate update, string source = DetailSources.Api) =>
        app.WithAsync(services => services.GetRequiredService<AccountWrites>().UpdateAsync(id, update, source, Ann));

    public Task<List<Transition>> HistoryAsync() => app.WithAsync(services => services.GetRequiredService<AccountMoves>().HistoryAsync(id));

    public Task<Account> ReadAsync() => app.DbAsync(db => db.Accounts.AsNoTracking().Include(a => a.Owner).SingleAsync(a => a.Id == id));

    /// <summary>The playbooks that a hold keeps away now.</summary>
    public async Task<IReadOnlyList<string>> HeldOffAsync()
    {
        var account = await ReadAsync();
        var holds = await app.DbAsync(db => db.Holds.AsNoTracking().Where(h => h.AccountId == id).OrderBy(h => h.Playbook).ToListAsync());
        return [.. holds.Where(hold => hold.InForce(account.NextRenewalOn, account.Passage)).Select(hold => hold.Playbook)];
    }

    public static Task<PlaybookRun> RunAsync(TrackerApp app, string playbook, bool dryRun = false, long? basedOn = null) =>
        app.WithAsync(services =>
            services.GetRequiredService<PlaybookRunner>().RunAsync(new RunRequest(playbook, dryRun, basedOn, RunTriggers.AskedFor, Ann))
        );

    public static Task<PlaybookRun> RunTenDayRuleAsync(TrackerApp app, bool dryRun = false, long? basedOn = null) =>
        RunAsync(app, PlaybookNames.FinalOutreachDue, dryRun, basedOn);
}
