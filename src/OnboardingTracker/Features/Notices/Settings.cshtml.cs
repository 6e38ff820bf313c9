using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Data.Notices;
using OnboardingTracker.Data.Policies;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Features.Shared;
using OnboardingTracker.Platform.Auth;

namespace OnboardingTracker.Features.Notices;

/// <summary>One kind, as the person chose or as is usual.</summary>
public sealed record ChosenWay(NoticeRule Rule, NoticeWay Way)
{
    public string Code => AccountDetails.Code(Rule.Kind);
}

/// <summary>What a person wants to be told of, how, and when their morning is.</summary>
[Authorize(Policy = Access.Read)]
public sealed class SettingsModel(TrackerDb db, OwnMailSettings mail, IConfiguration configuration) : PageModel
{
    private const int LongestZone = 100;

    public static IReadOnlyList<NoticeMail> Mails { get; } = [NoticeMail.AtOnce, NoticeMail.Digest, NoticeMail.Never];

    [BindProperty]
    public int Hour { get; set; } = DigestTime.UsualHour;

    [BindProperty]
    public string? TimeZone { get; set; }

    public IReadOnlyList<ChosenWay> Choices { get; private set; } = [];

    public string TeamZone { get; private set; } = "";

    public bool CanSend => mail.CanSend;

    public bool IsDemo => configuration.GetValue<bool>("Demo");

    public IEnumerable<SelectListItem> Hours { get; } =
        Enumerable.Range(0, 24).Select(hour => new SelectListItem($"{hour:00}:00", hour.ToString(CultureInfo.InvariantCulture)));

    private int MemberId => User.MemberId() ?? 0;

    public static string CodeOf(NoticeMail mail) => AccountDetails.Code(mail);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var chosen = await db.NoticeChoices.AsNoTracking().Where(c => c.MemberId == MemberId).ToListAsync(cancel);
        Choices =
        [
            .. Rules.Select(rule => new ChosenWay(
                rule,
                chosen.Find(c => c.Kind == rule.Kind) is { } own ? new NoticeWay(own.InApp, own.Mail) : rule.Usual
            )),
        ];
        if (await db.DigestSettings.AsNoTracking().FirstOrDefaultAsync(s => s.MemberId == MemberId, cancel) is { } digest)
            (Hour, TimeZone) = (digest.Hour, digest.TimeZone);
        await ReadTeamZoneAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ReadTeamZoneAsync(cancel);
        Choices = [.. Rules.Select(rule => new ChosenWay(rule, Posted(rule)))];
        TimeZone = string.IsNullOrWhiteSpace(TimeZone) ? null : TimeZone.Trim();
        if (Hour is < 0 or > 23)
            ModelState.AddModelError(nameof(Hour), "Choose an hour of the day.");
        if (TimeZone is { } name)
        {
            if (name.Length <= LongestZone && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
                TimeZone = zone.Id;
            else
                ModelState.AddModelError(nameof(TimeZone), "There is no such time zone. Choose one of the list, such as Europe/Berlin.");
        }
        if (!ModelState.IsValid)
            return this.Incomplete();
        await WriteClash.RepeatAsync(db, () => SaveAsync(cancel));
        TempData.Toast(new("Your choices are saved"));
        return RedirectToPage();
    }

    private IEnumerable<NoticeRule> Rules => User.Role() is { } role ? NoticeRules.For(role) : [];

    /// <summary>What no form of ours has posted is taken as never.</summary>
    private NoticeWay Posted(NoticeRule rule)
    {
        var code = AccountDetails.Code(rule.Kind);
        var by =
            Enum.TryParse<NoticeMail>(Request.Form[$"mail.{code}"], ignoreCase: true, out var mail) && Enum.IsDefined(mail)
                ? mail
                : NoticeMail.Never;
        return new NoticeWay(Request.Form["app"].Contains(code), by);
    }

    /// <summary>What is as usual has no row, and follows what will be usual later.</summary>
    private async Task<int> SaveAsync(CancellationToken cancel)
    {
        var chosen = await db.NoticeChoices.Where(c => c.MemberId == MemberId).ToListAsync(cancel);
        foreach (var (rule, way) in Choices)
        {
            var own = chosen.Find(c => c.Kind == rule.Kind);
            if (way == rule.Usual && own is not null)
                db.NoticeChoices.Remove(own);
            else if (way != rule.Usual && own is null)
                db.NoticeChoices.Add(
                    new NoticeChoice
                    {
                        MemberId = MemberId,
                        Kind = rule.Kind,
                        InApp = way.InApp,
                        Mail = way.Mail,
                    }
                );
            else if (own is not null)
                (own.InApp, own.Mail) = (way.InApp, way.Mail);
        }
        var digest = await db.DigestSettings.FirstOrDefaultAsync(s => s.MemberId == MemberId, cancel);
        if (digest is null)
            db.DigestSettings.Add(digest = new DigestSettings { MemberId = MemberId });
        (digest.Hour, digest.TimeZone) = (Hour, TimeZone);
        return await db.SaveChangesAsync(cancel);
    }

    private async Task ReadTeamZoneAsync(CancellationToken cancel) => TeamZone = (await db.CurrentPolicyAsync(cancel)).Policy.TimeZone;
}
