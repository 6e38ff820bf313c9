using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Notes;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Data.Tasks;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Notes;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Domain.Tasks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>
/// A person says how a call went, what was said in it and what is to be done next, or that they wrote from elsewhere. Signal, summary and
/// task bear the form's own key: sent again, whatever of it is there already is not made twice.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed partial class LogModel(
    TrackerDb db,
    AccountStory story,
    PersonSignals said,
    NoteWrites notes,
    TaskChanges tasks,
    TimeProvider time
) : PageModel
{
    private const string Held = "held";
    private const string NoShow = "noShow";
    private const string Canceled = "canceled";

    /// <summary>How a call can have gone.</summary>
    public static IReadOnlyList<(string Code, string Words)> Outcomes { get; } =
    [(Held, "Held"), (NoShow, "Nobody came"), (Canceled, "Cancelled")];

    private const string FieldFormat = "yyyy-MM-dd'T'HH:mm";
    private const int LongestSubject = 300;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>call or outreach.</summary>
    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty]
    public string? Token { get; set; }

    [BindProperty]
    public string? At { get; set; }

    [BindProperty]
    public string? With { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Call { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Summary { get; set; }

    [BindProperty]
    public string? FollowUp { get; set; }

    [BindProperty]
    public DateOnly? FollowUpOn { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    public LogForm Form { get; private set; } = null!;

    /// <summary>The call that it is about, where the calendar knows it.</summary>
    private Call? Named { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await AccountAsync(cancel) is not { } account)
            return NotFound();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        Form = await FormAsync(account, policy, cancel);
        var now = time.GetUtcNow();
        // A call that is named was held when it was to begin, as far as anybody knows yet.
        var at = Named?.StartsAt is { } starts && starts < now ? starts : now;
        Form = Form with
        {
            At = TimeZoneInfo.ConvertTime(at, TeamCalendar.Zone(policy)).ToString(FieldFormat, CultureInfo.InvariantCulture),
            With = Form.Contacts.Any(contact => contact.Value == Named?.With) ? Named?.With : null,
        };
        return this.Ask("_LogForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await AccountAsync(cancel) is not { } account)
            return NotFound();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        Form = await FormAsync(account, policy, cancel);
        var now = time.GetUtcNow();
        var at = MomentOf(At, policy);
        if (at is null)
            ModelState.AddModelError(nameof(At), "Say on which day and at what time.");
        else if (at > now.AddMinutes(1))
            ModelState.AddModelError(nameof(At), "That has not happened yet.");
        if (!string.IsNullOrEmpty(With) && Form.Contacts.All(contact => contact.Value != With))
            ModelState.AddModelError(nameof(With), "Choose one of the contacts.");
        if (!string.IsNullOrEmpty(Call) && Form.Calls.All(call => call.Value != Call))
            ModelState.AddModelError(nameof(Call), "Choose one of the calls.");
        if (Subject is not null && DetailText.Problem(Subject.Trim(), LongestSubject) is { } problem)
            ModelState.AddModelError(nameof(Subject), $"The text {problem}.");
        if (Form.IsCall)
            CheckCall();
        if (!ModelState.IsValid)
            return this.Ask("_LogForm", Form, StatusCodes.Status422UnprocessableEntity);
        // That it was held has been said: what is added is the summary.
        var isSaid = Form is { IsCall: true, Outcome: Held } && Named is { State: CallState.Completed, IsAssumed: false };
        var signalId = isSaid ? Named!.Last.SignalId : await said.SayAsync(Fact(account, at!.Value), Form.Token, cancel);
        if (Form.IsCall)
            await AddToCallAsync(signalId, cancel);
        return this.Done(await ToastAsync(account.Name, signalId, cancel), Form.ReturnUrl);
    }

    private void CheckCall()
    {
        if (Outcomes.All(outcome => outcome.Code != Form.Outcome))
            ModelState.AddModelError(nameof(Outcome), "Say how it went.");
        if (!string.IsNullOrWhiteSpace(Summary) && NoteText.Problem(NoteText.Kept(Summary), Form.People) is { } summary)
            ModelState.AddModelError(nameof(Summary), summary);
        if (FollowUp is not null && DetailText.Problem(FollowUp.Trim(), AccountTask.LongestTitle) is { } followUp)
            ModelState.AddModelError(nameof(FollowUp), $"The text {followUp}.");
    }

    private async Task AddToCallAsync(long signalId, CancellationToken cancel)
    {
        var actor = User.Actor();
        var key = string.Create(CultureInfo.InvariantCulture, $"{Id}:{User.MemberId()}:{Form.Token}");
        if (!string.IsNullOrWhiteSpace(Summary))
            await notes.AddAsync(new NewNote(Id, NoteText.Kept(Summary), key, signalId), actor, cancel);
        if (string.IsNullOrWhiteSpace(FollowUp) && FollowUpOn is null)
            return;
        var title = string.IsNullOrWhiteSpace(FollowUp) ? "Follow up on the call" : FollowUp.Trim();
        await tasks.AddOnceAsync(Id, title, FollowUpOn, User.MemberId(), $"log {key}", actor, cancel);
    }

    private SignalFact Fact(AccountName account, DateTimeOffset at)
    {
        var about = new SignalAbout { ExternalId = account.ExternalId };
        var me = User.FindFirstValue(ClaimTypes.Email);
        if (Form.IsCall)
            return new SignalFact
            {
                Kind = Form.Outcome switch
                {
                    NoShow => SignalKinds.CallNoShow,
                    Canceled => SignalKinds.CallCanceled,
                    _ => SignalKinds.CallCompleted,
                },
                OccurredAt = at,
                About = about,
                Call = new CallFact
                {
                    Call = string.IsNullOrEmpty(Call) ? $"person {Form.Token}" : Call,
                    StartsAt = string.IsNullOrEmpty(Call) ? at : null,
                    With = string.IsNullOrEmpty(With) ? null : With,
                    Host = me,
                },
            };
        return new SignalFact
        {
            Kind = SignalKinds.EmailSent,
            OccurredAt = at,
            About = about,
            Mail = new MailFact
            {
                From = me,
                To = string.IsNullOrEmpty(With) ? [] : [With],
                Subject = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim(),
                StartsConversation = true,
                Purpose =
                    Enum.TryParse<MailPurpose>(Purpose, ignoreCase: true, out var purpose) && Enum.IsDefined(purpose)
                        ? purpose
                        : MailPurpose.InitialOutreach,
            },
        };
    }

    private async Task<Toast> ToastAsync(string name, long signalId, CancellationToken cancel)
    {
        var stages = await db.StagesAsync(cancel);
        var signal = await db.Signals.AsNoTracking().FirstAsync(s => s.Id == signalId, cancel);
        if (signal.State != SignalState.Worked)
            return new Toast("Noted, but not worked yet", signal.LastError ?? "It is tried again in a minute.", ToastTone.Info);
        var stage = await db.Accounts.Where(a => a.Id == signal.AccountId).Select(a => a.Stage).FirstAsync(cancel);
        return new Toast(
            Form.IsCall ? $"Call with {name} logged" : $"Outreach to {name} logged",
            stage is null ? null : $"It is in {stages.Label(stage)}"
        );
    }
}
