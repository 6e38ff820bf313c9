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

    /// <summary>The drawing beside <see cref="OfKind"/>.</summary>
    public static string IconOf(string kind) =>
        kind switch
        {
            TaskKinds.FailedPayment => "alert",
            TaskKinds.LargeInvoice => "money",
            TaskKinds.NeverContacted => "mail",
            TaskKinds.Bounce => "no",
            TaskKinds.Question => "question",
            TaskKinds.Refund => "undo",
            TaskKinds.HandOff => "move",
            _ => "task",
        };

    /// <summary>The figures of an alert in one line, from what it stands on: "INV-12 $120.00, 2 attempts, next 3 Mar"; null: it has none.</summary>
    public static string? Line(AccountTask task, ReaderFormat format, DateOnly today)
    {
        if (task.Figures is not { } figures)
            return null;
        var amount = figures is { Amount: { } value, Currency: { } currency } ? format.Money(value, currency) : null;
        var paid = figures is { LastPaid: { } last, LastPaidCurrency: { } paidIn } ? $"last paid {format.Money(last, paidIn)}" : null;
        string?[] parts = task.Kind switch
        {
            TaskKinds.FailedPayment =>
            [
                string.Join(' ', new[] { figures.Number ?? figures.Invoice, amount }.OfType<string>()),
                Words.Count(figures.Attempts ?? 1, "attempt"),
                figures.NextAttemptAt is { } next
                    ? $"next {format.Day(DateOnly.FromDateTime(next.UtcDateTime), today)}"
                    : "no further one planned",
            ],
            TaskKinds.LargeInvoice => [amount is null ? null : $"forecast {amount}", paid ?? "none paid yet"],
            _ => [figures.RenewalOn is { } day ? $"renews {format.Day(day, today)}" : null],
        };
        return string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } line ? line : null;
    }

    public static string Of(TaskGroup group) =>
        group switch
        {
            TaskGroup.ThisWeek => "This week",
            TaskGroup.NoDay => "No day",
            _ => group.ToString(),
        };

    public static string Of(TaskState state) =>
        state switch
        {
            TaskState.Canceled => "Called off",
            _ => state.ToString(),
        };
}
