using System.Text.Json;
using OnboardingTracker.Data.Accounts;
using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Platform.Api;
using KnownSegments = OnboardingTracker.Domain.Accounts.Segments;

namespace OnboardingTracker.Features.Api.Accounts;

/// <summary>The body of an upsert, read and checked; owner and segments still have to be looked up.</summary>
internal sealed record AccountPut(
    AccountUpdate Update,
    IReadOnlyList<ContactUpdate> Contacts,
    Optional<string?> Owner,
    Optional<IReadOnlyList<string>> Segments
)
{
    private const int MostContacts = 200;
    private const int MostSegments = 10;
    private const string StageIsMoved = "The stage is not a detail: move the account with POST /accounts/{externalId}/stage.";

    public static AccountPut Read(JsonFields body, string externalId, string teamCurrency)
    {
        var sentId = body.Take("externalId", JsonKinds.Text(DetailText.ExternalIdLength));
        if (sentId.IsGiven && sentId.Value != externalId)
            body.Wrong("externalId", "Must be the one in the address.");
        body.Refuse("stage", StageIsMoved);
        return new AccountPut(
            new AccountUpdate
            {
                Name = body.Take("name", JsonKinds.Text(DetailText.NameLength, breaksAllowed: true)),
                Domain = body.Take("domain", JsonKinds.OrNull(JsonKinds.Parsed<string>(DomainName.Normalise))),
                Plan = body.Take("plan", JsonKinds.Code<Plan>()),
                Program = body.Take("program", JsonKinds.OrNull(JsonKinds.Parsed<string>(ProgramText.Parse))),
                Forecast = body.Part("forecast", part => ReadForecast(part, teamCurrency)),
                NextRenewalOn = body.Take("nextRenewalOn", JsonKinds.OrNone<DateOnly>(JsonKinds.Day)),
                StripeCustomerId = body.Take("stripeCustomerId", JsonKinds.OrNull(JsonKinds.Text(DetailText.ForeignIdLength))),
                SalesOwner = body.Take("salesOwner", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise))),
            },
            ReadContacts(body),
            body.Take("owner", JsonKinds.OrNull(JsonKinds.Parsed<string>(EmailAddress.Normalise))),
            body.Take<IReadOnlyList<string>>("segments", ReadSegments)
        );
    }

    private static Money ReadForecast(JsonFields part, string teamCurrency)
    {
        var amount = part.Require<decimal>("amount", JsonKinds.Amount);
        var currency = part.Take("currency", JsonKinds.Parsed<string>(CurrencyCode.Normalise));
        return new Money(amount.Value, currency.IsGiven ? currency.Value : teamCurrency);
    }

    private static IReadOnlyList<ContactUpdate> ReadContacts(JsonFields body)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return body.Parts(
            "contacts",
            MostContacts,
            part =>
            {
                var email = part.Require("email", JsonKinds.Parsed<string>(EmailAddress.Normalise));
                var name = part.Take("name", JsonKinds.OrNull(JsonKinds.Text(DetailText.NameLength, breaksAllowed: true)));
                var role = part.Take("role", JsonKinds.OrNull(JsonKinds.Text(DetailText.ContactRoleLength)));
                if (email.IsGiven && !seen.Add(email.Value))
                    part.Wrong("email", "Is given twice.");
                return email.IsGiven ? new ContactUpdate(email.Value, name.Value, role.Value) : null;
            }
        );
    }

    private static string? ReadSegments(JsonElement value, out IReadOnlyList<string> segments)
    {
        segments = [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostSegments)
            return "Must be a list of the names of segments.";
        var text = JsonKinds.Text(DetailText.NameLength);
        var names = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (text(item, out var name) is not null || name is not (KnownSegments.OnboardingLead or KnownSegments.OnboardingEngaged))
                return $"Must hold the names of segments: {KnownSegments.OnboardingEngaged}, or {KnownSegments.OnboardingLead} where the account is a member.";
            names.Add(name);
        }
        segments = names;
        return null;
    }
}
