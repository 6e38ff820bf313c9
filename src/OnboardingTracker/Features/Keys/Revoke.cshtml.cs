using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Audit;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Keys;

/// <summary>Revokes a key, after asking: it is out at its next request, and stays out.</summary>
[Authorize(Policy = Access.Administer)]
public sealed class RevokeModel(TrackerDb db, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    public ApiKey Key { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(key => key.Id == Id && key.RevokedAt == null, cancel) is not { } key)
            return NotFound();
        Key = key;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await db.ApiKeys.AsNoTracking().FirstOrDefaultAsync(key => key.Id == Id, cancel) is not { } key)
            return NotFound();
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var revoked = await db
            .ApiKeys.Where(k => k.Id == Id && k.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now), cancel);
        // Of two who revoke it at once, one is named in the log.
        if (revoked == 1)
        {
            db.AuditEntries.Add(
                new AuditEntry
                {
                    At = now,
                    Actor = User.Actor(),
                    Action = "API key revoked",
                    Subject = key.Name,
                }
            );
            await db.SaveChangesAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return this.Done(new Toast($"{key.Name} is revoked", "Its next request is refused."), "/api-keys");
    }
}
