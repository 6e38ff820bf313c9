using OnboardingTracker.Data.Notices;
using OnboardingTracker.Domain.Notices;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Features.Signals.Integrations;

/// <summary>
/// Every hour: tells the admins of a source that used to speak and has fallen silent, once per silence.
/// Enqueued twice: a silence is known by its source and last signal, and is told once. Run together: likewise. Cut off half-way: what was told
/// stands, and the next hour tells the rest.
/// </summary>
public sealed class SilentSourcesJob(SourceOverview overview, NoticeBoard board)
{
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var source in await overview.ReadAsync(cancel))
            // What is written or logged here is not a source whose line can break.
            if (
                source is
                { Name: not (SignalSources.Outbox or SignalSources.Person), Traffic: { Silent: true, LastAt: { } last, UsualGap: { } gap } }
            )
                await board.TellRolesAsync(
                    new NoticeToTell
                    {
                        Kind = NoticeKind.SourceSilent,
                        Key = FormattableString.Invariant($"silent {source.Name} {last:O}"),
                        Title = $"{source.Name} has fallen silent",
                        Detail = FormattableString.Invariant(
                            $"Its last signal came at {last:yyyy-MM-dd HH:mm} UTC; usually there is one every {Words(gap)}."
                        ),
                        Link = $"/integrations/{Uri.EscapeDataString(source.Name)}",
                    },
                    cancel
                );
    }

    private static string Words(TimeSpan gap) =>
        gap.TotalHours >= 48 ? FormattableString.Invariant($"{gap.TotalDays:0} days")
        : gap.TotalMinutes >= 120 ? FormattableString.Invariant($"{gap.TotalHours:0} hours")
        : FormattableString.Invariant($"{Math.Max(1, gap.TotalMinutes):0} minutes");
}
