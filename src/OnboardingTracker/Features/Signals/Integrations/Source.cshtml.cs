using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>A signal as the list of its source shows it.</summary>
public sealed record SourceRow(
    long Id,
    string? Kind,
    string SourceKind,
    SignalState State,
    string? Note,
    string? LastError,
    DateTimeOffset ReceivedAt
);

/// <summary>The signals of one source, newest first, all or those that fail.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class SourceModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string Source { get; set; } = "";

    /// <summary>failed or retrying; null: all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public IReadOnlyList<SourceRow> Signals { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (State is not ("failed" or "retrying"))
            State = null;
        Source = Source.Replace("\0", "", StringComparison.Ordinal);
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        (Zone, Today) = (TeamCalendar.Zone(context.Policy), context.Today);
        var signals = db.Signals.AsNoTracking().Where(s => s.Source == Source);
        if (State == "failed")
            signals = signals.Where(s => s.State == SignalState.Failed);
        else if (State == "retrying")
            signals = signals.Where(s => s.State == SignalState.Retrying);
        if (PlaceOf(From) is var (at, id))
            signals = signals.Where(s => s.ReceivedAt <= at && (s.ReceivedAt < at || s.Id < id));
        var rows = await signals
            .OrderByDescending(s => s.ReceivedAt)
            .ThenByDescending(s => s.Id)
            .Take(PageSize + 1)
            .Select(s => new SourceRow(s.Id, s.Kind, s.SourceKind, s.State, s.Note, s.LastError, s.ReceivedAt))
            .ToListAsync(cancel);
        Signals = rows.Count > PageSize ? rows[..PageSize] : rows;
        var path = $"/integrations/{Uri.EscapeDataString(Source)}";
        Pager = new Pager(
            Words.Count(Signals.Count, "signal", ReaderFormat.Of(HttpContext)),
            From is null ? null : Url(null),
            rows.Count > PageSize
                ? Url(string.Create(CultureInfo.InvariantCulture, $"{Signals[^1].ReceivedAt.UtcTicks}-{Signals[^1].Id}"))
                : null
        );

        string Url(string? from) =>
            path
            + QueryString.Create(
                new Dictionary<string, string?> { ["state"] = State, ["from"] = from }.Where(pair => pair.Value is not null)
            );
    }

    private static (DateTimeOffset At, long Id)? PlaceOf(string? text) =>
        text?.Split('-') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), number)
            : null;
}
