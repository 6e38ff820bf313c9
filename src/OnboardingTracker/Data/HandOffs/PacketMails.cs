using OnboardingTracker.Domain.HandOffs;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>An account's mails as conversations: the newest, and no more text than a packet holds.</summary>
internal static class PacketMails
{
    public const int MostMails = 100;

    /// <summary>Of one mail, in UTF-16 units.</summary>
    public const int MostText = 8_000;

    /// <summary>Of all of them together.</summary>
    public const int MostTextInAll = 200_000;

    /// <returns>The conversations, that with the newest mail first; and how many older mails are left out.</returns>
    public static (IReadOnlyList<PacketThread> Threads, int LeftOut) Read(IReadOnlyList<ReceivedSignal> signals)
    {
        var refused = signals
            .Where(signal => signal.Kind == SignalKinds.EmailRefused)
            .Select(signal => signal.Fact.Mail?.MessageId)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        var mails = signals
            .Where(signal => signal.Kind is SignalKinds.EmailSent or SignalKinds.EmailReceived && signal.Fact.Mail is not null)
            .Where(signal => signal.Fact.Mail!.MessageId is not { } id || !refused.Contains(id))
            .OrderByDescending(signal => signal.OccurredAt)
            .ThenByDescending(signal => signal.SignalId)
            .ToList();
        var kept = new List<(string Thread, PacketMail Mail)>();
        var roots = Roots(mails);
        var room = MostTextInAll;
        foreach (var signal in mails.Take(MostMails))
        {
            if (room <= 0)
                break;
            var mail = Of(signal, Math.Min(room, MostText));
            room -= mail.Text.Length;
            kept.Add((roots[signal.SignalId], mail));
        }
        var threads = kept.GroupBy(mail => mail.Thread, StringComparer.Ordinal)
            .Select(thread => thread.Select(mail => mail.Mail).Reverse().ToList())
            .OrderByDescending(thread => thread[^1].At)
            .Select(thread => new PacketThread(thread[0].Subject ?? "(no subject)", thread));
        return ([.. threads], mails.Count - kept.Count);
    }

    /// <summary>By signal, the conversation that it belongs to: mails that name each other, or a third, are one.</summary>
    private static Dictionary<long, string> Roots(List<ReceivedSignal> mails)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var signal in mails)
        {
            var own = IdOf(signal);
            foreach (var other in NamedBy(signal))
            {
                var (one, two) = (Root(own), Root(other));
                parents[one] = two;
            }
        }
        return mails.ToDictionary(signal => signal.SignalId, signal => Root(IdOf(signal)));

        string Root(string id)
        {
            while (parents.TryGetValue(id, out var parent) && parent != id)
                id = parent;
            parents[id] = id;
            return id;
        }
    }

    private static string IdOf(ReceivedSignal signal) =>
        signal.Fact.Mail!.MessageId ?? FormattableString.Invariant($"signal {signal.SignalId}");

    private static IEnumerable<string> NamedBy(ReceivedSignal signal) =>
        signal.Fact.Mail!.InReplyTo is { } answered ? [answered, .. signal.Fact.About.Conversation] : signal.Fact.About.Conversation;

    private static PacketMail Of(ReceivedSignal signal, int longest)
    {
        var mail = signal.Fact.Mail!;
        var text = mail.Text ?? "";
        var cut = text.Length > longest;
        // Not between the two halves of a character.
        var length = cut && char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        var ours = signal.Kind == SignalKinds.EmailSent;
        return new(
            signal.OccurredAt,
            ours,
            mail.From,
            mail.To,
            mail.Subject,
            cut ? text[..length] : text,
            cut,
            ours || (mail.Genuine && signal.IsEngagement != false) ? null : mail.Automatic ?? "automatic mail"
        );
    }
}
