using System.Globalization;

namespace OnboardingTracker.Domain.HandOffs;

/// <summary>What speaks against handing an account to Sales now. Nothing of it forbids it: it asks for a decision.</summary>
public static class HandOffObjections
{
    /// <param name="packet">What is known of it now.</param>
    /// <param name="pending">When it was handed off before, where Sales has yet to answer; null: it was not.</param>
    public static IReadOnlyList<string> Of(HandOffPacket packet, DateTimeOffset? pending)
    {
        var zone = packet.Zone();
        var found = new List<string>();
        if (pending is { } since)
            found.Add($"It was handed off on {Day(since, zone)}, and Sales has yet to answer. That hand-off would be withdrawn.");
        if (packet.Account.SalesOwner is { } sales)
            found.Add($"It is with Sales already: {sales}.");
        found.AddRange(packet.Invoices.Where(invoice => invoice.IsOpen()).Select(invoice => Open(invoice, zone)));
        found.AddRange(
            OpenThreads(packet).Select(mail => $"They wait for an answer: “{mail.Subject}” of {Day(mail.At, zone)} from {mail.From}.")
        );
        found.AddRange(
            packet
                .Calls.Where(call => call.State == "booked" && call.StartsAt > packet.TakenAt)
                .Select(call => $"A call is booked for {Day(call.StartsAt!.Value, zone)}{(call.With is { } with ? $" with {with}" : "")}.")
        );
        return found;
    }

    /// <summary>The mails of theirs that a person wrote and that are the last of their conversation.</summary>
    public static IEnumerable<PacketMail> OpenThreads(HandOffPacket packet) =>
        packet
            .Threads.Select(thread => thread.Mails.LastOrDefault(mail => mail.Automatic is null))
            .OfType<PacketMail>()
            .Where(last => !last.Ours);

    private static string Open(PacketInvoice invoice, TimeZoneInfo zone)
    {
        var amount = invoice.Due is { } due ? $" of {due}" : "";
        var when = invoice.DueAt is { } dueAt ? $", due on {Day(dueAt, zone)}," : "";
        var failed = invoice.FailedAt is { } at ? $": a payment failed on {Day(at, zone)}" : "";
        var tries = invoice.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" after {invoice.Attempts} attempts") : "";
        return $"Invoice {invoice.Number}{amount}{when} is not paid{tries}{failed}.";
    }

    private static string Day(DateTimeOffset at, TimeZoneInfo zone) =>
        FormattableString.Invariant($"{TimeZoneInfo.ConvertTime(at, zone):d MMMM yyyy}");
}
