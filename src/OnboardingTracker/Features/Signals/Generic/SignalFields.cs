using System.Text.Json;
using OnboardingTracker.Data.Signals;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Policies;
using OnboardingTracker.Domain.Signals;
using OnboardingTracker.Platform.Api;

namespace OnboardingTracker.Features.Signals.Generic;

/// <summary>Reads the body of <c>POST /signals</c> into a fact; what is wrong is collected, field by field.</summary>
internal sealed class SignalFields(JsonFields body, Policy policy)
{
    public const int LongestSource = 50;
    public const int LongestId = SignalInbox.LongestSourceId;

    private static readonly JsonElement s_nothing = JsonElement.Parse("{}");

    /// <exception cref="ApiProblemException">400: a field is wrong, missing, or unknown.</exception>
    public (string Source, string Id, SignalFact Fact) Read()
    {
        var source = body.Require("source", JsonKinds.Text(LongestSource));
        var id = body.Require("id", JsonKinds.Text(LongestId));
        var kind = body.Require<string>("kind", Kind);
        var occurredAt = body.Require<DateTimeOffset>("occurredAt", JsonKinds.Time);
        var account = body.Take("account", JsonKinds.OrNull(JsonKinds.Text(DetailText.ExternalIdLength)));
        var email = body.Take("email", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise)));
        if (source.IsGiven && SignalSources.Own.Contains(source.Value, StringComparer.OrdinalIgnoreCase))
            body.Wrong("source", $"\"{source.Value}\" is a name of our own: write the name of the system that you speak for.");
        if (!body.Has("account") && !body.Has("email"))
            body.Wrong("account", "An account or an email must be given.");
        else if (account is { Value: null } && email is { Value: null } && (account.IsGiven || email.IsGiven))
            body.Wrong(body.Has("account") ? "account" : "email", "An account or an email must be given.");
        var fact = new SignalFact
        {
            Kind = kind.Value ?? "",
            OccurredAt = occurredAt.Value,
            About = new SignalAbout { ExternalId = account.Value, Emails = email.Value is { } address ? [address] : [] },
        };
        var data = Data(fact, id.Value ?? "");
        body.Finish();
        return (source.Value, id.Value!, data);
    }

    private SignalFact Data(SignalFact fact, string id)
    {
        var read = fact;
        // A kind that is wrong says nothing about which fields there can be.
        if (fact.Kind.Length == 0)
        {
            body.Take<bool>("data", ObjectOrNull);
            return read;
        }
        var data = body.Part(
            "data",
            fields =>
            {
                read = Of(fields);
                return true;
            }
        );
        if (data.Value is not null)
            return read;
        if (fact.Kind.StartsWith("call", StringComparison.Ordinal))
        {
            if (data.IsGiven || !body.Has("data"))
                body.Wrong("data.call", "Must be given.");
            return read;
        }
        return Of(new JsonFields(s_nothing));

        SignalFact Of(JsonFields data) =>
            fact.Kind switch
            {
                SignalKinds.EmailSent or SignalKinds.EmailReceived => Mail(fact, data),
                SignalKinds.CallBooked or SignalKinds.CallCanceled or SignalKinds.CallNoShow or SignalKinds.CallCompleted => Call(
                    fact,
                    data
                ),
                _ => Money(fact, data, id),
            };
    }

    private static SignalFact Mail(SignalFact fact, JsonFields data)
    {
        var isOurs = fact.Kind == SignalKinds.EmailSent;
        var inReplyTo = MessageId(data, "inReplyTo");
        var starts = data.Take("startsConversation", JsonKinds.OrNone<bool>(JsonKinds.Bool)).Value;
        var genuine = data.Take("genuine", JsonKinds.OrNone<bool>(JsonKinds.Bool)).Value ?? true;
        return fact with
        {
            Mail = new MailFact
            {
                From = data.Take("from", JsonKinds.OrNull<string>(Loosely(LongestLine))).Value,
                To = data.Take<IReadOnlyList<string>>("to", Addresses).Value ?? [],
                Subject = data.Take("subject", JsonKinds.OrNull<string>(Loosely(LongestLine))).Value,
                MessageId = MessageId(data, "messageId"),
                InReplyTo = inReplyTo,
                StartsConversation = isOurs && (starts ?? inReplyTo is null),
                Genuine = genuine,
                Proof = isOurs ? SenderProof.None : SenderProof.Vouched,
                Automatic = genuine ? null : "automatic mail",
                Text = data.Take("text", JsonKinds.OrNull<string>(Loosely(LongestText))).Value,
            },
        };
    }

    private static SignalFact Call(SignalFact fact, JsonFields data) =>
        fact with
        {
            Call = new CallFact
            {
                Call = data.Require("call", JsonKinds.Text(DetailText.ForeignIdLength)).Value ?? "",
                StartsAt = data.Take("startsAt", JsonKinds.OrNone<DateTimeOffset>(JsonKinds.Time)).Value,
                EndsAt = data.Take("endsAt", JsonKinds.OrNone<DateTimeOffset>(JsonKinds.Time)).Value,
                Link = data.Take("link", JsonKinds.OrNull(JsonKinds.Text(LongestLine))).Value,
            },
        };

    private SignalFact Money(SignalFact fact, JsonFields data, string id)
    {
        var invoice = data.Take("invoice", JsonKinds.OrNull(JsonKinds.Text(DetailText.ForeignIdLength))).Value;
        var amount = data.Take("amount", JsonKinds.OrNone<decimal>(JsonKinds.Amount)).Value;
        var currency = data.Take("currency", JsonKinds.OrNull(JsonKinds.Parsed<string>(CurrencyCode.Normalise))).Value;
        var dueOn = data.Take("dueOn", JsonKinds.OrNone<DateOnly>(JsonKinds.Day)).Value;
        var attempt = data.Take("attempt", JsonKinds.OrNone<long>(JsonKinds.Number)).Value;
        currency ??= amount is null ? null : policy.TeamCurrency;
        if (fact.Kind == SignalKinds.SubscriptionEnded)
            return fact with { Subscription = new SubscriptionFact { EndedAt = fact.OccurredAt } };
        if (fact.Kind == SignalKinds.ConsultationPurchased)
            return fact with
            {
                Purchase = new PurchaseFact
                {
                    Order = invoice ?? id,
                    Amount = amount,
                    Currency = currency,
                },
            };
        DateTimeOffset? dueAt = dueOn is { } day ? TeamCalendar.StartOf(day, policy).AddHours(12) : null;
        var isUpcoming = fact.Kind == SignalKinds.InvoiceUpcoming;
        return fact with
        {
            Invoice = new InvoiceFact
            {
                // One that is about to be made has no id; of another one the signal's own must do.
                Invoice = isUpcoming ? null : invoice ?? id,
                AmountDue = amount,
                Currency = currency,
                DueAt = dueAt,
                // A bill that is about to be made is made when the period ends.
                PeriodEnd = isUpcoming ? dueAt : null,
                Attempt = attempt is { } number ? (int)Math.Min(number, 1000) : null,
            },
        };
    }

    private const int LongestLine = 1000;
    private const int LongestText = 200_000;
    private const int MostAddresses = 100;

    private static string? Kind(JsonElement value, out string kind)
    {
        kind = value.ValueKind == JsonValueKind.String && JsonKinds.Text(100)(value, out var text) is null ? text : "";
        if (SignalKinds.Generic.Contains(kind))
            return null;
        kind = "";
        return $"Must be one of {string.Join(", ", SignalKinds.Generic)}.";
    }

    private static string? ObjectOrNull(JsonElement value, out bool read)
    {
        read = value.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        return read ? null : "Must be an object or null.";
    }

    private static string? MessageId(JsonFields data, string name) =>
        data.Take(name, JsonKinds.OrNull<string>(Loosely(LongestLine))).Value?.Trim('<', '>', ' ') is { Length: > 0 } id ? id : null;

    /// <summary>A text as people and programs write them: one that says nothing is none, and what cannot be shown is left out.</summary>
    private static JsonRead<string> Loosely(int longest) =>
        (JsonElement value, out string read) =>
        {
            read = "";
            if (value.ValueKind != JsonValueKind.String)
                return "Must be a text in quotes.";
            try
            {
                read = value.GetString()!;
            }
            catch (InvalidOperationException)
            {
                return "The text contains half of a character (a lone surrogate).";
            }
            if (read.Length > longest)
                return $"The text is longer than {longest} characters.";
            read = string.Concat(read.Where(c => c is '\n' or '\t' || !char.IsControl(c))).Trim();
            return null;
        };

    /// <summary>One address, or a list of them.</summary>
    private static string? Addresses(JsonElement value, out IReadOnlyList<string> read)
    {
        read = [];
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Array))
            return "Must be an address, or a list of them.";
        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        if (items.Count > MostAddresses)
            return $"At most {MostAddresses} at a time.";
        var addresses = new List<string>();
        foreach (var item in items)
        {
            if (Loosely(LongestLine)(item, out var address) is { } problem)
                return problem;
            if (address.Length > 0)
                addresses.Add(address.ToLowerInvariant());
        }
        read = addresses;
        return null;
    }
}
