using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Data.Demo;

/// <summary>What each person of the demo was told in the last days; the oldest is read.</summary>
internal static class DemoNotices
{
    public static IEnumerable<Notice> Of(IReadOnlyList<Member> team, IReadOnlyList<Account> accounts, DateTimeOffset now)
    {
        foreach (var member in team)
        {
            var own = accounts.Where(account => account.OwnerId == member.Id).OrderBy(account => account.Id).Take(3).ToList();
            for (var i = 0; i < own.Count; i++)
            {
                var (kind, said) = i switch
                {
                    0 => (NoticeKind.AccountAssigned, $"New lead: {own[i].Name}"),
                    1 => (NoticeKind.CustomerReply, $"{own[i].Name} wrote: Re: Getting started"),
                    _ => (NoticeKind.CustomerReply, $"{own[i].Name} booked a call"),
                };
                var notice = Notice(member, kind, i, said, FormattableString.Invariant($"/accounts/{own[i].Id}"), own[i].Id);
                notice.ReadAt = i == 0 ? now.AddHours(-20) : null;
                yield return notice;
            }
            if (member.Role is Role.Lead or Role.Admin)
                yield return Notice(
                    member,
                    NoticeKind.UnknownBuyer,
                    4,
                    "jo@elsewhere.example bought the consultation, and it is not known whose that is",
                    "/signals/unmatched",
                    null
                );
        }

        Notice Notice(Member member, NoticeKind kind, int number, string title, string link, long? account) =>
            new()
            {
                MemberId = member.Id,
                Kind = kind,
                Key = FormattableString.Invariant($"demo {number}"),
                Title = title,
                Link = link,
                AccountId = account,
                CreatedAt = now.AddHours(number * 5 - 26),
                InApp = true,
            };
    }
}
