using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>A move that the signals call for and that is not made.</summary>
/// <param name="Held">A person holds the playbook off this account; else it is switched off.</param>
public sealed record PendingMove(string To, string Playbook, string Because, bool Held);

/// <summary>The calls of an account, the newest first, and what waits for a playbook.</summary>
public sealed record CallList(
    long AccountId,
    IReadOnlyList<Call> Calls,
    PendingMove? Pending,
    TimeZoneInfo Zone,
    DateOnly Today,
    bool MayWork
)
{
    /// <summary>What was written of each call, by the call's id; the oldest first.</summary>
    public ILookup<string, Note> Summaries { get; init; } = Array.Empty<Note>().ToLookup(_ => "");

    public IReadOnlyList<Member> Members { get; init; } = [];
}

/// <summary>The block of calls on the account's page.</summary>
[ViewComponent(Name = "AccountCalls")]
public sealed class AccountCalls(TrackerDb db, AccountStory story, TimeProvider time) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(long accountId)
    {
        var cancel = HttpContext.RequestAborted;
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        var signals = await story.SignalsOfAsync(accountId, cancel);
        var calls = CallBook.Read(signals, context.Policy, context.Now);
        var list = new CallList(
            accountId,
            [.. calls.OrderByDescending(call => call.StartsAt ?? call.Last.OccurredAt)],
            await PendingAsync(accountId, cancel),
            TeamCalendar.Zone(context.Policy),
            context.Today,
            HttpContext.User.May(Access.WorkOnAccounts)
        )
        {
            Summaries = await SummariesAsync(accountId, signals, cancel),
            Members = await db.Members.AsNoTracking().ToListAsync(cancel),
        };
        return View("/Features/Signals/Desk/_AccountCalls.cshtml", list);
    }

    private async Task<ILookup<string, Note>> SummariesAsync(
        long accountId,
        IReadOnlyList<ReceivedSignal> signals,
        CancellationToken cancel
    )
    {
        var notes = await db
            .Notes.AsNoTracking()
            .Where(note => note.AccountId == accountId && note.SignalId != null && note.WithdrawnAt == null)
            .OrderBy(note => note.Id)
            .ToListAsync(cancel);
        var calls = signals.Where(s => s.Fact.Call is not null).ToDictionary(s => s.SignalId, s => s.Fact.Call!.Call);
        return notes.ToLookup(note => calls.GetValueOrDefault(note.SignalId!.Value, ""));
    }

    private async Task<PendingMove?> PendingAsync(long accountId, CancellationToken cancel)
    {
        var pending = await db
            .Accounts.Where(a => a.Id == accountId && a.SignalPlaybook != null)
            .Select(a => new
            {
                a.SignalStage,
                a.SignalPlaybook,
                a.SignalReason,
                Held = a.Holds.Any(hold => hold.Playbook == a.SignalPlaybook && hold.LiftedAt == null && hold.Passage == a.Passage),
            })
            .FirstOrDefaultAsync(cancel);
        if (pending is not { SignalStage: { } to, SignalPlaybook: { } playbook })
            return null;
        var stages = await db.StagesAsync(cancel);
        return new(stages.Label(to), playbook, pending.SignalReason ?? "", pending.Held);
    }
}
