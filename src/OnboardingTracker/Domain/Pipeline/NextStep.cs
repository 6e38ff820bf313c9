using OnboardingTracker.Domain.Accounts;
using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Domain.Pipeline;

/// <summary>One line for the person who works on an account: what to do next, and why.</summary>
/// <param name="Text">"Never contacted, renews in 6 days".</param>
public sealed record NextStep(string Text, NextStepUrgency Urgency = NextStepUrgency.Normal)
{
    /// <summary>In 2 without an answer for this long, in days: time to write again.</summary>
    private const int SilentDays = 7;

    /// <summary>The coming move to 5 is what matters from this many days before it.</summary>
    private const int SoonDays = 7;

    /// <summary>Null: nothing is to be done, the account is not in work.</summary>
    public static NextStep? Of(NextStepFacts account, RunContext context)
    {
        var renewsIn = account.NextRenewalOn?.DayNumber - context.Today.DayNumber;
        return account.Stage switch
        {
            null or StageCodes.OnboardedNoEngagement or StageCodes.OnboardedEngaged or StageCodes.SalesHandoff or StageCodes.Churned =>
                null,
            _ when !account.Owned => new($"No owner: assign someone{AndRenewal(renewsIn)}", Soon(renewsIn, context)),
            _ when account.WithSales => new("Sales is on it: hand off?", NextStepUrgency.Soon),
            _ when account.Plan == Plan.Annual => new("On an annual plan now: hand off?", NextStepUrgency.Soon),
            StageCodes.PaidCallPurchased => new("Paid call bought: hold it, then move on", NextStepUrgency.Soon),
            StageCodes.NewAccount => FirstOutreach(account, renewsIn, context),
            StageCodes.AwaitingFinalOutreach => FinalOutreach(account, renewsIn, context),
            _ => TowardsFinalOutreach(account, renewsIn, context),
        };
    }

    private static NextStep FirstOutreach(NextStepFacts account, int? renewsIn, RunContext context)
    {
        if (renewsIn < 0)
            return new($"Never contacted, renewal was {Ago(-renewsIn.Value)}", NextStepUrgency.Overdue);
        if (renewsIn <= context.Policy.NeverContactedDaysBefore)
            return new($"Never contacted, renews {In(renewsIn.Value)}", NextStepUrgency.Soon);
        var days = DaysInStage(account, context);
        return new(days > 0 ? $"Send the initial outreach, new for {Days(days)}" : "Send the initial outreach");
    }

    private static NextStep FinalOutreach(NextStepFacts account, int? renewsIn, RunContext context) =>
        renewsIn switch
        {
            null => new("Final outreach due, no renewal date", NextStepUrgency.Soon),
            < 0 => new($"Final outreach overdue by {Days(-renewsIn.Value)}", NextStepUrgency.Overdue),
            _ when renewsIn > context.Policy.FinalOutreachDaysBefore => new(
                $"Renews only {In(renewsIn.Value)}: keep it for another period?"
            ),
            <= 1 => new($"Final outreach due {In(renewsIn.Value)}", NextStepUrgency.Soon),
            < SoonDays => new($"Final outreach due {account.NextRenewalOn!.Value.DayOfWeek}", NextStepUrgency.Soon),
            _ => new($"Final outreach due {In(renewsIn.Value)}", NextStepUrgency.Soon),
        };

    private static NextStep TowardsFinalOutreach(NextStepFacts account, int? renewsIn, RunContext context)
    {
        if (renewsIn is null)
            return new("No renewal date: look it up");
        if (renewsIn < 0)
            return new($"Renewal was {Ago(-renewsIn.Value)}, no final outreach", NextStepUrgency.Overdue);
        var due = FinalOutreachDue.DayDue(account.NextRenewalOn!.Value, account.RenewalNumber, account.InitialOutreachAt, context);
        var dueIn = due?.DayNumber - context.Today.DayNumber;
        if (dueIn <= SoonDays && account.Held)
            return new($"{Work(account, context)}, kept out of 5");
        return dueIn switch
        {
            0 => new("Goes to 5 with the next run", NextStepUrgency.Soon),
            <= SoonDays => new($"Goes to 5 {In(dueIn.Value)}", NextStepUrgency.Soon),
            _ => new(Work(account, context)),
        };
    }

    /// <summary>What the stage itself asks for.</summary>
    private static string Work(NextStepFacts account, RunContext context)
    {
        var days = DaysInStage(account, context);
        return account.Stage switch
        {
            StageCodes.OnboardingInitiated when days >= SilentDays => $"No reply for {Days(days)}: write again",
            StageCodes.OnboardingInitiated => "Waiting for their reply",
            StageCodes.EngagedEmail => days == 0 ? "Replied today: offer a call" : $"Replied {Ago(days)}: offer a call",
            StageCodes.EngagedCallBooked => "Call booked: prepare it, then say it is done",
            StageCodes.IntroCallCompleted => $"Intro call {(days == 0 ? "today" : Ago(days))}: book the second",
            _ => "Second call done: final outreach comes next",
        };
    }

    private static NextStepUrgency Soon(int? renewsIn, RunContext context) =>
        renewsIn < 0 ? NextStepUrgency.Overdue
        : renewsIn <= context.Policy.FinalOutreachDaysBefore ? NextStepUrgency.Soon
        : NextStepUrgency.Normal;

    private static string AndRenewal(int? renewsIn) =>
        renewsIn switch
        {
            null => "",
            < 0 => $", renewal was {Ago(-renewsIn.Value)}",
            _ => $", renews {In(renewsIn.Value)}",
        };

    private static int DaysInStage(NextStepFacts account, RunContext context) =>
        account.StageEnteredAt is { } at ? Math.Max(0, context.Today.DayNumber - context.DayOf(at).DayNumber) : 0;

    private static string In(int days) =>
        days switch
        {
            0 => "today",
            1 => "tomorrow",
            _ => $"in {Days(days)}",
        };

    private static string Ago(int days) => days == 1 ? "yesterday" : $"{Days(days)} ago";

    private static string Days(int days) => days == 1 ? "1 day" : $"{days} days";
}

public enum NextStepUrgency
{
    Normal,

    /// <summary>Within days.</summary>
    Soon,

    /// <summary>Should have been done.</summary>
    Overdue,
}

/// <summary>What the next step depends on.</summary>
/// <param name="Held">A person keeps <c>final-outreach-due</c> away from it.</param>
public readonly record struct NextStepFacts(
    string? Stage,
    DateTimeOffset? StageEnteredAt,
    DateOnly? NextRenewalOn,
    int RenewalNumber,
    DateTimeOffset? InitialOutreachAt,
    Plan Plan,
    bool Owned,
    bool WithSales,
    bool Held
);
