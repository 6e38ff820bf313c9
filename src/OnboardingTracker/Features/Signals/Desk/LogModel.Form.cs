using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Signals.Desk;

/// <content>What the form shows and takes.</content>
public sealed partial class LogModel
{
    private async Task<LogForm> FormAsync(AccountName account, Policy policy, CancellationToken cancel)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"/accounts/{Id}");
        var isCall = What != "outreach";
        var contacts = await db.Contacts.Where(c => c.AccountId == Id).OrderBy(c => c.Id).ToListAsync(cancel);
        var zone = TeamCalendar.Zone(policy);
        IReadOnlyList<Call> calls = isCall ? CallBook.Read(await story.SignalsOfAsync(Id, cancel), policy, time.GetUtcNow()) : [];
        Named = calls.FirstOrDefault(call => call.Id == Call);
        return new LogForm
        {
            AccountName = account.Name,
            Action = $"{url}/log?what={(isCall ? "call" : "outreach")}",
            ReturnUrl = url,
            IsCall = isCall,
            Token = Token is { Length: > 0 and <= 64 } given ? given : Guid.NewGuid().ToString("N"),
            At = At,
            Zone = zone.Id,
            With = With,
            Call = Call,
            Outcome = Outcome ?? Held,
            Summary = Summary,
            FollowUp = FollowUp,
            FollowUpOn = FollowUpOn,
            People = isCall ? await db.Members.AsNoTracking().Where(m => m.Active).OrderBy(m => m.Name).ToListAsync(cancel) : [],
            Purpose = Purpose,
            Subject = Subject,
            Contacts =
            [
                new("Nobody in particular", ""),
                .. contacts.Select(c => new SelectListItem(c.Name is null ? c.Email : $"{c.Name} ({c.Email})", c.Email)),
            ],
            Calls =
            [
                new("A call that is in no calendar", ""),
                .. calls
                    .Where(call => call.State != CallState.Completed || call.IsAssumed || call == Named)
                    .Select(call => new SelectListItem(
                        $"{TimeZoneInfo.ConvertTime(call.StartsAt ?? call.Last.OccurredAt, zone).ToString("d MMM, HH:mm", CultureInfo.InvariantCulture)}, {SignalWords.Of(call.State).ToLowerInvariant()}",
                        call.Id
                    )),
            ],
        };
    }

    /// <summary>A moment of the team's clock; one that a change of the clock leaves out is the first after it.</summary>
    private static DateTimeOffset? MomentOf(string? text, Policy policy)
    {
        string[] formats = [FieldFormat, "yyyy-MM-dd'T'HH:mm:ss"];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var zone = TeamCalendar.Zone(policy);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private Task<AccountName?> AccountAsync(CancellationToken cancel) =>
        db.Accounts.Where(a => a.Id == Id).Select(a => new AccountName(a.Name, a.ExternalId)).FirstOrDefaultAsync(cancel);

    private sealed record AccountName(string Name, string ExternalId);
}
