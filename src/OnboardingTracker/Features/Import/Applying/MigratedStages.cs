using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Import.Reading;

namespace OnboardingTracker.Features.Import.Applying;

/// <summary>Decides the stages that a migration takes over: the same rules as for every move, dated as the file says.</summary>
internal sealed class MigratedStages(BatchContext context)
{
    private readonly MoveRules _rules = new(context.Stages);

    /// <summary>The move that the row asks for; or why it cannot be; or neither, where the account is there already.</summary>
    public (StageMove? Move, string? Problem) Decide(AccountDraft draft, ImportRow row, ExistingAccounts existing)
    {
        if (row is not { Stage: { } stage, StageEnteredOn: { } day })
            return default;
        var at = TeamCalendar.StartOf(day, context.Run.Policy);
        if (!draft.IsNew && existing.WasMigrated(draft.Account, stage, at))
            return default;
        if (draft.State.Stage != stage && draft.State.StageEnteredAt > at)
            return (
                null,
                $"The account is in {context.Stages.Label(draft.State.Stage)} since {context.Run.DayOf(draft.State.StageEnteredAt.Value):yyyy-MM-dd}, "
                    + "which is later: a migration does not turn back what has happened since."
            );
        var decision = _rules.Decide(
            draft.State,
            new MoveRequest
            {
                AccountId = draft.Id,
                To = stage,
                Actor = context.By,
                At = at,
                RecordedAt = context.Run.Now,
                Reason = "migrated from another system",
                Evidence = new(day, [new("imported", $"import {context.ImportId}, line {row.Line}")]),
                RenewalOn = draft.Account.NextRenewalOn,
                Today = context.Run.Today,
                Migrated = true,
            }
        );
        return decision switch
        {
            MoveDecision.Allowed allowed => (allowed.Move, null),
            MoveDecision.Refused refused => (null, refused.Message),
            _ => default,
        };
    }

    public static void Apply(AccountDraft draft, StageMove move)
    {
        draft.Moves.Add(move);
        draft.State = move.After;
    }
}
