using OnboardingTracker.Domain.Playbooks;

namespace OnboardingTracker.Features.Playbooks;

/// <summary>What a playbook does to accounts, in the words of its pages.</summary>
public sealed record EffectWords
{
    /// <summary>Before "when all of this holds".</summary>
    public required string Rule { get; init; }

    public required string Working { get; init; }

    /// <summary>What was done to those that it got to before it failed.</summary>
    public required string Did { get; init; }

    /// <summary>Before "7 accounts".</summary>
    public required string Touched { get; init; }

    /// <inheritdoc cref="Touched"/>
    public required string WouldTouch { get; init; }

    /// <summary>"These are the accounts" …</summary>
    public required string Approved { get; init; }

    /// <summary>"Approve them, and it" … "exactly these".</summary>
    public required string Touches { get; init; }

    /// <summary>"Nothing has been" …</summary>
    public required string NothingHasBeen { get; init; }

    /// <summary>Of an account that was undone.</summary>
    public required string Undone { get; init; }

    /// <summary>"All of them are" …</summary>
    public required string Back { get; init; }

    public required string FoundNobodyDry { get; init; }

    public required string FoundNobody { get; init; }

    public required string TitleNobodyDry { get; init; }

    public required string TitleNobody { get; init; }

    /// <summary>What may be many at once, where it waits for its first run.</summary>
    public required string MayBeMany { get; init; }

    public static EffectWords Of(PlaybookEffect effect) =>
        effect switch
        {
            PlaybookEffect.RaisesAlerts => s_alerts,
            PlaybookEffect.SendsSurvey => s_survey,
            _ => s_moves,
        };

    private static readonly EffectWords s_moves = new()
    {
        Rule = "It moves an account",
        Working = "Moving accounts",
        Did = "moved",
        Touched = "Moved",
        WouldTouch = "Would move",
        Approved = "that it would move",
        Touches = "moves",
        NothingHasBeen = "moved",
        Undone = "moved, undone",
        Back = "back",
        FoundNobodyDry = "On no account do all conditions hold at this moment.",
        FoundNobody = "Every account was where it should be.",
        TitleNobodyDry = "It would move nobody now",
        TitleNobody = "It had nobody to move",
        MayBeMany = "It may move many accounts at once",
    };

    private static readonly EffectWords s_alerts = new()
    {
        Rule = "It raises an alert",
        Working = "Raising alerts",
        Did = "done",
        Touched = "Raised or changed",
        WouldTouch = "Would raise or change",
        Approved = "whose alerts it would raise or change",
        Touches = "touches",
        NothingHasBeen = "raised",
        Undone = "called off",
        Back = "called off",
        FoundNobodyDry = "Every alert is as it should be at this moment.",
        FoundNobody = "Every alert was as it should be.",
        TitleNobodyDry = "It would change no alert now",
        TitleNobody = "It had no alert to change",
        MayBeMany = "It may raise many alerts at once",
    };

    private static readonly EffectWords s_survey = new()
    {
        Rule = "It asks an account",
        Working = "Asking",
        Did = "asked",
        Touched = "Asked",
        WouldTouch = "Would ask",
        Approved = "that it would ask",
        Touches = "asks",
        NothingHasBeen = "sent",
        Undone = "called off",
        Back = "called off",
        FoundNobodyDry = "On no account do all conditions hold at this moment.",
        FoundNobody = "Every account that could be asked had been.",
        TitleNobodyDry = "It would ask nobody now",
        TitleNobody = "It had nobody to ask",
        MayBeMany = "It may send many mails at once",
    };
}
