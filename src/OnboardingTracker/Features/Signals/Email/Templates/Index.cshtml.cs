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
using OnboardingTracker.Features.Signals.Email.Composing;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Signals.Email.Templates;

/// <summary>What mails begin with, one template for each purpose. A lead changes their words.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class TemplatesModel(TrackerDb db, MailDrafts drafts, TimeProvider time) : PageModel
{
    private const int LongestSubject = 300;
    private const int LongestBody = 20_000;
    private const int MostNamed = 50;

    [BindProperty(SupportsGet = true)]
    public MailPurpose Purpose { get; set; } = MailPurpose.InitialOutreach;

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    /// <summary>The account that it is shown for, by name or external id; null: the next that renews.</summary>
    [BindProperty(SupportsGet = true)]
    public string? With { get; set; }

    /// <summary>The version that the person saw.</summary>
    [BindProperty]
    public uint Seen { get; set; }

    public MailTemplate Template { get; private set; } = null!;

    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Null: there is no account to show it for, and an example stands in.</summary>
    public MailDraft? Example { get; private set; }

    /// <summary>Names to choose from: those that renew next.</summary>
    public IReadOnlyList<string> Accounts { get; private set; } = [];

    public IReadOnlyList<string> Holes { get; private set; } = [];

    public string? SubjectExample { get; private set; }

    public string? BodyExample { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        (Subject, Body, Seen) = (Template.Subject, Template.Body, Template.RowVersion);
        await ShowExampleAsync(cancel);
        return Page();
    }

    /// <summary>What was typed, as an account's contact would read it; nothing is kept.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        Problems = Check();
        if (Problems.Count > 0)
        {
            await AccountsAsync(cancel);
            return this.Incomplete();
        }
        await ShowExampleAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
            return NotFound();
        ModelState.Clear();
        await AccountsAsync(cancel);
        var problems = Check();
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

    private List<string> Check()
    {
        var problems = new List<string>();
        Check(problems, "subject", Subject?.Trim(), LongestSubject, breaks: false);
        Check(problems, "text", Body?.ReplaceLineEndings("\n").Trim(), LongestBody, breaks: true);
        return problems;
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

    private async Task ShowExampleAsync(CancellationToken cancel)
    {
        await AccountsAsync(cancel);
        With = With?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } typed ? typed : null;
        var name = With ?? (Accounts.Count > 0 ? Accounts[0] : null);
        var id = await db
            .Accounts.Where(a => (a.ExternalId == name || a.Name == name) && a.MergedIntoId == null)
            .OrderBy(a => a.ExternalId != name)
            .ThenBy(a => a.Id)
            .Select(a => (long?)a.Id)
            .FirstOrDefaultAsync(cancel);
        if (With is not null && id is null)
            Problems = [$"There is no account called {With}: shown is an example of ours."];
        Example = id is { } account && User.MemberId() is { } member ? await drafts.ReadAsync(account, member, cancel) : null;
        var values = Example?.Values(Example.Contacts is [var first, ..] ? first : null) ?? TemplateText.Names;
        SubjectExample = TemplateText.Render(Subject ?? "", values);
        BodyExample = TemplateText.Render(Body ?? "", values);
        Holes = TemplateText.Holes($"{SubjectExample}\n{BodyExample}");
    }

    private async Task AccountsAsync(CancellationToken cancel) =>
        Accounts = await db
            .Accounts.Where(a => a.Stage != null && a.MergedIntoId == null && a.NextRenewalOn != null && a.Contacts.Count > 0)
            .OrderBy(a => a.NextRenewalOn)
            .ThenBy(a => a.Id)
            .Select(a => a.Name)
            .Take(MostNamed)
            .ToListAsync(cancel);
}
