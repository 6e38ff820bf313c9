using System.Globalization;
using System.Text;
using OnboardingTracker.Data.Mail;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Data.HandOffs;

/// <summary>
/// What Sales is told by mail: why, what is wanted, the figures, whom to ring, and where the packet is. What the customer wrote stays
/// here, behind the sign-in.
/// </summary>
public sealed class HandOffMails(TrackerDb db, OwnMails mails, OwnMailSettings addresses, HandOffSettings settings)
{
    private const int MostContacts = 10;
    private const int MostInvoices = 5;

    /// <summary>Whom a hand-off would be mailed to.</summary>
    public IReadOnlyList<string> Recipients(string? salesPerson) =>
        mails.CanSend ? [.. new[] { settings.SalesAddress, salesPerson }.OfType<string>().Distinct()] : [];

    /// <summary>In the caller's transaction; notes on the hand-off who is told.</summary>
    public async Task QueueAsync(HandOff handOff, CancellationToken cancel = default)
    {
        var to = Recipients(handOff.SalesPerson);
        if (to.Count == 0)
            return;
        var names = await db.ActorNamesAsync(cancel);
        var queued = await mails.QueueAsync(
            new OwnMail
            {
                Kind = OutgoingMailKind.HandOff,
                Key = string.Create(CultureInfo.InvariantCulture, $"hand-off:{handOff.Id}"),
                To = to,
                Subject = $"{(handOff.Urgency == HandOffUrgency.Now ? "Now: " : "")}{handOff.Packet.Account.Name} is handed off to Sales",
                Text = Text(handOff, names[handOff.By]),
                AccountId = handOff.AccountId,
                ReplyTo = handOff.By.Kind == ActorKind.User ? handOff.By.Name : null,
                Actor = handOff.By,
            },
            cancel
        );
        if (queued is null)
            return;
        handOff.MailId = queued.MailId;
        handOff.MailedTo = to;
    }

    private string Text(HandOff handOff, string by)
    {
        var packet = handOff.Packet;
        var account = packet.Account;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{by} hands {account.Name} ({account.ExternalId}) to Sales.").AppendLine();
        Say("Why", handOff.Reason);
        Say("What they want", handOff.Wants);
        Say("Expected volume", handOff.Volume);
        Say("Spoken with", handOff.SpokenWith);
        Say("How urgent", handOff.Urgency == HandOffUrgency.Normal ? null : PacketWords.Of(handOff.Urgency));
        Say("Was in", account.Stage);
        Say("Plan", PacketWords.OfPlan(account.Plan) + (account.Program is { } program ? $", {program}" : ""));
        Say("Forecast for this period", account.Forecast?.ToString());
        Say("Renewal", account.NextRenewalOn is { } on ? FormattableString.Invariant($"{on:d MMMM yyyy}") : null);
        Say("Payment risk", PacketWords.OfRisk(account.PaymentRisk));
        Say("Engaged", packet.Engagement is { } engaged ? $"yes ({engaged.Evidence})" : "no");
        foreach (var invoice in packet.Invoices.Where(invoice => invoice.IsOpen()).Take(MostInvoices))
            Say(
                "Open invoice",
                $"{invoice.Number}{(invoice.Due is { } due ? $", {due}" : "")}{(invoice.FailedAt is null ? "" : ", a payment failed")}"
            );
        Say("What spoke against it", handOff.Although?.Replace("\n", " ", StringComparison.Ordinal));
        text.AppendLine().AppendLine("Contacts:");
        foreach (var contact in packet.Contacts.Take(MostContacts))
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"- {string.Join(", ", new[] { contact.Name, contact.Role, contact.Email }.OfType<string>())}"
            );
        if (packet.Contacts.Count == 0)
            text.AppendLine("- none known");
        text.AppendLine()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"The packet holds {packet.Threads.Sum(thread => thread.Mails.Count)} mails, {packet.Calls.Count} calls, {packet.Invoices.Count} invoices and {packet.Notes.Count} notes:"
            )
            .AppendLine(
                addresses.UrlOf(PacketWords.PathOf(handOff.Id))
                    ?? string.Create(CultureInfo.InvariantCulture, $"in OnboardingTracker, Hand-offs, number {handOff.Id}")
            )
            .AppendLine()
            .AppendLine("Reading it takes an account there; whoever handed it off can export it for you. Answer this mail to reach them.");
        return text.ToString();

        void Say(string what, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                text.AppendLine(CultureInfo.InvariantCulture, $"{what}: {value.ReplaceLineEndings(" ")}");
        }
    }
}
