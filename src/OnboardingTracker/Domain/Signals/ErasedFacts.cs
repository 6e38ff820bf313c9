namespace OnboardingTracker.Domain.Signals;

/// <summary>
/// What is left of a fact once a person was taken out of it. Of what is theirs a skeleton stays: what the account's story stands on, and
/// not a word more. From what is another's they are taken out. <see cref="SignalStory"/> tells the same of it as before.
/// </summary>
public static class ErasedFacts
{
    /// <summary>A mail, call or purchase of this person and nobody else on the customer's side.</summary>
    public static bool IsTheirs(SignalFact fact, ErasedPerson person)
    {
        if (fact is { Mail: null, Call: null, Purchase: null, Customer: null })
            return false;
        if (person.Is(fact.Mail?.From) || person.Is(fact.Call?.With) || person.Is(fact.Customer?.Email))
            return true;
        if (fact.About.Emails is { Count: > 0 } emails)
            return emails.All(person.Is);
        return fact is { Kind: not SignalKinds.EmailReceived, Mail.To: { Count: > 0 } to } && to.All(person.Is);
    }

    /// <summary>By what a mail and a call are known again, which a late word about them would name.</summary>
    public static IReadOnlyList<string> IdsOf(SignalFact fact) =>
        [.. new[] { fact.Mail?.MessageId, fact.Call?.Call, fact.Call?.RescheduledFrom }.OfType<string>()];

    /// <summary>Of a fact that is theirs: when, what, and what the story asks of it.</summary>
    public static SignalFact Skeleton(SignalFact fact, ErasedPerson person) =>
        fact with
        {
            About = new SignalAbout
            {
                ExternalId = fact.About.ExternalId,
                BillingCustomerId = fact.About.BillingCustomerId,
                Conversation = [.. fact.About.Conversation.Select(person.Token)],
            },
            Mail = fact.Mail is { } mail ? Skeleton(mail, person) : null,
            Call = fact.Call is { } call ? Skeleton(call, person) : null,
            Customer = fact.Customer is { } customer ? new CustomerFact { Deleted = customer.Deleted } : null,
            Purchase = fact.Purchase is { } purchase ? purchase with { Link = null } : null,
        };

    /// <summary>Of a fact that is another's: the same without this person.</summary>
    /// <param name="ids">The ids of what is theirs, which stay known by their tokens alone.</param>
    public static SignalFact Cleaned(SignalFact fact, ErasedPerson person, IReadOnlySet<string> ids)
    {
        var wasAbout = fact.About.Emails.Any(person.Is);
        return fact with
        {
            About = fact.About with
            {
                Conversation = [.. fact.About.Conversation.Select(Id)],
                Emails = Without(fact.About.Emails),
                // A bill's customer may bear the name of who pays it.
                Name = wasAbout ? null : person.Clean(fact.About.Name),
            },
            Mail = fact.Mail is not { } mail
                ? null
                : mail with
                {
                    From = person.Clean(mail.From),
                    To = Without(mail.To),
                    Subject = person.Clean(mail.Subject),
                    MessageId = mail.MessageId is { } messageId ? Id(messageId) : null,
                    InReplyTo = mail.InReplyTo is { } answered ? Id(answered) : null,
                    Automatic = person.Clean(mail.Automatic),
                    FailedAddresses = Without(mail.FailedAddresses),
                    Text = person.Clean(mail.Text),
                },
            Call = fact.Call is not { } call
                ? null
                : call with
                {
                    Call = Id(call.Call),
                    RescheduledFrom = call.RescheduledFrom is { } former ? Id(former) : null,
                    With = person.Clean(call.With),
                    Link = person.IsNamedIn(call.Link) ? null : call.Link,
                    Reason = person.Clean(call.Reason),
                },
            Customer = fact.Customer is { } customer
                ? customer with
                {
                    Email = person.Clean(customer.Email),
                    Name = person.Clean(customer.Name),
                }
                : null,
        };

        string Id(string id) => ids.Contains(id) ? person.Token(id) : id;

        IReadOnlyList<string> Without(IReadOnlyList<string> addresses) =>
            [.. addresses.Where(address => !person.Is(address)).Select(address => person.Clean(address)!)];
    }

    private static MailFact Skeleton(MailFact mail, ErasedPerson person) =>
        new()
        {
            MessageId = mail.MessageId is { } id ? person.Token(id) : null,
            InReplyTo = mail.InReplyTo is { } answered ? person.Token(answered) : null,
            StartsConversation = mail.StartsConversation,
            Purpose = mail.Purpose,
            Genuine = mail.Genuine,
            Proof = mail.Proof,
            History = mail.History,
        };

    private static CallFact Skeleton(CallFact call, ErasedPerson person) =>
        call with
        {
            Call = person.Token(call.Call),
            RescheduledFrom = call.RescheduledFrom is { } former ? person.Token(former) : null,
            Link = null,
            With = null,
            Reason = null,
        };
}
