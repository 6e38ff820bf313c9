using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OnboardingTracker.Data.Playbooks;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>Switches a playbook on or off.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class SwitchModel(PlaybookSwitches switches) : PageModel
{
    [BindProperty]
    public bool Enabled { get; set; }

    [BindProperty]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet(string name) => LocalRedirect($"/playbooks/{Uri.EscapeDataString(name)}");

    public async Task<IActionResult> OnPostAsync(string name, CancellationToken cancel)
    {
        if (PlaybookBook.Find(name) is not { } playbook)
            return NotFound();
        var url = $"/playbooks/{playbook.Name}";
        var back = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : url;
        if (!await switches.SetAsync(playbook.Name, Enabled, User.Actor(), cancel))
            return this.Done(new Toast($"{playbook.Name} is {Word(Enabled)} already", Tone: ToastTone.Info), back);
        return this.Done(
            new Toast(
                $"{playbook.Name} is {Word(Enabled)}",
                Enabled ? "It looks again at its next time" : "A run that is going on is not cut short",
                UndoUrl: $"{url}/switch",
                UndoFields: new Dictionary<string, string> { ["Enabled"] = Enabled ? "false" : "true", ["ReturnUrl"] = back! }
            )
            {
                UndoInPlace = true,
            },
            back
        );
    }

    private static string Word(bool enabled) => enabled ? "on" : "off";
}
