using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Pipeline;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Policies;

/// <summary>
/// The numbers and switches of the rules. Everybody reads them; who tunes the rules changes them in two steps: what the change would
/// move today is shown before it is saved.
/// </summary>
[Authorize(Policy = Access.Read)]
public sealed class IndexModel(TrackerDb db, PolicyChanges changes, PolicyPreviews previews) : PageModel
{
    /// <summary>What the form shows: the policy in force, or what was typed.</summary>
    public Policy Shown { get; private set; } = new();

    public int Version { get; private set; }

    public PolicyVersion? Newest { get; private set; }

    public string? ChangedBy { get; private set; }

    /// <summary>Set on the second step.</summary>
    public PolicyChoice? Choice { get; private set; }

    /// <summary>Who changed the policy while this person was at it.</summary>
    public string? Meanwhile { get; private set; }

    public bool NothingDiffers { get; private set; }

    public StageCatalogue Stages { get; private set; } = new([]);

    public bool MayChange => User.May(Access.TuneRules);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Shown = Newest?.Policy ?? new Policy();
    }

    /// <summary>Back to the form with what was typed.</summary>
    public async Task<IActionResult> OnPostEditAsync(int version, CancellationToken cancel)
    {
        if (!MayChange)
            return Forbid();
        await ReadAsync(cancel);
        Read(await PolicyAsync(version, cancel));
        Version = version;
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostPreviewAsync(int version, CancellationToken cancel)
    {
        if (!MayChange)
            return Forbid();
        await ReadAsync(cancel);
        if (await ChooseAsync(version, cancel) is not { } choice)
            return Page();
        Choice = choice;
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(int version, CancellationToken cancel)
    {
        if (!MayChange)
            return Forbid();
        await ReadAsync(cancel);
        if (await ChooseAsync(version, cancel) is not { } choice)
            return Page();
        if (version == Version && await changes.ChangeAsync(choice.Wanted, version, User.Actor(), cancel) is PolicyChange.Accepted saved)
        {
            TempData.Toast(
                new("The policy is saved", $"{Words.Count(saved.Values.Count, "value")} changed; playbooks follow from their next run.")
            );
            return RedirectToPage();
        }
        // Somebody was faster, perhaps in this very moment: look at both changes together.
        await ReadAsync(cancel);
        Choice = await ChooseAsync(version, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        Newest = await db.PolicyVersions.AsNoTracking().OrderByDescending(v => v.Version).FirstOrDefaultAsync(cancel);
        Version = Newest?.Version ?? 0;
        ChangedBy = Newest is null ? null : (await db.ActorNamesAsync(cancel))[Newest.ChangedBy];
        Stages = await db.StagesAsync(cancel);
    }

    /// <summary>What the form says, put onto the policy in force; null where the form is to be looked at again.</summary>
    private async Task<PolicyChoice?> ChooseAsync(int readVersion, CancellationToken cancel)
    {
        var present = Newest?.Policy ?? new Policy();
        var read = readVersion == Version ? present : await PolicyAsync(readVersion, cancel);
        Read(read);
        foreach (var error in PolicyRules.Check(Shown))
            ModelState.TryAddModelError(error.Field, Said(error.Field, error.Message));
        // Values set by hand count as not validated, which IsValid takes for invalid.
        if (ModelState.ErrorCount > 0)
        {
            Version = readVersion;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return null;
        }
        var choice = PolicyChoice.Of(read, Shown, present, Version);
        Meanwhile = choice.Theirs.Count > 0 ? ChangedBy : null;
        Shown = choice.Wanted;
        NothingDiffers = choice.Changes.Count == 0;
        return NothingDiffers ? null : choice with { Previews = await previews.PreviewAsync(choice.Wanted, cancel) };
    }

    private async Task<Policy> PolicyAsync(int version, CancellationToken cancel) =>
        await db.PolicyVersions.AsNoTracking().Where(v => v.Version == version).Select(v => v.Policy).FirstOrDefaultAsync(cancel)
        ?? new Policy();

    /// <summary>Takes what was typed, field by field; what cannot be read stays as typed, with what would be right.</summary>
    private void Read(Policy read)
    {
        Shown = read;
        foreach (var field in PolicyGroups.Fields.Where(field => Request.Form.ContainsKey(field.Name)))
        {
            // A ticked switch comes with the hidden "false" after it.
            var typed = (Request.Form[field.Name][0] ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
            ModelState.SetModelValue(field.Name, typed, typed);
            try
            {
                Shown = field.With(Shown, typed);
            }
            catch (FormatException problem)
            {
                ModelState.TryAddModelError(field.Name, Said(field.Name, problem.Message));
            }
        }
    }

    /// <summary>The summary above the form names the field; the same sentence stands at the field.</summary>
    private static string Said(string name, string problem) =>
        $"{PolicyGroups.Fields.First(field => field.Name == name).Label}: {char.ToLowerInvariant(problem[0])}{problem[1..]}";

    public string VersionText => Version.ToString(CultureInfo.InvariantCulture);
}
