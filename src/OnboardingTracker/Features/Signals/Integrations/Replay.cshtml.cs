using Hangfire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>Sets a job to work all signals of a source, of one kind or in one state, once more.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class ReplayModel(TrackerDb db, IBackgroundJobClient jobs, TimeProvider time) : PageModel
{
    private static readonly string[] s_kinds =
    [
        .. SignalKinds.Generic,
        SignalKinds.EmailBounced,
        SignalKinds.EmailRefused,
        SignalKinds.CallNoShowUnset,
        SignalKinds.InvoiceChanged,
        SignalKinds.PaymentActionRequired,
        SignalKinds.InvoiceUncollectible,
        SignalKinds.InvoiceVoided,
        SignalKinds.PaymentRefunded,
        SignalKinds.SubscriptionChanged,
        SignalKinds.CustomerChanged,
        SignalKinds.ConsultationRefunded,
    ];

    [BindProperty(SupportsGet = true)]
    public string Source { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    public IReadOnlyList<SelectListItem> States { get; } =
    [
        new("Those that failed", "failed"),
        new("Those without an account", "unmatched"),
        new("Those that are worked", "worked"),
        new("Those that are not used", "unused"),
        new("All of them", "all"),
    ];

    public IReadOnlyList<SelectListItem> Kinds { get; } =
    [new("Any kind", ""), .. s_kinds.Select(kind => new SelectListItem(SignalWords.OfKind(kind), kind))];

    public IActionResult OnGet()
    {
        State ??= "failed";
        return this.Ask("_ReplayForm", this);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Source = Source.Replace("\0", "", StringComparison.Ordinal);
        if (!await db.Signals.AnyAsync(s => s.Source == Source, cancel))
            return NotFound();
        var isState = Enum.TryParse<SignalState>(State, ignoreCase: true, out var state) && States.Any(item => item.Value == State);
        if (!isState && State != "all")
            ModelState.AddModelError(nameof(State), "Choose which signals.");
        if (!string.IsNullOrEmpty(Kind) && !s_kinds.Contains(Kind))
            ModelState.AddModelError(nameof(Kind), "Choose a kind.");
        if (!ModelState.IsValid)
            return this.Ask("_ReplayForm", this, StatusCodes.Status422UnprocessableEntity);
        var now = time.GetUtcNow();
        var replay = new SignalReplay
        {
            Source = Source,
            Kind = string.IsNullOrEmpty(Kind) ? null : Kind,
            State = isState ? state : null,
            RequestedBy = User.Actor(),
            RequestedAt = now,
        };
        db.SignalReplays.Add(replay);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = User.Actor(),
                Action = "signals replayed",
                Subject = Source,
                Values = new Dictionary<string, string?[]>
                {
                    ["kind"] = [null, replay.Kind ?? "any"],
                    ["state"] = [null, isState ? AccountDetails.Code(state) : "any"],
                },
            }
        );
        await db.SaveChangesAsync(cancel);
        jobs.Enqueue<ReplayJob>(job => job.RunAsync(replay.Id, CancellationToken.None));
        return this.Done(new Toast("The replay has begun", "Integrations shows how far it is"), "/integrations");
    }
}
