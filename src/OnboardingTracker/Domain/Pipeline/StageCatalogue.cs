namespace OnboardingTracker.Domain.Pipeline;

/// <summary>All stages, in order. Read once per request or run and passed to the rules.</summary>
public sealed class StageCatalogue
{
    private readonly Dictionary<string, Stage> _byCode;

    public StageCatalogue(IEnumerable<Stage> stages)
    {
        InOrder = [.. stages.OrderBy(stage => stage.Position)];
        _byCode = InOrder.ToDictionary(stage => stage.Code, StringComparer.Ordinal);
    }

    /// <summary>The twelve stages as shipped. Source: handbook, "Stages".</summary>
    public static IReadOnlyList<Stage> Shipped { get; } =
    [
        Ship(StageCodes.NewAccount, "New Account", StageKind.Active, 1, 1),
        Ship(StageCodes.OnboardingInitiated, "Onboarding Initiated", StageKind.Active, 2, 2),
        Ship(StageCodes.EngagedEmail, "Engaged — Email", StageKind.Active, 3, 3),
        Ship(StageCodes.EngagedCallBooked, "Engaged — Call Booked", StageKind.Active, 4, 4),
        Ship(StageCodes.IntroCallCompleted, "Intro Call Completed", StageKind.Active, 5, 5),
        Ship(StageCodes.SecondCallCompleted, "Second Call Completed", StageKind.Active, 6, 6),
        Ship(StageCodes.AwaitingFinalOutreach, "Awaiting Final Outreach", StageKind.Active, 7, 7),
        Ship(StageCodes.OnboardedNoEngagement, "Onboarded — No Engagement", StageKind.Outcome, 8, 8),
        Ship(StageCodes.OnboardedEngaged, "Onboarded — Engaged", StageKind.Outcome, 9, 8),
        Ship(StageCodes.SalesHandoff, "Sales Handoff", StageKind.Outcome, 10, 8),
        Ship(StageCodes.Churned, "Churned", StageKind.Outcome, 11, 8),
        Ship(StageCodes.PaidCallPurchased, "Paid call purchased", StageKind.OutsideTheFlow, 12, null),
    ];

    public IReadOnlyList<Stage> InOrder { get; }

    public Stage? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    /// <exception cref="KeyNotFoundException">No stage has this code.</exception>
    public Stage this[string code] => _byCode[code];

    /// <summary>"2 Onboarding Initiated"; the code alone where the stage is unknown.</summary>
    public string Label(string? code) => code is null ? "not in the pipeline" : $"{code} {Find(code)?.Name}".TrimEnd();

    /// <summary>Whether somebody has work with an account in this stage: stages 1 to 5 and 7.</summary>
    public bool IsInWork(string? code) => Find(code) is { Kind: not StageKind.Outcome };

    public bool IsOutcome(string? code) => Find(code) is { Kind: StageKind.Outcome };

    /// <summary>Whether a move goes to an earlier place in the linear flow. Moves from or to 7, and between outcomes, do not.</summary>
    public bool IsBack(string? from, string to) => Find(from)?.Rank is { } fromRank && Find(to)?.Rank is { } toRank && toRank < fromRank;

    /// <summary>Whether a move goes to a later place in the linear flow, the entry into the pipeline included.</summary>
    public bool IsForward(string? from, string to) =>
        from is null || (Find(from)?.Rank is { } fromRank && Find(to)?.Rank is { } toRank && toRank > fromRank);

    private static Stage Ship(string code, string name, StageKind kind, int position, int? rank) =>
        new()
        {
            Code = code,
            Name = name,
            Kind = kind,
            Position = position,
            Rank = rank,
        };
}
