using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>Each source of signals: how to connect it, how it does, a test, and a replay. Secrets are never shown, only whether they are set.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class IndexModel(TrackerDb db, SourceOverview overview, TestSignal tests, IConfiguration settings, TimeProvider time)
    : PageModel
{
    public IReadOnlyList<SourceCard> Sources { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public DateOnly Today { get; private set; }

    public bool IsSet(string setting) => !string.IsNullOrEmpty(settings[setting]);

    /// <summary>Where a sender reaches us, as the browser does.</summary>
    public string Address(string path) => $"{Request.Scheme}://{Request.Host}{path}";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var context = await db.RunContextAsync(time.GetUtcNow(), cancel);
        (Now, Zone, Today) = (context.Now, TeamCalendar.Zone(context.Policy), context.Today);
        Sources = await overview.ReadAsync(cancel);
    }

    /// <summary>Proves the way from the inbox to the worker; what the sender itself does is not part of it.</summary>
    public async Task<IActionResult> OnPostTestAsync(string? source, CancellationToken cancel)
    {
        if (source is null || (SourceGuides.All.All(guide => guide.Name != source) && !(await overview.SeenAsync(cancel)).Contains(source)))
            return NotFound();
        var stored = await tests.SendAsync(source, cancel);
        return this.GoTo(FormattableString.Invariant($"/signals/{stored.SignalId}"));
    }
}
