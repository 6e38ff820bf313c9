using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Pipeline;

/// <content>What an account's signals say of it besides moves: engagement, and the move that a playbook has yet to make.</content>
public sealed partial class StageDoor
{
    /// <summary>Writes what follows from an account's story, in the caller's transaction. The same again writes nothing.</summary>
    /// <param name="before">Where the account stands.</param>
    /// <param name="engaged">The first engagement of the passage, by signals or as a person stated it.</param>
    /// <param name="now">When this is written down.</param>
    /// <returns>How many accounts changed: one or none.</returns>
    public async Task<int> KeepStoryAsync(
        PipelineState before,
        long accountId,
        Engagement? engaged,
        Story story,
        DateOnly? churnedOn,
        DateTimeOffset now,
        CancellationToken cancel = default
    )
    {
        if (before.Passage > 0 && before.Engagement?.At != engaged?.At)
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into engagements (account_id, passage, at, by, recorded_at)
                values ({accountId}, {before.Passage}, {engaged?.At}, {engaged?.Evidence}, {now})
                """,
                cancel
            );
        if (before.Passage > 0)
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into replies (account_id, passage, at, recorded_at)
                select {accountId}, {before.Passage}, {story.RepliedAt}::timestamptz, {now}
                where {story.RepliedAt}::timestamptz is distinct from (
                    select at from replies where account_id = {accountId} and passage = {before.Passage} order by id desc limit 1)
                """,
                cancel
            );
        var (engagedAt, engagedBy) = (engaged?.At, engaged?.Evidence);
        var (signalEngagedAt, signalEngagedBy) = (story.Engagement?.At, story.Engagement?.Evidence);
        var pending = story.Pending;
        var (to, playbook, because, signalId) = (pending?.To, pending?.Playbook, pending?.Because, pending?.Signal?.SignalId);
        var receivedAt = pending?.ReceivedAt;
        var reviewAt = story.ReviewAt;
        return await db
            .Accounts.Where(a => a.Id == accountId)
            .Where(a =>
                a.EngagedAt != engagedAt
                || a.EngagedBy != engagedBy
                || a.SignalEngagedAt != signalEngagedAt
                || a.SignalEngagedBy != signalEngagedBy
                || a.SignalStage != to
                || a.SignalPlaybook != playbook
                || a.SignalId != signalId
                || a.SignalReason != because
                || a.SignalReviewAt != reviewAt
                || a.ChurnedOn != churnedOn
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(a => a.EngagedAt, engagedAt)
                        .SetProperty(a => a.EngagedBy, engagedBy)
                        .SetProperty(a => a.SignalEngagedAt, signalEngagedAt)
                        .SetProperty(a => a.SignalEngagedBy, signalEngagedBy)
                        .SetProperty(a => a.SignalStage, to)
                        .SetProperty(a => a.SignalPlaybook, playbook)
                        .SetProperty(a => a.SignalReceivedAt, receivedAt)
                        .SetProperty(a => a.SignalId, signalId)
                        .SetProperty(a => a.SignalReason, because)
                        .SetProperty(a => a.SignalReviewAt, reviewAt)
                        .SetProperty(a => a.ChurnedOn, churnedOn),
                cancel
            );
    }
}
