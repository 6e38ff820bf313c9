using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Features.Signals.Email.Outbox;
using OnboardingTracker.Features.Signals.Email.Templates;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Email.Composing;

/// <summary>
/// Writes a mail to an account's contacts, in two steps: what goes out, and what speaks against it, is shown before it is sent. What
/// spoke against it, and was sent all the same, is kept with the mail.
/// </summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class ComposeModel(TrackerDb db, MailDrafts drafts, MailSettings settings, Sending sending) : PageModel
{
    public const int LongestSubject = 300;
    public const int LongestText = 50_000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public MailPurpose? Purpose { get; set; }

    /// <summary>Contacts, by their ids.</summary>
    [BindProperty]
    public List<long> To { get; set; } = [];

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>Of this form: sent twice, it is one mail.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>What the person was shown as speaking against it, and decided on; empty: nothing.</summary>
    [BindProperty]
    public string? Decided { get; set; }

    public MailDraft Draft { get; private set; } = null!;

    public IReadOnlyList<Contact> Recipients { get; private set; } = [];

    public IReadOnlyList<string> Problems { get; private set; } = [];

    public IReadOnlyList<string> Against { get; private set; } = [];

    /// <summary>The second step.</summary>
    public bool IsPreview { get; private set; }

    public bool IsDemo => settings.IsDemo;

    public bool CanSend => settings.CanSend;

    public string From => settings.From ?? "";

    public string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");

    /// <summary>Names what speaks against it, so that a decision on one thing is none on another.</summary>
    public string AgainstKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Against))))[..16];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        Purpose ??= Draft.UsualPurpose;
        var first = Draft.Contacts.FirstOrDefault(contact => contact.BouncedAt is null);
        To = first is null ? [] : [first.Id];
        var template = await db.MailTemplates.AsNoTracking().FirstOrDefaultAsync(t => t.Purpose == Purpose, cancel);
        var values = Draft.Values(first);
        Subject = TemplateText.Render(template?.Subject ?? "", values);
        Text = TemplateText.Render(template?.Body ?? "", values);
        Key = Guid.NewGuid().ToString("N");
        return Page();
    }

    /// <summary>Back to the form with what was typed.</summary>
    public async Task<IActionResult> OnPostEditAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        return Check() ? Preview(StatusCodes.Status200OK) : this.Incomplete();
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        if (!Check())
            return this.Incomplete();
        var key = string.Create(CultureInfo.InvariantCulture, $"{Id}:{Key}");
        // Sent already, it speaks against itself: the second press is answered like the first.
        var again = await db.OutgoingMails.AnyAsync(mail => mail.FormKey == key, cancel);
        if (!again && (!CanSend || (Against.Count > 0 && Decided != AgainstKey)))
            return Preview(StatusCodes.Status422UnprocessableEntity);
        if (!again)
            await sending.SendAsync(
                new MailToSend
                {
                    AccountId = Id,
                    FormKey = key,
                    From = From,
                    FromName = Draft.Sender.Name,
                    To = [.. Recipients.Select(contact => contact.Email)],
                    Subject = Subject!.Trim(),
                    Text = Text!.ReplaceLineEndings("\n").Trim() + "\n",
                    Purpose = Purpose!.Value,
                    SentAlthough = Against.Count == 0 ? null : Cut(string.Join(' ', Against)),
                    Actor = User.Actor(),
                },
                cancel
            );
        var names = string.Join(", ", Recipients.Select(contact => contact.Email));
        return this.Done(
            new Toast(IsDemo ? $"Kept, and not sent: this is a demo ({names})" : $"The mail to {names} is on its way"),
            AccountUrl
        );
    }

    private PageResult Preview(int status)
    {
        IsPreview = true;
        Response.StatusCode = status;
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (User.MemberId() is not { } member || await drafts.ReadAsync(Id, member, cancel) is not { } draft)
            return false;
        Draft = draft;
        Recipients = [.. draft.Contacts.Where(contact => To.Contains(contact.Id))];
        Against = WritingGuard.Reasons(draft.Account, Recipients, draft.WrittenToday);
        return true;
    }

    private bool Check()
    {
        var problems = new List<string>();
        if (Recipients.Count == 0)
            problems.Add("Choose who gets it.");
        if (Purpose is not { } purpose || !Enum.IsDefined(purpose))
            problems.Add("Say what it is for.");
        if (string.IsNullOrWhiteSpace(Subject))
            problems.Add("Give it a subject.");
        else if (DetailText.Problem(Subject.Trim(), LongestSubject) is { } problem)
            problems.Add($"The subject {problem}.");
        if (string.IsNullOrWhiteSpace(Text))
            problems.Add("Write something.");
        else if (DetailText.Problem(Text.ReplaceLineEndings("\n").Trim(), LongestText, breaksAllowed: true) is { } textProblem)
            problems.Add($"The text {textProblem}.");
        var holes = TemplateText.Holes($"{Subject}\n{Text}");
        if (holes.Count > 0)
            problems.Add($"Fill in what is not known here: {string.Join(", ", holes)}.");
        if (!Guid.TryParseExact(Key, "N", out _))
            problems.Add("This form is too old: open it again.");
        Problems = problems;
        return problems.Count == 0;
    }

    private static string Cut(string text) => text.Length <= 1000 ? text : text[..1000];
}
