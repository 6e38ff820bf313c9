namespace OnboardingTracker.Features.Signals.Email;

/// <summary>By which way a mail came here: what its signal is called at its source. A mailbox's own Sent folder proves that we wrote it.</summary>
internal static class MailArrivals
{
    public const string Inbox = "imap.inbox";
    public const string Sent = "imap.sent";
    public const string Postmark = "postmark";

    private const string HistoryMark = ".history";

    /// <summary>Taken in when its mailbox was first connected: shown, and moves nothing.</summary>
    public static string AsHistory(string arrival) => arrival + HistoryMark;

    public static bool IsHistory(string arrival) => arrival.EndsWith(HistoryMark, StringComparison.Ordinal);

    public static bool IsSent(string arrival) => arrival is Sent or Sent + HistoryMark;
}
