using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Features.Shared;

/// <summary>How pages write tasks.</summary>
public static class TaskWords
{
    /// <summary>"Follow-up": what a task is about, one of <see cref="TaskKinds"/>.</summary>
    public static string OfKind(string kind) =>
        kind switch
        {
            TaskKinds.FollowUp => "Follow-up",
            TaskKinds.FailedPayment => "Failed payment",
            TaskKinds.LargeInvoice => "Large invoice",
            TaskKinds.NeverContacted => "Never contacted",
            TaskKinds.Bounce => "Address fails",
            TaskKinds.Question => "Question",
            TaskKinds.Refund => "Refund",
            TaskKinds.HandOff => "Hand off?",
            _ => kind,
        };

    public static string Of(TaskState state) =>
        state switch
        {
            TaskState.Canceled => "Called off",
            _ => state.ToString(),
        };
}
