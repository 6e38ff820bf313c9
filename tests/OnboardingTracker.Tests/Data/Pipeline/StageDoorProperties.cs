using FsCheck.Xunit;
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
using OnboardingTracker.Tests.Domain.Pipeline;

namespace OnboardingTracker.Tests.Data.Pipeline;

/// <summary>The same random sequences as <see cref="PipelineProperties"/>, through the running product on a real database.</summary>
public sealed class StageDoorProperties(TestPostgres postgres) : IAsyncLifetime
{
    private static readonly Actor s_ann = Actor.User("ann@example.com");
    private TrackerApp _app = null!;
    private int _accounts;

    public async ValueTask InitializeAsync() => _app = await TrackerApp.StartAsync(postgres);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Property(Arbitrary = [typeof(Steps)], MaxTest = 40)]
    public async Task The_row_that_the_door_keeps_is_what_the_stored_history_says(Step[] steps)
    {
        var id = await AccountAsync();
        foreach (var step in steps)
        {
            _app.Clock.Advance(TimeSpan.FromHours(step.Hours));
            await TakeAsync(id, step);

            var account = await _app.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id));
            var history = await _app.WithAsync(services => services.GetRequiredService<AccountMoves>().HistoryAsync(id));
            account.PipelineState.Should().Be(PipelineHistory.Replay(history, Journey.Stages));
            account.InWork.Should().Be(Journey.Stages.IsInWork(account.Stage));
            if (history is [.., var last])
                last.Passage.Should().Be(account.Passage);
            var holds = await _app.DbAsync(db => db.Holds.AsNoTracking().Where(h => h.AccountId == id && h.LiftedAt == null).ToListAsync());
            holds.Should().OnlyHaveUniqueItems(hold => hold.Playbook);
            await DatabaseAndMemoryAgreeOnHoldsAsync(account, holds);
        }
    }

    private async Task DatabaseAndMemoryAgreeOnHoldsAsync(Account account, List<Hold> holds)
    {
        foreach (var playbook in new[] { PlaybookNames.FinalOutreachDue, PlaybookNames.NewLead })
        {
            var held = await _app.DbAsync(db =>
                db.Accounts.Where(a => a.Id == account.Id).Where(PlaybookSubject.IsHeld(playbook)).AnyAsync()
            );
            held.Should().Be(holds.Exists(hold => hold.Playbook == playbook && hold.InForce(account.NextRenewalOn, account.Passage)));
        }
    }

    private async Task TakeAsync(long id, Step step)
    {
        var history = await _app.WithAsync(services => services.GetRequiredService<AccountMoves>().HistoryAsync(id));
        switch (step.Kind)
        {
            case StepKind.LastWrittenIsUndone:
                await UndoAsync(id, history is [.., var last] ? last.Id : null);
                break;
            case StepKind.LastEffectiveIsUndone:
                await UndoAsync(id, PipelineHistory.Effective(history) is [.., var counted] ? counted.Id : null);
                break;
            case StepKind.AnyTransitionIsUndone:
                await UndoAsync(id, history.Count == 0 ? null : history[step.Pick % history.Count].Id);
                break;
            case StepKind.RenewalChanges:
                var renewalOn = step.Pick == 0 ? (DateOnly?)null : Today.AddDays(step.Pick * 4);
                await _app.WithAsync(services =>
                    services
                        .GetRequiredService<AccountWrites>()
                        .UpdateAsync(id, new AccountUpdate { NextRenewalOn = renewalOn }, DetailSources.Api, s_ann)
                );
                break;
            case StepKind.PersonHolds:
                await _app.WithAsync(services =>
                    services
                        .GetRequiredService<AccountHolds>()
                        .HoldAsync(id, step.Pick % 2 == 0 ? PlaybookNames.FinalOutreachDue : PlaybookNames.NewLead, null, s_ann)
                );
                break;
            case StepKind.PlaybookMoves:
            case StepKind.SystemIsMigrated:
                await DecideAndApplyAsync(id, step);
                break;
            default:
                var request = Journey.RequestOf(step, _app.Clock.GetUtcNow(), null);
                await _app.WithAsync(services =>
                    services.GetRequiredService<AccountMoves>().MoveAsync(new MoveWish(id, request.To, request.Actor, request.Reason))
                );
                break;
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(_app.Clock.GetUtcNow().UtcDateTime);

    private Task<MoveResult?> UndoAsync(long id, long? transition) =>
        transition is { } undone
            ? _app.WithAsync<MoveResult?>(async services => await services.GetRequiredService<AccountMoves>().UndoAsync(id, undone, s_ann))
            : Task.FromResult<MoveResult?>(null);

    private Task<int> DecideAndApplyAsync(long id, Step step) =>
        _app.WithAsync(async services =>
        {
            var db = services.GetRequiredService<OnboardingTracker.Data.TrackerDb>();
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id);
            var request = Journey.RequestOf(step, _app.Clock.GetUtcNow(), account.NextRenewalOn) with
            {
                AccountId = id,
                RowVersion = account.RowVersion,
            };
            if (new MoveRules(Journey.Stages).Decide(account.PipelineState, request) is not MoveDecision.Allowed { Move: var move })
                return 0;
            var applied = await services.GetRequiredService<StageDoor>().ApplyAsync([move]);
            applied.Should().ContainKey(id, "nobody else was at it");
            return applied.Count;
        });

    private async Task<long> AccountAsync()
    {
        var written = await _app.WithAsync(services =>
            services
                .GetRequiredService<AccountWrites>()
                .UpsertAsync($"acme-{++_accounts}", new AccountUpdate { Name = "Acme" }, [], DetailSources.Api, s_ann)
        );
        return written.AccountId;
    }
}
