using OnboardingTracker.Domain.Tasks;

namespace OnboardingTracker.Features.Api.Tasks;

/// <summary>Something that a person must do on an account.</summary>
/// <param name="Account">The account's externalId.</param>
/// <param name="Kind">followUp, failedPayment, largeInvoice, neverContacted, bounce, question, refund or handOff.</param>
/// <param name="Assignee">Who is to do it, by e-mail; null: nobody yet.</param>
/// <param name="StandsInFor">Whose it is and who is away, by e-mail: the assignee has it until they are back.</param>
/// <param name="DueOn">The team's day; null: whenever.</param>
/// <param name="State">open, snoozed, done or canceled.</param>
/// <param name="SnoozedUntil">The team's day on which it wakes.</param>
/// <param name="CreatedBy">user:…, api:… or playbook:….</param>
/// <param name="ClosedAt">When it was done or called off.</param>
/// <param name="ClosedBecause">Why it closed by itself, or was called off with others.</param>
/// <param name="Figures">Of an alert: what it stands on.</param>
/// <param name="Version">Changes with every write; sent back with a change, it is refused (409) where somebody was first.</param>
public sealed record TaskAnswer(
    long Id,
    string Account,
    string Title,
    string Kind,
    string? Assignee,
    string? StandsInFor,
    DateOnly? DueOn,
    TaskState State,
    DateOnly? SnoozedUntil,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ClosedAt,
    string? ClosedBecause,
    AlertFigures? Figures,
    long Version
)
{
    internal static TaskAnswer Of(AccountTask task, string account, string? assignee, string? standsInFor) =>
        new(
            task.Id,
            account,
            task.Title,
            task.Kind,
            assignee,
            standsInFor,
            task.DueOn,
            task.State,
            task.SnoozedUntil,
            task.CreatedBy.ToString(),
            task.CreatedAt,
            task.ClosedAt,
            task.ClosedBecause,
            task.Figures,
            task.RowVersion
        );
}

/// <summary>What <c>POST /accounts/{externalId}/tasks</c> takes.</summary>
public sealed record NewTaskBody
{
    public required string Title { get; init; }

    public DateOnly? DueOn { get; init; }

    /// <summary>The e-mail of an active member; null or left out: nobody yet.</summary>
    public string? Assignee { get; init; }

    /// <summary>followUp where it is left out.</summary>
    public string Kind { get; init; } = TaskKinds.FollowUp;
}

/// <summary>What <c>PATCH /tasks/{id}</c> takes; only the fields sent are changed.</summary>
public sealed record TaskBody
{
    public string Title { get; init; } = "";

    public DateOnly? DueOn { get; init; }

    public string? Assignee { get; init; }

    public TaskState State { get; init; }

    /// <summary>The team's day on which it wakes; sent alone, it puts the task to sleep, and null wakes it.</summary>
    public DateOnly? SnoozedUntil { get; init; }

    /// <summary>The version that the change is based on.</summary>
    public long Version { get; init; }
}
