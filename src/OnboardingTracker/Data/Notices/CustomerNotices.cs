using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Notices;

/// <summary>Tells what customers say: to an account's owner that they replied or booked a call; to leads that an unknown one bought the consultation.</summary>
public sealed class CustomerNotices(TrackerDb db, NoticeBoard board, TimeProvider time)
{
    /// <summary>What was said longer ago is no news: it was found by a replay, or on connecting a source.</summary>
    private static readonly TimeSpan s_news = TimeSpan.FromDays(7);

    /// <param name="signal">Of a known account.</param>
    public async Task TellOwnerAsync(Signal signal, CancellationToken cancel = default)
    {
        if (!IsNews(signal) || signal.Source is SignalSources.Person or SignalSources.Outbox)
            return;
        var said = signal switch
        {
            { Kind: SignalKinds.EmailReceived, Fact.Mail: { Genuine: true, History: false } mail } =>
                $"wrote: {mail.Subject ?? "(no subject)"}",
            { Kind: SignalKinds.CallBooked } => "booked a call",
            _ => null,
        };
        if (said is null)
            return;
        var account = await db
            .Accounts.Where(a => a.Id == signal.AccountId)
            .Select(a => new
            {
                a.Id,
                a.Name,
                a.OwnerId,
            })
            .FirstAsync(cancel);
        if (account.OwnerId is { } owner)
            await board.TellAsync(
                owner,
                new NoticeToTell
                {
                    Kind = NoticeKind.CustomerReply,
                    Key = KeyOf(signal),
                    Title = $"{account.Name} {said}",
                    Link = string.Create(CultureInfo.InvariantCulture, $"/accounts/{account.Id}"),
                    AccountId = account.Id,
                },
                cancel
            );
    }

    /// <param name="signal">One that no account fits, or several.</param>
    public async Task TellUnknownBuyerAsync(Signal signal, CancellationToken cancel = default)
    {
        if (signal.Kind != SignalKinds.ConsultationPurchased || !IsNews(signal))
            return;
        var who = signal.Fact?.About.Emails is [var email, ..] ? email : "Somebody";
        await board.TellRolesAsync(
            new NoticeToTell
            {
                Kind = NoticeKind.UnknownBuyer,
                Key = KeyOf(signal),
                Title = $"{who} bought the consultation, and it is not known whose that is",
                Detail = signal.Note,
                Link = string.Create(CultureInfo.InvariantCulture, $"/signals/{signal.Id}"),
            },
            cancel
        );
    }

    private bool IsNews(Signal signal) => time.GetUtcNow() - signal.OccurredAt < s_news;

    private static string KeyOf(Signal signal) => string.Create(CultureInfo.InvariantCulture, $"signal {signal.Id}");
}
