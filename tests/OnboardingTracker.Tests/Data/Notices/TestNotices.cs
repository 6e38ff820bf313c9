using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Testing;

namespace OnboardingTracker.Tests.Data.Notices;

internal static class TestNotices
{
    public static Task TellAsync(this TrackerApp app, int memberId, NoticeToTell notice) =>
        app.WithAsync(async services =>
        {
            await services.GetRequiredService<NoticeBoard>().TellAsync(memberId, notice);
            return 0;
        });

    /// <summary>All there are, the oldest first.</summary>
    public static Task<List<Notice>> NoticesAsync(this TrackerApp app) =>
        app.DbAsync(db => db.Notices.AsNoTracking().OrderBy(n => n.Id).ToListAsync());
}
