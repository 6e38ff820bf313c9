namespace OnboardingTracker.Domain.Playbooks;

/// <summary>All playbooks that the product has. A new one is a file beside these, a line here and a test.</summary>
public static class PlaybookBook
{
    public static IReadOnlyList<Playbook> All { get; } =
    [
        NewLead.Playbook,
        .. SignalPlaybooks.All,
        FinalOutreachDue.Playbook,
        FailedPayment.Playbook,
        LargeInvoice.Playbook,
        NeverContacted.Playbook,
        SatisfactionSurvey.Playbook,
    ];

    public static Playbook? Find(string name) => All.FirstOrDefault(playbook => playbook.Name == name);
}
