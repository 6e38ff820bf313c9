using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Signals.Email;
using OnboardingTracker.Features.Signals.Email.Checks;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>Each source of signals: how to connect it, how it does, a test, and a replay. Secrets are never shown, only whether they are set.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class IndexModel(
    TrackerDb db,
    SourceOverview overview,
    TestSignal tests,
    MailSettings mailSettings,
    MailCheck mailCheck,
    IConfiguration settings,
    TimeProvider time
) : PageModel
{
    private const string OwnUrl = "/integrations";

    public MailDesk Mail { get; private set; } = null!;

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
        Mail = await MailDesk.ReadAsync(db, mailSettings, Now, cancel);
    }

    /// <summary>Proves the way from the inbox to the worker; what the sender itself does is not part of it.</summary>
    public async Task<IActionResult> OnPostTestAsync(string? source, CancellationToken cancel)
    {
        if (source is null || (SourceGuides.All.All(guide => guide.Name != source) && !(await overview.SeenAsync(cancel)).Contains(source)))
            return NotFound();
        var stored = await tests.SendAsync(source, cancel);
        return this.GoTo(FormattableString.Invariant($"/signals/{stored.SignalId}"));
    }

    /// <summary>Connects to a mailbox of the settings, signs in, looks for its folders, and leaves.</summary>
    public async Task<IActionResult> OnPostMailboxAsync(string? address, CancellationToken cancel) =>
        mailSettings.Mailboxes.FirstOrDefault(mailbox => mailbox.Address == address) is { } mailbox
            ? Say(await mailCheck.MailboxAsync(mailbox, cancel))
            : NotFound();

    public async Task<IActionResult> OnPostSmtpAsync(CancellationToken cancel) => Say(await mailCheck.SmtpAsync(null, cancel));

    /// <summary>To the person who asks, and to nobody else.</summary>
    public async Task<IActionResult> OnPostSmtpMailAsync(CancellationToken cancel)
    {
        var own = await db.Members.Where(member => member.Id == User.MemberId()).Select(member => member.Email).FirstOrDefaultAsync(cancel);
        return own is null ? Forbid() : Say(await mailCheck.SmtpAsync(own, cancel));
    }

    private IActionResult Say(MailCheckResult found) =>
        found.IsGood ? this.Done(new Toast(found.Words, found.Detail), OwnUrl) : this.NotDone(found.Words, found.Detail, OwnUrl);
}
