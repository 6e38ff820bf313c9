using System.Globalization;
using System.Text;
using OnboardingTracker.Data;
using OnboardingTracker.Data.HandOffs;
using OnboardingTracker.Domain.HandOffs;

namespace OnboardingTracker.Features.HandOffs;

/// <summary>A packet as a file that reads well as it is. What others wrote is quoted, so that it cannot pass for ours.</summary>
internal static class PacketMarkdown
{
    public static string Of(HandOff handOff, ActorNames names)
    {
        var packet = handOff.Packet;
        var text = new StringBuilder();
        var zone = packet.Zone();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {Line(packet.Account.Name)}: handed off to Sales").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"By {Line(names[handOff.By])}, {At(handOff.At)} ({packet.TimeZone}).").AppendLine();
        Fact("Why", handOff.Reason);
        Fact("What they want", handOff.Wants);
        Fact("Expected volume", handOff.Volume);
        Fact("How urgent", PacketWords.Of(handOff.Urgency));
        Fact("Spoken with", handOff.SpokenWith);
        Fact("For", handOff.SalesPerson);
        Fact("Spoke against it", handOff.Although);
        Details(packet);
        Section("Contacts", packet.Contacts, c => Joined(c.Name, c.Role, c.Email, c.Bounced ? "mail came back" : null));
        Section(
            "Stages",
            packet.Stages,
            s => $"{s.Stage}: since {At(s.FirstEnteredAt)}, {s.DaysSpent.ToString("0.#", CultureInfo.InvariantCulture)} days"
        );
        Section(
            "Invoices",
            packet.Invoices,
            i =>
                Joined(
                    i.Number,
                    PacketWords.OfState(i.State),
                    i.Due is { } due ? $"due {due}" : null,
                    i.Paid is { } paid ? $"paid {paid}" : null,
                    i.DueAt is { } dueAt ? $"by {At(dueAt)}" : null,
                    i.FailedAt is null ? null : "a payment failed"
                )
        );
        Section("Payment risk", packet.PaymentRisk, r => $"{At(r.At)}, {r.By}: {Joined(PacketWords.OfRisk(r.Assessment), r.Note)}");
        Section("Audit of stage 1", packet.Checklist, c => Joined(c.Title, PacketWords.OfState(c.State), c.Finding));
        Section("Calls", packet.Calls, c => Joined(PacketWords.OfState(c.State), c.StartsAt is { } at ? At(at) : null, c.With, c.Summary));
        foreach (var note in packet.Notes)
            Quoted($"## Note of {Line(note.By)}, {At(note.At)}", note.Text);
        foreach (var thread in packet.Threads)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## Mails: {Line(thread.Subject)}");
            foreach (var mail in thread.Mails)
                Quoted(
                    $"**{(mail.Ours ? "We" : "They")}**, {Line(mail.From ?? "")}, {At(mail.At)}{(mail.Automatic is { } kind ? $" ({kind})" : "")}",
                    mail.Text
                );
        }
        if (packet.MailsLeftOut > 0)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{packet.MailsLeftOut} older mails are not in the packet.");
        return text.ToString();

        void Fact(string what, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
                text.AppendLine(CultureInfo.InvariantCulture, $"- **{what}**: {Line(value)}");
        }

        void Details(HandOffPacket known)
        {
            var account = known.Account;
            text.AppendLine().AppendLine("## Details").AppendLine();
            Fact("Account", $"{account.Name} ({account.ExternalId})");
            Fact("Domain", account.Domain);
            Fact("Stage", account.Stage ?? "not in the pipeline");
            Fact("Plan", Joined(PacketWords.OfPlan(account.Plan), account.Program));
            Fact("Forecast", account.Forecast?.ToString());
            Fact("Renewal", account.NextRenewalOn?.ToString("O", CultureInfo.InvariantCulture));
            Fact("Owner", account.Owner);
            Fact("With Sales", account.SalesOwner);
            Fact("Engaged", known.Engagement is { } engaged ? $"{engaged.Evidence}, {At(engaged.At)}" : "not in this passage");
            Fact("Payment risk", PacketWords.OfRisk(account.PaymentRisk));
            Fact("Churned", account.ChurnedOn?.ToString("O", CultureInfo.InvariantCulture));
        }

        void Section<T>(string title, IReadOnlyList<T> items, Func<T, string> line)
        {
            if (items.Count == 0)
                return;
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
            foreach (var item in items)
                text.AppendLine(CultureInfo.InvariantCulture, $"- {Line(line(item))}");
        }

        void Quoted(string head, string said)
        {
            text.AppendLine().AppendLine(head).AppendLine();
            foreach (var line in said.ReplaceLineEndings("\n").Split('\n'))
                text.AppendLine(CultureInfo.InvariantCulture, $"> {line}");
        }

        string At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Joined(params string?[] parts) => string.Join(", ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static string Line(string text) => text.ReplaceLineEndings(" ");
}
