using OnboardingTracker.Domain;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Domain.Team;

namespace OnboardingTracker.Features.Accounts.Editing;

/// <summary>The details that people edit, and how what they typed is read: by the same checks as an import's.</summary>
public static class EditableDetail
{
    public static IReadOnlyList<string> All { get; } =
    [
        DetailNames.Name,
        DetailNames.Domain,
        DetailNames.Owner,
        DetailNames.Plan,
        DetailNames.Program,
        DetailNames.Forecast,
        DetailNames.NextRenewalOn,
        DetailNames.SalesOwner,
        DetailNames.StripeCustomerId,
        DetailNames.Segments,
    ];

    /// <param name="owners">Who can own an account, by e-mail address.</param>
    /// <param name="teamCurrency">What an amount without a currency is in.</param>
    public static ReadDetail Read(string detail, TypedDetail typed, IReadOnlyDictionary<string, Member> owners, string teamCurrency)
    {
        var text = typed.Value?.Trim();
        if (string.IsNullOrEmpty(text))
            return None(detail);
        return detail switch
        {
            DetailNames.Name => Line(text, DetailText.NameLength, name => new() { Name = name }),
            DetailNames.Domain => Of(DomainName.Normalise(text, out var reason), reason, domain => new() { Domain = domain }),
            DetailNames.Owner => owners.TryGetValue(text, out var owner)
                ? Accepted(new() { OwnerId = owner.Id })
                : Refused("This person cannot own accounts: choose somebody of the team who is active."),
            DetailNames.Plan => PlanText.Parse(text, out var reason) is { } plan ? Accepted(new() { Plan = plan }) : Refused(reason),
            DetailNames.Program => Of(ProgramText.Parse(text, out var reason), reason, program => new() { Program = program }),
            DetailNames.Forecast => Forecast(text, typed.Currency, teamCurrency),
            DetailNames.NextRenewalOn => DayText.TryParse(text, out var day, out var reason)
                ? Accepted(new() { NextRenewalOn = day })
                : Refused(reason),
            DetailNames.SalesOwner => Of(EmailAddress.Normalise(text, out var reason), reason, address => new() { SalesOwner = address }),
            DetailNames.StripeCustomerId => Line(text, DetailText.ForeignIdLength, id => new() { StripeCustomerId = id }),
            DetailNames.Segments => text == Segments.OnboardingEngaged
                ? Accepted(new() { LegacySegment = true })
                : Refused("Only the legacy segment is set by hand."),
            _ => throw NoSuch(detail),
        };
    }

    private static ReadDetail None(string detail) =>
        detail switch
        {
            DetailNames.Name => Refused("An account needs a name."),
            DetailNames.Plan => Refused("An account needs a plan."),
            DetailNames.Domain => Accepted(new() { Domain = null }),
            DetailNames.Owner => Accepted(new() { OwnerId = null }),
            DetailNames.Program => Accepted(new() { Program = null }),
            DetailNames.Forecast => Accepted(new() { Forecast = (Money?)null }),
            DetailNames.NextRenewalOn => Accepted(new() { NextRenewalOn = (DateOnly?)null }),
            DetailNames.SalesOwner => Accepted(new() { SalesOwner = null }),
            DetailNames.StripeCustomerId => Accepted(new() { StripeCustomerId = null }),
            DetailNames.Segments => Accepted(new() { LegacySegment = false }),
            _ => throw NoSuch(detail),
        };

    private static ReadDetail Forecast(string amount, string? currency, string teamCurrency)
    {
        if (!AmountText.TryParse(amount, out var number, out var reason))
            return Refused(reason);
        var code = CurrencyCode.Normalise(string.IsNullOrWhiteSpace(currency) ? teamCurrency : currency.Trim(), out reason);
        return code is null ? Refused(reason) with { ErrorIsOfCurrency = true } : Accepted(new() { Forecast = new Money(number, code) });
    }

    private static ReadDetail Line(string text, int longest, Func<string, AccountUpdate> update) =>
        DetailText.Problem(text, longest) is { } problem ? Refused($"The text {problem}") : Accepted(update(text));

    private static ReadDetail Of(string? value, string? reason, Func<string, AccountUpdate> update) =>
        value is null ? Refused(reason) : Accepted(update(value));

    private static ReadDetail Accepted(AccountUpdate update) => new(update, null);

    /// <summary>The reasons of the domain are written to follow a row's number: here they stand alone, as a sentence.</summary>
    private static ReadDetail Refused(string? reason) =>
        new(null, $"{char.ToUpperInvariant(reason![0])}{reason[1..]}{(reason.EndsWith('.') ? "" : ".")}");

    private static ArgumentOutOfRangeException NoSuch(string detail) => new(nameof(detail), detail, "No such detail.");
}
