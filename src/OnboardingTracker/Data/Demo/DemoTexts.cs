using System.Globalization;
using System.Text;
using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Demo;

/// <summary>What people of the demo write to each other.</summary>
internal static class DemoTexts
{
    private static readonly string[] s_replies =
    [
        "Thanks for getting in touch. We mostly wonder why autocapture sends so many events from our admin pages. Can that be narrowed down?",
        "Good timing: the last bill was twice what we had expected. Is there a way to see which team's events that was?",
        "Happy to hear from you. We are three people and set this up in an evening, so a second pair of eyes would help.",
        "Could you tell us how to keep session recordings to signed-in customers only? Everything else works so far.",
        "We are in the middle of a release. Could we look at funnels together in the second half of the month?",
        "Yes please. Feature flags are the part that we have not got round to; the rest is fine I think.",
        "I am forwarding this to our data person, but short answer: yes, we would like some help with the group set-up.",
    ];

    public static (string Subject, string Text) OfPurpose(MailPurpose purpose, string account, string contact, string sender)
    {
        var first = contact.Split(' ')[0];
        return purpose switch
        {
            MailPurpose.FinalOutreach => (
                $"{account}: before your next bill",
                $"Hi {first},\n\nyour bill renews in a few days, so I went through your set-up once more. It looks sound: nothing counted twice, and the spending limit is where you wanted it.\n\nThis ends the onboarding. The guide and the community are there for you, and so is support.\n\nBest regards,\n{sender}"
            ),
            MailPurpose.CheckIn => (
                $"Getting {account} off to a good start",
                $"Hi {first},\n\nthanks, that helps. I have looked at your project: most of those events come from two pages, and one setting ends that. Shall I send you the steps, or would a short call be easier?\n\nBest regards,\n{sender}"
            ),
            _ => (
                $"Getting {account} off to a good start",
                $"Hi {first},\n\nI look after new customers here, and went through your configuration and last bill. Two things would save you money right away; I would like to show you.\n\nWould a short call help, or shall I write it down?\n\nBest regards,\n{sender}"
            ),
        };
    }

    public static string Reply(Random random, string name) => $"{s_replies[random.Next(s_replies.Length)]}\n\n{name.Split(' ')[0]}";

    /// <summary>The mail as its server would have handed it over.</summary>
    public static byte[] Message(MailFact mail, string name, DateTimeOffset at, string? answers)
    {
        var references = answers is null ? "" : $"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n";
        var paragraphs = string.Concat(mail.Text!.Split("\n\n").Select(paragraph => $"<p>{paragraph}</p>"));
        return Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"From: {name} <{mail.From}>\r\nTo: {mail.To[0]}\r\nSubject: {mail.Subject}\r\nDate: {at:ddd, dd MMM yyyy HH:mm:ss} +0000\r\nMessage-ID: <{mail.MessageId}>\r\n{references}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"part\"\r\n\r\n--part\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{mail.Text.ReplaceLineEndings("\r\n")}\r\n--part\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<div style=\"font-family:sans-serif\">{paragraphs}</div>\r\n--part--\r\n"
            )
        );
    }
}
