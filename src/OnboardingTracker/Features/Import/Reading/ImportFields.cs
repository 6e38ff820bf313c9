namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The fields of a row, named as the columns are; as flags, the fields that a row gives.</summary>
[Flags]
public enum ImportFields
{
    None = 0,
    ExternalId = 1 << 0,
    Name = 1 << 1,
    Domain = 1 << 2,
    Plan = 1 << 3,
    Program = 1 << 4,
    ForecastAmount = 1 << 5,
    ForecastCurrency = 1 << 6,
    NextRenewalOn = 1 << 7,
    StripeCustomerId = 1 << 8,
    ContactEmail = 1 << 9,
    ContactName = 1 << 10,
    SalesOwner = 1 << 11,
    Owner = 1 << 12,
    Segments = 1 << 13,
    Stage = 1 << 14,
    StageEnteredOn = 1 << 15,
}
