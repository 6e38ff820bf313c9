using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Team;

/// <summary>Makes the link by which a member chooses a password: an invitation, or for who forgot it.</summary>
[Authorize(Policy = Access.TuneRules)]
public sealed class LinkModel(TrackerDb db, SignInLinks links) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Id { get; set; }

    public Member Member { get; private set; } = null!;

    public bool IsReset { get; private set; }

    public LinkToSend? Link { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking().FirstOrDefaultAsync(m => m.Id == Id && m.Active, cancel);
        if (member is null)
            return NotFound();
        Member = member;
        IsReset = await db.Users.AnyAsync(u => u.MemberId == Id && u.PasswordHash != null, cancel);
        return MemberRules.MayMakeLink(User.Role()!.Value, member.Role, IsReset) ? Page() : Forbid();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var page = await OnGetAsync(cancel);
        if (page is not PageResult)
            return page;
        Link = this.ToSend(await links.MakeAsync(Id, User.Actor(), User.Role()!.Value, cancel));
        this.RefreshLists();
        return Link is null ? Forbid() : page;
    }
}
