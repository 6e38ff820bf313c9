using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;

namespace OnboardingTracker.Features.SignIn;

/// <summary>
/// Whether the first admin is still to be made: nobody can sign in. Once somebody can, that stays so (the last admin cannot be removed), and
/// no request asks again.
/// </summary>
public sealed class SetUpState(DemoMode demo)
{
    private volatile bool _closed = demo.IsOn;

    public async ValueTask<bool> IsOpenAsync(TrackerDb db, CancellationToken cancel = default)
    {
        if (!_closed)
            _closed = await db.Users.AnyAsync(user => user.PasswordHash != null && user.Member!.Active, cancel);
        return !_closed;
    }
}
