using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Desk;

/// <summary>A person says that a call was held, or that they wrote from elsewhere.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class LogModel(TrackerDb db, AccountStory story, PersonSignals said, TimeProvider time) : PageModel
{
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

    [BindProperty]
    public string? Call { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    public LogForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await AccountAsync(cancel) is not { } account)
            return NotFound();
        var (policy, _) = await db.CurrentPolicyAsync(cancel);
        At = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TeamCalendar.Zone(policy)).ToString(FieldFormat, CultureInfo.InvariantCulture);
        Form = await FormAsync(account, policy, cancel);
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
        if (!ModelState.IsValid)
            return this.Ask("_LogForm", Form, StatusCodes.Status422UnprocessableEntity);
        var signalId = await said.SayAsync(Fact(account, at!.Value), Form.Token, cancel);
        return this.Done(await ToastAsync(account.Name, signalId, cancel), Form.ReturnUrl);
    }

    private SignalFact Fact(AccountName account, DateTimeOffset at)
    {
        var about = new SignalAbout { ExternalId = account.ExternalId };
        var me = User.FindFirstValue(ClaimTypes.Email);
        if (Form.IsCall)
            return new SignalFact
            {
                Kind = SignalKinds.CallCompleted,
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

    private async Task<LogForm> FormAsync(AccountName account, Policy policy, CancellationToken cancel)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        var isCall = What != "outreach";
        var contacts = await db.Contacts.Where(c => c.AccountId == Id).OrderBy(c => c.Id).ToListAsync(cancel);
        var zone = TeamCalendar.Zone(policy);
        IReadOnlyList<Call> calls = isCall ? CallBook.Read(await story.SignalsOfAsync(Id, cancel), policy, time.GetUtcNow()) : [];
        return new LogForm
        {
            AccountName = account.Name,
            Action = $"{url}/log?what={(isCall ? "call" : "outreach")}",
            ReturnUrl = url,
            IsCall = isCall,
            Token = Token is { Length: > 0 and <= 64 } given ? given : Guid.NewGuid().ToString("N"),
            At = At,
            Zone = zone.Id,
            With = With,
            Call = Call,
            Purpose = Purpose,
            Subject = Subject,
            Contacts =
            [
                new("Nobody in particular", ""),
                .. contacts.Select(c => new SelectListItem(c.Name is null ? c.Email : $"{c.Name} ({c.Email})", c.Email)),
            ],
            Calls =
            [
                new("A call that is in no calendar", ""),
                .. calls
                    .Where(call => call.State != CallState.Completed || call.IsAssumed)
                    .Select(call => new SelectListItem(
                        $"{TimeZoneInfo.ConvertTime(call.StartsAt ?? call.Last.OccurredAt, zone).ToString("d MMM, HH:mm", CultureInfo.InvariantCulture)}, {SignalWords.Of(call.State).ToLowerInvariant()}",
                        call.Id
                    )),
            ],
        };
    }

    /// <summary>A moment of the team's clock; one that a change of the clock leaves out is the first after it.</summary>
    private static DateTimeOffset? MomentOf(string? text, Policy policy)
    {
        string[] formats = [FieldFormat, "yyyy-MM-dd'T'HH:mm:ss"];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var zone = TeamCalendar.Zone(policy);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private Task<AccountName?> AccountAsync(CancellationToken cancel) =>
        db.Accounts.Where(a => a.Id == Id).Select(a => new AccountName(a.Name, a.ExternalId)).FirstOrDefaultAsync(cancel);

    private sealed record AccountName(string Name, string ExternalId);
}
