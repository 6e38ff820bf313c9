using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>A signal that waits for an account, with what is known of its sender.</summary>
public sealed record WaitingRow(long Id, string Source, string? Kind, SignalFact? Fact, string? Note, DateTimeOffset ReceivedAt)
{
    public string Sender
    {
        get
        {
            var about = Fact?.About;
            string?[] known = [about?.Name, .. about?.Emails ?? [], about?.BillingCustomerId, about?.ExternalId];
            return string.Join(", ", known.OfType<string>().Take(2)) is { Length: > 0 } sender ? sender : "Unknown";
        }
    }
}

/// <summary>Signals that fit no account, or several, newest first.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class UnmatchedModel(TrackerDb db, WaitingSignals waiting, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    /// <summary>The place that an older page begins after.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<WaitingRow> Signals { get; private set; } = [];

    public int? Count { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        (Zone, Today) = (TeamCalendar.Zone(context.Policy), context.Today);
        var signals = waiting.All().AsNoTracking();
        if (PlaceOf(From) is var (at, id))
            signals = signals.Where(s => s.ReceivedAt <= at && (s.ReceivedAt < at || s.Id < id));
        var rows = await signals
            .OrderByDescending(s => s.ReceivedAt)
            .ThenByDescending(s => s.Id)
            .Take(PageSize + 1)
            .Select(s => new WaitingRow(s.Id, s.Source, s.Kind, s.Fact, s.Note, s.ReceivedAt))
            .ToListAsync(cancel);
        Signals = rows.Count > PageSize ? rows[..PageSize] : rows;
        Count = await waiting.CountAsync(cancel);
        var next = rows.Count > PageSize ? $"/signals/unmatched?from={Signals[^1].ReceivedAt.UtcTicks}-{Signals[^1].Id}" : null;
        Pager = new Pager(
            Words.Count(Signals.Count, "signal", ReaderFormat.Of(HttpContext)),
            From is null ? null : "/signals/unmatched",
            next
        );
    }

    public async Task<IActionResult> OnPostDismissAsync(long id, CancellationToken cancel)
    {
        var dismissed = await waiting.DismissAsync([id], User.Actor(), cancel);
        return dismissed > 0
            ? this.Done(new Toast($"Signal {id} is dismissed", "It can still be given an account on its page"), "/signals/unmatched")
            : this.NotDone($"Signal {id} was not dismissed", "It does not wait any more.", "/signals/unmatched");
    }

    private static (DateTimeOffset At, long Id)? PlaceOf(string? text) =>
        text?.Split('-') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
