using OnboardingTracker.Domain.Pipeline;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Domain.Signals;

/// <summary>The tasks that the signals of a passage call for: what a person must follow up, or alone can tell.</summary>
internal static class StoryTasks
{
    public static IReadOnlyList<StoryTask> Read(StoryFacts facts, IReadOnlyList<StoryEvent> events, IReadOnlyList<Call> calls)
    {
        if (facts.State.Stage is null)
            return [];
        var from = StoryEvents.PassageFrom(facts);
        var tasks = new List<StoryTask>();
        foreach (var call in calls.Where(call => call.WithdrawnAt >= from))
        {
            if (call.State == CallState.Canceled)
                Add(
                    TaskKinds.FollowUp,
                    $"call canceled {call.Id}",
                    $"The call {When(call)} was cancelled: offer another time",
                    PlaybookNames.CallCanceled,
                    call.Last
                );
            else if (call.State == CallState.NoShow)
                Add(
                    TaskKinds.FollowUp,
                    $"no show {call.Id}",
                    $"Nobody came to the call {When(call)}: follow up",
                    PlaybookNames.CallNoShow,
                    call.Last
                );
        }
        foreach (var signal in facts.Signals.Where(signal => signal.OccurredAt >= from))
        {
            if (signal is { Kind: SignalKinds.ConsultationRefunded, Fact.Purchase: { } refund } && IsRefundedWhole(refund, facts.Signals))
                Add(
                    TaskKinds.Refund,
                    $"refund {refund.Order}",
                    $"The consultation of order {refund.Number ?? refund.Order} was refunded: is the call still to be held?",
                    PlaybookNames.PaidCallPurchased,
                    signal
                );
            else if (IsDoubtfulReply(signal))
                Add(
                    TaskKinds.Question,
                    $"reply {signal.Fact.Mail!.MessageId ?? $"{signal.SignalId}"}",
                    $"Is the mail from {signal.Fact.Mail!.From} a reply? Nothing but its address says who wrote it",
                    PlaybookNames.CustomerReplied,
                    signal
                );
        }
        foreach (var sent in DoubtfulOutreach(facts))
            Add(
                TaskKinds.Question,
                $"final outreach {sent.Fact.Mail!.MessageId ?? $"{sent.SignalId}"}",
                $"Was the mail \"{sent.Fact.Mail!.Subject}\" the final outreach?",
                PlaybookNames.FinalOutreachSent,
                sent
            );
        return [.. tasks.Where(task => !facts.Blocked.Contains(task.Playbook))];

        void Add(string kind, string occasion, string title, string playbook, ReceivedSignal signal)
        {
            if (tasks.TrueForAll(task => task.Occasion != occasion))
                tasks.Add(new(kind, Cut(occasion, 300), Cut(title, AccountTask.LongestTitle), playbook, signal));
        }

        string When(Call call) => call.StartsAt is { } at ? $"on {SignalStory.Day(facts, at)}" : "that was booked";
    }

    /// <summary>
    /// Nothing of what was bought is left to be held: as many consultations went back as were bought, by one refund or several, or all
    /// of the money. Where the order is not known, the refund's own word counts.
    /// </summary>
    private static bool IsRefundedWhole(PurchaseFact refund, IReadOnlyList<ReceivedSignal> signals)
    {
        var ofOrder = signals.Where(signal => signal.Fact.Purchase?.Order == refund.Order && signal.IsEngagement != false).ToList();
        var refunds = ofOrder
            .Where(signal => signal.Kind == SignalKinds.ConsultationRefunded)
            .Select(signal => signal.Fact.Purchase!)
            .ToList();
        if (
            ofOrder.Find(signal => signal.Kind == SignalKinds.ConsultationPurchased)?.Fact.Purchase is not { Quantity: { } bought } purchase
        )
            return refund.Full;
        return refunds.Sum(part => part.Quantity ?? 0) >= bought
            || (
                purchase.Amount is > 0
                && refunds.Where(part => part.Currency == purchase.Currency).Sum(part => part.Amount ?? 0) >= purchase.Amount
            );
    }

    /// <summary>A person wrote, and only the address says that it was a contact.</summary>
    private static bool IsDoubtfulReply(ReceivedSignal signal) =>
        signal
            is {
                Kind: SignalKinds.EmailReceived,
                IsEngagement: null,
                Fact.Mail: { Genuine: true, History: false, Proof: SenderProof.None }
            };

    /// <summary>Mail of ours after the entry into 5 that may have been the final outreach, while the account is still there.</summary>
    private static IEnumerable<ReceivedSignal> DoubtfulOutreach(StoryFacts facts) =>
        facts.State is not { Stage: StageCodes.AwaitingFinalOutreach, StageEnteredAt: { } enteredAt }
            ? []
            : facts.Signals.Where(signal =>
                signal is { Kind: SignalKinds.EmailSent, IsEngagement: null, Fact.Mail.History: false }
                && signal.OccurredAt >= enteredAt
                && !StoryEvents.IsFinalOutreach(signal)
            );

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
