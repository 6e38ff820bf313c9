using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Accounts.Holds;

/// <summary>Keeps one playbook away from one account, with a reason.</summary>
[Authorize(Policy = Access.WorkOnAccounts)]
public sealed class HoldModel(TrackerDb db, AccountHolds holds) : PageModel
{
    public const int LongestReason = 2000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Playbook { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public HoldForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await NameAsync(cancel) is not { } name)
            return NotFound();
        Form = FormFor(name) with { Playbook = Playbook ?? PlaybookNames.FinalOutreachDue };
        return this.Ask("_HoldForm", Form);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await NameAsync(cancel) is not { } name)
            return NotFound();
        Form = FormFor(name) with
        {
            PlaybookError = PlaybookBook.Find(Playbook ?? "") is null ? "Choose the playbook that is to leave it alone." : null,
            ReasonError = ReasonProblem(Reason),
        };
        if (Form.PlaybookError is not null || Form.ReasonError is not null)
            return this.Ask("_HoldForm", Form, StatusCodes.Status422UnprocessableEntity);
        if (await holds.HoldAsync(Id, Playbook!, Reason, User.Actor(), cancel) is null)
            return NotFound();
        return this.Done(
            new Toast(
                $"{Playbook} leaves {name} alone for now",
                UndoUrl: $"{AccountUrl}/lift",
                UndoFields: new Dictionary<string, string> { ["Playbook"] = Playbook! }
            )
            {
                UndoInPlace = true,
            },
            AccountUrl
        );
    }

    /// <summary>What is wrong with a reason that has to be given; null: nothing.</summary>
    internal static string? ReasonProblem(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return "Say why: whoever looks at it next wants to know.";
        return DetailText.Problem(reason.Trim(), LongestReason, breaksAllowed: true) is { } problem ? $"The reason {problem}." : null;
    }

    private Task<string?> NameAsync(CancellationToken cancel) =>
        db.Accounts.Where(a => a.Id == Id).Select(a => a.Name).FirstOrDefaultAsync(cancel);

    private HoldForm FormFor(string name) =>
        new()
        {
            AccountName = name,
            Action = $"{AccountUrl}/hold",
            ReturnUrl = AccountUrl,
            Playbook = Playbook,
            Reason = Reason,
        };

    private string AccountUrl => string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
}
