using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.SignIn;
using OnboardingTracker.Domain.Team;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.SignIn;

/// <summary>Signs the demo's people in with one click, where the demo is on and asked for on this machine by its own name.</summary>
public sealed class DemoSignIn(TrackerDb db, DemoMode demo, UserManager<SignInUser> users, PasswordSignIn signIn)
{
    public bool IsOn(HttpContext context) => demo.IsOn && AppCookie.IsOnThisMachine(context);

    public async Task<IReadOnlyList<Member>> PeopleAsync(HttpContext context, CancellationToken cancel) =>
        IsOn(context)
            ? await db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Role).ThenBy(m => m.Name).ToListAsync(cancel)
            : [];

    public async Task<bool> SignInAsync(HttpContext context, int memberId, CancellationToken cancel)
    {
        if (!IsOn(context))
            return false;
        var user = await db.Users.Include(u => u.Member).FirstOrDefaultAsync(u => u.MemberId == memberId, cancel);
        if (user is null && await db.Members.FirstOrDefaultAsync(m => m.Id == memberId, cancel) is { } member)
        {
            user = new SignInUser
            {
                UserName = member.Email,
                Email = member.Email,
                Member = member,
            };
            await users.CreateAsync(user);
        }
        if (user is not { Member.Active: true })
            return false;
        await signIn.SignInAsync(context, user);
        return true;
    }
}
