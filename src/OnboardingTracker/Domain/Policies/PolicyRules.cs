namespace OnboardingTracker.Domain.Policies;

/// <summary>What a policy may say. A bad value is refused by name before anything is stored.</summary>
public static class PolicyRules
{
    /// <summary>Each bad value: the policy's name for it, and what it must be. Empty: the policy is fine.</summary>
    public static IReadOnlyList<PolicyError> Check(Policy policy)
    {
        var errors = new List<PolicyError>();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(policy.TimeZone, out _))
            errors.Add(new(nameof(Policy.TimeZone), $"'{policy.TimeZone}' is not a time zone; write one such as Europe/Berlin."));
        if (!IsCurrency(policy.TeamCurrency))
            errors.Add(new(nameof(Policy.TeamCurrency), "Three capital letters, such as USD."));
        foreach (var (currency, rate) in policy.CurrencyRates)
        {
            if (!IsCurrency(currency) || rate is <= 0 or > 1_000_000)
                errors.Add(new(nameof(Policy.CurrencyRates), $"'{currency}': three capital letters and a rate above 0."));
            else if (currency == policy.TeamCurrency)
                errors.Add(new(nameof(Policy.CurrencyRates), $"{currency} is the team's own currency and needs no rate."));
        }
        Amount(nameof(Policy.LeadForecastAbove), policy.LeadForecastAbove);
        Amount(nameof(Policy.LargeInvoiceFrom), policy.LargeInvoiceFrom);
        Between(nameof(Policy.LargeInvoiceTimesLast), policy.LargeInvoiceTimesLast, 1, 1000);
        Between(nameof(Policy.SmallestSyncShare), policy.SmallestSyncShare, 0, 1);
        Between(nameof(Policy.RetentionGoal), policy.RetentionGoal, 0, 1);
        Between(nameof(Policy.RiskWeightNotAssessed), policy.RiskWeightNotAssessed, 0, 1);
        Between(nameof(Policy.RiskWeightLikelyToPay), policy.RiskWeightLikelyToPay, 0, 1);
        Between(nameof(Policy.RiskWeightAtRisk), policy.RiskWeightAtRisk, 0, 1);
        Between(nameof(Policy.RiskWeightUnlikelyToPay), policy.RiskWeightUnlikelyToPay, 0, 1);
        Between(nameof(Policy.ConfirmNewLeadsAbove), policy.ConfirmNewLeadsAbove, 0, 1_000_000);
        Between(nameof(Policy.FinalOutreachDaysBefore), policy.FinalOutreachDaysBefore, 0, 60);
        Between(nameof(Policy.FinalOutreachAtRenewal), policy.FinalOutreachAtRenewal, 1, 24);
        Between(nameof(Policy.FinalOutreachDaysAfterOutreach), policy.FinalOutreachDaysAfterOutreach, 0, 60);
        Between(nameof(Policy.NeverContactedDaysBefore), policy.NeverContactedDaysBefore, 0, 60);
        Between(nameof(Policy.SignalsBeforeEntryHours), policy.SignalsBeforeEntryHours, 0, 720);
        Between(nameof(Policy.CallAssumedHeldAfterHours), policy.CallAssumedHeldAfterHours, 0, 168);
        Between(nameof(Policy.LateEngagementDays), policy.LateEngagementDays, 0, 365);
        Between(nameof(Policy.ChurnTakenBackDays), policy.ChurnTakenBackDays, 0, 90);
        Between(nameof(Policy.LargeInvoiceDueDaysBefore), policy.LargeInvoiceDueDaysBefore, 0, 60);
        Between(nameof(Policy.SurveyDelayDays), policy.SurveyDelayDays, 0, 90);
        Between(nameof(Policy.PassageWeeks), policy.PassageWeeks, 1, 104);
        Between(nameof(Policy.RawPayloadDays), policy.RawPayloadDays, 1, 3650);
        Between(nameof(Policy.MailHistoryDays), policy.MailHistoryDays, 0, 3650);
        Names(nameof(Policy.CallEventTypes), policy.CallEventTypes);
        Names(nameof(Policy.ConsultationSkus), policy.ConsultationSkus);
        if (policy.ConsultationSkus.Count == 0)
            errors.Add(new(nameof(Policy.ConsultationSkus), "At least one SKU or product id."));
        return errors;

        void Between(string field, decimal value, decimal least, decimal most)
        {
            if (value < least || value > most)
                errors.Add(new(field, FormattableString.Invariant($"A number from {least:0.##} to {most:0.##}.")));
        }

        void Amount(string field, decimal value) => Between(field, value, 0, 1_000_000_000);

        void Names(string field, IReadOnlyList<string> values)
        {
            if (values.Count > 100 || values.Any(value => string.IsNullOrWhiteSpace(value) || value.Length > 200))
                errors.Add(new(field, "At most 100 entries of 1 to 200 characters."));
        }
    }

    private static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}

/// <param name="Field">The policy's property name.</param>
/// <param name="Message">What it must be.</param>
public sealed record PolicyError(string Field, string Message);
