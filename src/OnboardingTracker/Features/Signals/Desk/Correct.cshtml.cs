using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>A person says what a signal is: engagement, none, or another account's.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class CorrectModel(TrackerDb db, SignalCorrections corrections) : PageModel
{
    private const string Engagement = "engagement";
    private const string NotEngagement = "notEngagement";
    private const string AsItLooks = "asItLooks";
    private const string OtherAccount = "otherAccount";

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string? As { get; set; }

    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public long? AccountId { get; set; }

    public CorrectForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await FormAsync(cancel) ? this.Ask("_CorrectForm", Form) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await FormAsync(cancel))
            return NotFound();
        if (Form.Choices.All(choice => choice.Value != As))
            return Again(Form with { Error = "Say what it is." });
        CorrectionResult result;
        if (As == OtherAccount)
        {
            if (await db.ChosenAsync(AccountId, Account, cancel) is not { } other)
                return Again(Form with { Picker = Form.Picker with { Error = "Choose the account that it belongs to." } });
            result = await corrections.GiveAsync(Id, other, User.Actor(), cancel);
        }
        else
            result = await corrections.SayAsync(Id, As == AsItLooks ? null : As == Engagement, User.Actor(), cancel);
        return result switch
        {
            CorrectionResult.Done done => this.Done(await ToastAsync(done, cancel), Form.ReturnUrl),
            CorrectionResult.Refused refused => Again(Form with { Error = refused.Message }),
            _ => NotFound(),
        };
    }

    private IActionResult Again(CorrectForm form)
    {
        Form = form;
        return this.Ask("_CorrectForm", form, StatusCodes.Status422UnprocessableEntity);
    }

    private async Task<Toast> ToastAsync(CorrectionResult.Done done, CancellationToken cancel)
    {
        if (!done.Changed)
            return new Toast("It was so already", Tone: ToastTone.Info);
        var stages = await db.StagesAsync(cancel);
        var account = await db.Accounts.Where(a => a.Id == done.Signal.AccountId).Select(a => new { a.Name, a.Stage }).FirstAsync(cancel);
        return new Toast("Corrected", account.Stage is null ? account.Name : $"{account.Name} is in {stages.Label(account.Stage)}");
    }

    private async Task<bool> FormAsync(CancellationToken cancel)
    {
        var signal = await db
            .Signals.AsNoTracking()
            .Where(s => s.Id == Id)
            .Select(s => new
            {
                s.Fact,
                s.Kind,
                s.AccountId,
                s.IsEngagement,
                s.CorrectedAt,
            })
            .FirstOrDefaultAsync(cancel);
        if (signal is null)
            return false;
        var choices = new List<(string, string, string)>();
        if (signal.Fact is { Mail: not null } or { Call: not null } or { Purchase: not null })
        {
            var sent = signal.Kind == SignalKinds.EmailSent;
            if (signal.IsEngagement != true)
                choices.Add(
                    sent
                        ? (Engagement, "An outreach", "It opens a conversation; in stage 5 it was the final outreach.")
                        : (Engagement, "Engagement", "The customer engaged by it, whatever it looks like.")
                );
            if (signal.IsEngagement != false)
                choices.Add(
                    sent
                        ? (NotEngagement, "No outreach", "A mail on the way, which moves nothing.")
                        : (NotEngagement, "Not engagement", "It shows nothing: as if it had not happened.")
                );
            if (signal.IsEngagement is not null)
                choices.Add((AsItLooks, "What it looks like", "The correction is taken back."));
        }
        choices.Add((OtherAccount, "Another account's", "Choose which below."));
        var url = string.Create(CultureInfo.InvariantCulture, $"/signals/{Id}");
        var found = await db.FindAsync(Account, cancel);
        Form = new CorrectForm
        {
            What = signal.Fact is { } fact ? SignalWords.Of(fact) : SignalWords.OfKind(signal.Kind),
            SignalUrl = url,
            ReturnUrl = signal.AccountId is { } account ? string.Create(CultureInfo.InvariantCulture, $"/accounts/{account}") : url,
            Choices = choices,
            Chosen = As,
            Picker = new(Account, AccountId, [.. found.Select(a => new AccountChoice(a.Id, a.Name, a.Line))], "Another account"),
        };
        return true;
    }
}
