using System.Globalization;
using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Platform.Csv;

namespace OnboardingTracker.Features.Exports;

/// <summary>
/// The columns of an exported list: those of the import under their names and in their notation, then what is read only, with three for
/// each stage of the present passage.
/// </summary>
internal static class ExportColumns
{
    public static IReadOnlyList<CsvColumn<ExportedAccount>> Of(StageCatalogue stages, RunContext run) =>
        [
            new("externalId", a => a.ExternalId),
            new("name", a => a.Name),
            new("domain", a => a.Domain),
            new("plan", a => AccountDetails.Code(a.Plan)),
            new("program", a => a.Program),
            new("forecastAmount", a => a.ForecastAmount?.ToString("0.00##", CultureInfo.InvariantCulture)),
            new("forecastCurrency", a => a.ForecastCurrency),
            new("nextRenewalOn", a => Day(a.NextRenewalOn)),
            new("stripeCustomerId", a => a.StripeCustomerId),
            new("contactEmail", a => a.ContactEmail),
            new("contactName", a => a.ContactName),
            new("salesOwner", a => a.SalesOwner),
            new("owner", a => a.Owner),
            new("segments", SegmentsOf),
            new("stage", a => a.Stage),
            new("stageEnteredOn", a => a.StageEnteredAt is { } at ? Day(run.DayOf(at)) : null),
            new("stageName", a => stages.Find(a.Stage)?.Name),
            new("stageEnteredAt", a => Time(a.StageEnteredAt)),
            new("passage", a => a.Passage == 0 ? null : a.Passage.ToString(CultureInfo.InvariantCulture)),
            new("passageBeganAt", a => Time(a.Times?.BeganAt)),
            new("engaged", a => a.EngagedAt is null ? "no" : "yes"),
            new("engagedAt", a => Time(a.EngagedAt)),
            new("paymentRisk", a => AccountDetails.Code(a.PaymentRisk)),
            new("paymentRiskNote", a => a.PaymentRiskNote),
            new("churnedOn", a => Day(a.ChurnedOn)),
            new("createdAt", a => Time(a.CreatedAt)),
            .. stages.InOrder.SelectMany(stage => OfStage(stage.Code)),
        ];

    private static IEnumerable<CsvColumn<ExportedAccount>> OfStage(string code) =>
        [
            new($"stage {code} firstEnteredAt", a => Time(a.Times?.Find(code)?.FirstEnteredAt)),
            new($"stage {code} lastEnteredAt", a => Time(a.Times?.Find(code)?.LastEnteredAt)),
            new($"stage {code} days", a => a.Times?.Find(code)?.TimeSpent.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)),
        ];

    private static string SegmentsOf(ExportedAccount account) =>
        (account.IsLead, account.InLegacySegment) switch
        {
            (true, true) => $"{Segments.OnboardingLead};{Segments.OnboardingEngaged}",
            (true, false) => Segments.OnboardingLead,
            (false, true) => Segments.OnboardingEngaged,
            _ => "",
        };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
