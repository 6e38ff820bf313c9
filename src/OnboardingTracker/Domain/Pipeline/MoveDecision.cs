namespace OnboardingTracker.Domain.Pipeline;

/// <summary>The answer to "may this account go there?".</summary>
public abstract record MoveDecision
{
    private MoveDecision() { }

    public sealed record Allowed(StageMove Move) : MoveDecision;

    /// <summary>The account is in that stage already: nothing is to be done.</summary>
    public sealed record AlreadyThere : MoveDecision;

    /// <param name="Rule">One of <see cref="MoveRuleNames"/>.</param>
    /// <param name="Message">For the person who asked: what is wrong and what to do instead.</param>
    /// <param name="Evidence">The fact that the rule found, in words.</param>
    /// <param name="OfferedStage">The stage that the rule allows in its place.</param>
    public sealed record Refused(string Rule, string Message, string? Evidence = null, string? OfferedStage = null) : MoveDecision;
}

/// <summary>Names of the rules that refuse a move.</summary>
public static class MoveRuleNames
{
    public const string ReasonRequired = "reason-required";
    public const string ReasonTooLong = "reason-too-long";
    public const string EngagedIsNotNoEngagement = "engaged-is-not-6a";
    public const string UnengagedIsNotEngaged = "not-engaged-is-not-6b";
    public const string StageRetired = "stage-retired";
    public const string PlaybooksMoveForward = "playbooks-move-forward";
    public const string UndoLastOnly = "undo-last-move-only";
    public const string UndoneAlready = "undone-already";
    public const string NotAnEntry = "no-such-move";
}
