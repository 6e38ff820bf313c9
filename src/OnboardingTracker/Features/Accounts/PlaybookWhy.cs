using System.Globalization;
using OnboardingTracker.Domain.Playbooks;
using OnboardingTracker.Features.Shared;

namespace OnboardingTracker.Features.Accounts;

public enum WhyTone
{
    /// <summary>It moves at the next run.</summary>
    Due,

    /// <summary>It moves on a day that is known.</summary>
    Later,

    /// <summary>A person's decision, or the switch, keeps it where it is.</summary>
    KeptAway,

    /// <summary>It does not move by itself.</summary>
    Never,
}

/// <summary>Why one playbook has or has not moved one account: the same definition that the run uses, evaluated on this account.</summary>
/// <param name="MovesTo">The stage that it would move this account to.</param>
/// <param name="FirstDay">The first day on which every condition holds if nothing but the calendar changes.</param>
public sealed record PlaybookWhy(
    Playbook Playbook,
    IReadOnlyList<ConditionResult> Conditions,
    bool Enabled,
    Hold? Hold,
    DateOnly? FirstDay,
    string? MovesTo,
    DateOnly Today
)
{
    /// <param name="subject">With its bills and its alerts.</param>
    public static PlaybookWhy Of(Playbook playbook, PlaybookSubject subject, AccountView view)
    {
        return new PlaybookWhy(
            playbook,
            playbook.ExplainAll(subject, view.Context),
            !view.SwitchedOff.Contains(playbook.Name),
            view.HoldsInForce.FirstOrDefault(hold => hold.Playbook == playbook.Name),
            playbook.FirstDayDue(subject, view.Context),
            playbook.TargetOf(subject),
            view.Today
        );
    }

    public bool AllHold => Conditions.All(condition => condition.Holds);

    public WhyTone Tone =>
        FirstDay is null ? WhyTone.Never
        : Hold is not null || !Enabled ? WhyTone.KeptAway
        : AllHold ? WhyTone.Due
        : WhyTone.Later;

    /// <summary>It starts from the stage that the account is in, or has something to do with it.</summary>
    public bool IsNear => Tone is not WhyTone.Never || Hold is not null || Conditions[0].Holds;

    /// <summary>Nothing keeps it back but that nobody has said anything yet: an ordinary day.</summary>
    public bool WaitsForSignal => IsNear && Playbook.BySignals && Tone is WhyTone.Never && Hold is null && Enabled;

    /// <summary>One line: does it move, and when.</summary>
    public string Verdict(ReaderFormat format)
    {
        if (FirstDay is not { } day)
            return "Not by itself: "
                + string.Join("; ", Conditions.Where(condition => !condition.Holds).Select(condition => condition.Value).Distinct());
        var when = AllHold ? "now" : $"on {format.Day(day, Today)}, {InDays(day.DayNumber - Today.DayNumber)}";
        if (Playbook.Effect is PlaybookEffect.RaisesAlerts)
            return AlertVerdict(when);
        if (Playbook.Effect is PlaybookEffect.SendsSurvey)
            return Hold is not null ? $"Would ask {when}, but a person holds it"
                : !Enabled ? $"Would ask {when}, but the playbook is off"
                : AllHold ? "Asks at the next run"
                : $"Asks {when}";
        if (Hold is not null)
            return AllHold ? "Would move now, but a person holds it" : $"Would be due {when}, but a person holds it";
        if (!Enabled)
            return AllHold ? "Would move now, but the playbook is off" : $"Would be due {when}, but the playbook is off";
        return AllHold ? $"Due now: moves to {MovesTo} at the next run" : $"Due {when}";
    }

    private string AlertVerdict(string when) =>
        Conditions[^1] is { Holds: false } standing && standing.Value != "none"
            ? char.ToUpperInvariant(standing.Value[0]) + standing.Value[1..]
        : Hold is not null ? $"Would raise an alert {when}, but a person holds it"
        : !Enabled ? $"Would raise an alert {when}, but the playbook is off"
        : AllHold ? "Raises an alert at the next run"
        : $"Raises an alert {when}";

    private static string InDays(int days) => days == 1 ? "tomorrow" : string.Create(CultureInfo.InvariantCulture, $"in {days} days");
}
