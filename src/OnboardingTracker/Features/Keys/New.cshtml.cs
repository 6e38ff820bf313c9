using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Keys;

/// <summary>Makes a key, and shows it this once.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class NewModel(TrackerDb db, TimeProvider time) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Name the system that will use it.")]
    [StringLength(100, ErrorMessage = "Use at most 100 characters.")]
    public string? Name { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Choose a role.")]
    public Role? Role { get; set; }

    /// <summary>The key itself, once it is made.</summary>
    public string? Made { get; private set; }

    public IEnumerable<SelectListItem> Roles =>
        Enum.GetValues<Role>().Select(role => new SelectListItem($"{Words.Of(role)}: {Words.May(role)}", role.ToString()));

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var name = Name?.Trim() ?? "";
        if (name.Any(char.IsControl))
            ModelState.AddModelError(nameof(Name), "Use letters, digits, spaces and signs alone.");
        else if (name.Length > 0 && await IsTakenAsync(name, cancel))
            ModelState.AddModelError(nameof(Name), Taken(name));
        if (!ModelState.IsValid)
            return this.Incomplete();
        var key = ApiKeys.Create();
        Note(name, Role!.Value, key);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException failure)
            when (failure.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            ModelState.AddModelError(nameof(Name), Taken(name));
            return this.Incomplete();
        }
        Made = key;
        this.RefreshLists();
        return Page();
    }

    /// <summary>History names a key by its name for good, so a name is never used twice.</summary>
    // Translated to SQL's lower(); no culture has a say in it.
#pragma warning disable CA1304, CA1311, CA1862
    private async Task<bool> IsTakenAsync(string name, CancellationToken cancel)
    {
        var plain = name.ToLowerInvariant();
        return plain == ApiKeyHandler.BootstrapName || await db.ApiKeys.AnyAsync(key => key.Name.ToLower() == plain, cancel);
    }
#pragma warning restore CA1304, CA1311, CA1862

    private static string Taken(string name) =>
        $"A key was named “{name}” before, perhaps one that is revoked. History names keys by it, so choose another.";

    private void Note(string name, Role role, string key)
    {
        var now = time.GetUtcNow();
        db.ApiKeys.Add(
            new ApiKey
            {
                Name = name,
                Role = role,
                Prefix = ApiKeys.PrefixOf(key),
                Hash = ApiKeys.HashOf(key),
                CreatedBy = User.Actor(),
                CreatedAt = now,
            }
        );
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                Actor = User.Actor(),
                Action = "API key created",
                Subject = name,
                Values = new Dictionary<string, string?[]>
                {
                    ["role"] = [null, AccountDetails.Code(role)],
                    ["prefix"] = [null, ApiKeys.PrefixOf(key)],
                },
            }
        );
    }
}
