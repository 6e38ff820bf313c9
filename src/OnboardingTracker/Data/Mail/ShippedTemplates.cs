using OnboardingTracker.Domain.Signals;

namespace OnboardingTracker.Data.Mail;

/// <summary>The templates that come with the product, until a lead rewrites them.</summary>
public static class ShippedTemplates
{
    public static IReadOnlyList<MailTemplate> All { get; } =
    [
        Of(
            MailPurpose.InitialOutreach,
            "Getting {{ account.name }} off to a good start",
            """
            Hi {{ contact.firstName }},

            I look after new customers here, and {{ account.name }} is with me from today.

            Would a short call help, to go through your set-up and what you want to get out of it? If you would rather write, just answer this mail: tell me what you are building and where you are stuck, and I will get back to you.

            Best regards,
            {{ sender.name }}
            """
        ),
        Of(
            MailPurpose.CheckIn,
            "How is it going, {{ contact.firstName }}?",
            """
            Hi {{ contact.firstName }},

            I wanted to hear how things are going at {{ account.name }}. Is there anything in your configuration, or on your bill, that you would like somebody to look at with you? A line in answer to this mail is enough.

            Best regards,
            {{ sender.name }}
            """
        ),
        Of(
            MailPurpose.PostCall,
            "Notes from our call",
            """
            Hi {{ contact.firstName }},

            thank you for your time today. What we said we would do next:

            -

            If I forgot something, or something comes up, answer this mail.

            Best regards,
            {{ sender.name }}
            """
        ),
        Of(
            MailPurpose.FinalOutreach,
            "Before your next bill on {{ account.renewal }}",
            """
            Hi {{ contact.firstName }},

            your next bill is made on {{ account.renewal }}. If you would like to go through it beforehand, or have any question about your set-up, this is a good moment: answer this mail and I will make time.

            After that, our support team is there for you whenever you need somebody.

            Best regards,
            {{ sender.name }}
            """
        ),
    ];

    private static MailTemplate Of(MailPurpose purpose, string subject, string body) =>
        new()
        {
            Purpose = purpose,
            Subject = subject,
            Body = body.ReplaceLineEndings("\n"),
        };
}
