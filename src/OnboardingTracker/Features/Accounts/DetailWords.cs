using OnboardingTracker.Data;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Details;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts;

/// <summary>Writes a detail's value, as history keeps it, in the reader's words and format.</summary>
public sealed class DetailWords(ReaderFormat format, ActorNames names, DateOnly today)
{
    public const string None = "none";

    public string Of(string detail, string? text) =>
        string.IsNullOrEmpty(text)
            ? None
            : detail switch
            {
                DetailNames.Plan when PlanText.Parse(text, out _) is { } plan => Words.Of(plan),
                DetailNames.Program => Words.OfProgram(text),
                DetailNames.Forecast
                    when text.Split(' ') is [var amount, var currency] && AmountText.TryParse(amount, out var number, out _) =>
                    format.Money(number, currency),
                DetailNames.NextRenewalOn when DayText.TryParse(text, out var day, out _) => format.Day(day, today),
                DetailNames.Owner => names.OfMember(text),
                DetailNames.PaymentRisk when Enum.TryParse<PaymentRisk>(text, ignoreCase: true, out var risk) => Words.Of(risk),
                _ => text,
            };

    /// <summary>Where a value came from: the person, or the source and who sent it.</summary>
    public string Origin(string source, Domain.Actor actor) =>
        source switch
        {
            DetailSources.Person => names[actor],
            DetailSources.Import => $"import by {names[actor]}",
            DetailSources.Api or DetailSources.Rule => names[actor],
            _ => $"{source}, {names[actor]}",
        };
}
