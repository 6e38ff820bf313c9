namespace OnboardingTracker.Domain.Pipeline;

/// <summary>The codes of the twelve shipped stages, as the API and the exports use them. Source: handbook, "Stages".</summary>
public static class StageCodes
{
    public const string NewAccount = "1";
    public const string OnboardingInitiated = "2";
    public const string EngagedEmail = "3a";
    public const string EngagedCallBooked = "3b";
    public const string IntroCallCompleted = "4a";
    public const string SecondCallCompleted = "4b";
    public const string AwaitingFinalOutreach = "5";
    public const string OnboardedNoEngagement = "6a";
    public const string OnboardedEngaged = "6b";
    public const string SalesHandoff = "6c";
    public const string Churned = "6d";
    public const string PaidCallPurchased = "7";
}
