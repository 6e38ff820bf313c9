namespace OnboardingTracker.Domain.Playbooks;

/// <summary>The exact names of the playbooks. Source: pipeline.md, "The playbooks".</summary>
public static class PlaybookNames
{
    public const string NewLead = "new-lead";
    public const string InitialOutreach = "initial-outreach";
    public const string CustomerReplied = "customer-replied";
    public const string CallBooked = "call-booked";
    public const string CallCanceled = "call-canceled";
    public const string CallNoShow = "call-no-show";
    public const string CallCompleted = "call-completed";
    public const string FinalOutreachDue = "final-outreach-due";
    public const string FinalOutreachSent = "final-outreach-sent";
    public const string LateEngagement = "late-engagement";
    public const string PaidCallPurchased = "paid-call-purchased";
    public const string Churned = "churned";
    public const string FailedPayment = "failed-payment";
    public const string LargeInvoice = "large-invoice";
    public const string NeverContacted = "never-contacted";
    public const string SatisfactionSurvey = "satisfaction-survey";

    /// <summary>Those whose occasion is a renewal: a hold on them lapses with it.</summary>
    public static IReadOnlyList<string> ByRenewal { get; } = [FinalOutreachDue, LargeInvoice, NeverContacted];

    /// <summary>Those that move an account by its signals, through the story of its passage.</summary>
    public static IReadOnlyList<string> BySignals { get; } =
    [
        InitialOutreach,
        CustomerReplied,
        CallBooked,
        CallCanceled,
        CallNoShow,
        CallCompleted,
        FinalOutreachSent,
        LateEngagement,
        PaidCallPurchased,
        Churned,
    ];
}
