using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Email.Templates;

/// <summary>What mails begin with, one template for each purpose. A lead changes their words.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class TemplatesModel(TrackerDb db, TimeProvider time) : PageModel
{
    private const int LongestSubject = 300;
    private const int LongestBody = 20_000;

    [BindProperty(SupportsGet = true)]
    public MailPurpose Purpose { get; set; } = MailPurpose.InitialOutreach;

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    /// <summary>The version that the person saw.</summary>
    [BindProperty]
    public uint Seen { get; set; }

    public MailTemplate Template { get; private set; } = null!;

    public IReadOnlyList<string> Problems { get; private set; } = [];

    public string? SubjectExample { get; private set; }

    public string? BodyExample { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        (Subject, Body, Seen) = (Template.Subject, Template.Body, Template.RowVersion);
        ShowExample();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        var problems = new List<string>();
        Check(problems, "subject", Subject?.Trim(), LongestSubject, breaks: false);
        Check(problems, "text", Body?.ReplaceLineEndings("\n").Trim(), LongestBody, breaks: true);
        if (Seen != Template.RowVersion)
        {
            problems.Add("Somebody else changed it meanwhile. What you wrote is below; save it again to replace theirs.");
            Seen = Template.RowVersion;
        }
        Problems = problems;
        if (problems.Count > 0)
            return this.Incomplete();
        var (subject, body) = (Subject!.Trim(), Body!.ReplaceLineEndings("\n").Trim() + "\n");
        var now = time.GetUtcNow();
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = User.Actor(),
                Action = "mail template changed",
                Subject = AccountDetails.Code(Purpose),
                Values = new Dictionary<string, string?[]> { ["subject"] = [Template.Subject, subject], ["text"] = [Template.Body, body] },
            }
        );
        (Template.Subject, Template.Body, Template.ChangedAt, Template.ChangedBy) = (subject, body, now, User.Actor());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            Problems = ["Somebody else changed it at this moment. Save it again to replace theirs."];
            return this.Incomplete();
        }
        return this.Done(new Toast($"{MailWords.Of(Purpose)} was changed"), $"/templates?purpose={Purpose}");
    }

    private static void Check(List<string> problems, string what, string? text, int longest, bool breaks)
    {
        if (string.IsNullOrEmpty(text))
            problems.Add($"Give it a {what}.");
        else if (DetailText.Problem(text, longest, breaks) is { } problem)
            problems.Add($"The {what} {problem}.");
        else if (TemplateText.Problem(text) is { } notLiquid)
            problems.Add($"The {what} {notLiquid}.");
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (await db.MailTemplates.FirstOrDefaultAsync(t => t.Purpose == Purpose, cancel) is not { } template)
            return false;
        Template = template;
        return true;
    }

    private void ShowExample()
    {
        SubjectExample = TemplateText.Render(Template.Subject, TemplateText.Names);
        BodyExample = TemplateText.Render(Template.Body, TemplateText.Names);
    }
}
