namespace OnboardingTracker.Domain.Playbooks;

/// <summary>The exact names of the playbooks. Source: pipeline.md, "The playbooks".</summary>
public static class PlaybookNames
{
    public const string NewLead = "new-lead";
    public const string FinalOutreachDue = "final-outreach-due";
}
