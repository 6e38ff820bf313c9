using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Notices;
using ImportRecord = OnboardingTracker.Data.Imports.Import;

namespace OnboardingTracker.Features.Import.BillingSync;

/// <summary>What the admins are told of a sync that failed, while it was read or while it was applied.</summary>
internal static class SyncNotice
{
    public static NoticeToTell Of(ImportRecord failed) =>
        new()
        {
            Kind = NoticeKind.BillingSyncFailed,
            Key = FormattableString.Invariant($"import {failed.Id}"),
            Title = "The billing sync failed",
            Detail = failed.Error,
            Link = FormattableString.Invariant($"/import/{failed.Id}"),
        };
}
