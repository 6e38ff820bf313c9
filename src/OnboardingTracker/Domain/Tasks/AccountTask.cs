namespace OnboardingTracker.Domain.Tasks;

/// <summary>Something that a person must do on an account. An alert is one of the kinds named in <see cref="TaskKinds.Alerts"/>.</summary>
public sealed class AccountTask
{
    /// <summary>The longest title, in characters.</summary>
    public const int LongestTitle = 300;

    public long Id { get; init; }

    public long AccountId { get; init; }

    public required string Title { get; set; }

    /// <summary>One of <see cref="TaskKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The member who is to do it; null: nobody yet.</summary>
    public int? AssigneeId { get; set; }

    /// <summary>Whose it is and who is away: the assignee has it for them, and they get it back. Null: it is the assignee's own.</summary>
    public int? AwayMemberId { get; set; }

    /// <summary>The team's day; null: whenever.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Where it stands in a list; kept by the database, see <see cref="TaskPlace"/>.</summary>
    public int Place { get; private set; }

    public TaskState State { get; set; }

    /// <summary>Asleep until this day of the team.</summary>
    public DateOnly? SnoozedUntil { get; set; }

    /// <summary>
    /// What a playbook raised it for, unique per account and kind: the same occasion never raises it twice. Null: a person's own.
    /// </summary>
    public string? Occasion { get; init; }

    /// <summary>The signal that it was raised for.</summary>
    public long? SignalId { get; init; }

    /// <summary>More about it, for who does it: what happened, and what is asked.</summary>
    public string? Details { get; set; }

    /// <summary>Of an alert: the figures that it stands on; kept up to date as long as it is open.</summary>
    public AlertFigures? Figures { get; set; }

    /// <summary>The run of a playbook that raised it, or opened it again last.</summary>
    public long? RunId { get; set; }

    /// <summary>When a person last changed it; null: nobody has touched it.</summary>
    public DateTimeOffset? TouchedAt { get; set; }

    public Actor? TouchedBy { get; set; }

    public required Actor CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was done or called off.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    public Actor? ClosedBy { get; set; }

    /// <summary>Why it closed by itself, or was called off with others: "the invoice was paid"; null: a person closed it.</summary>
    public string? ClosedBecause { get; set; }

    /// <summary>Somebody still has it to do.</summary>
    public bool IsLive => State is TaskState.Open or TaskState.Snoozed;

    /// <summary>Closes it for whoever raised it; a person's closing is never undone by a playbook, this one may be.</summary>
    public void CloseByItself(TaskState state, string because, Actor by, DateTimeOffset now)
    {
        State = state;
        SnoozedUntil = null;
        ClosedAt = now;
        ClosedBy = by;
        ClosedBecause = because;
    }

    /// <summary>Opens again what had closed by itself.</summary>
    public void OpenAgain()
    {
        State = TaskState.Open;
        ClosedAt = null;
        ClosedBy = null;
        ClosedBecause = null;
    }

    /// <summary>Who changed it last, and when: what its history signs the change with. Null: nobody has.</summary>
    public Actor? ChangedBy { get; set; }

    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>Changes with every write; of two people at once the second is told.</summary>
    public uint RowVersion { get; private set; }
}

public enum TaskState
{
    Open,
    Snoozed,
    Done,
    Canceled,
}

/// <summary>What a task is about. Source: contract.md, <c>GET /tasks</c>; pipeline.md, "The playbooks".</summary>
public static class TaskKinds
{
    public const string FollowUp = "followUp";
    public const string FailedPayment = "failedPayment";
    public const string LargeInvoice = "largeInvoice";
    public const string NeverContacted = "neverContacted";

    /// <summary>An address of theirs cannot be reached.</summary>
    public const string Bounce = "bounce";

    /// <summary>A mail that may be a reply, or may have been the final outreach: only a person can say.</summary>
    public const string Question = "question";

    /// <summary>A consultation that was paid for was refunded.</summary>
    public const string Refund = "refund";

    /// <summary>"Sales is on it: hand off?"</summary>
    public const string HandOff = "handOff";

    public static IReadOnlyList<string> All { get; } =
    [FollowUp, FailedPayment, LargeInvoice, NeverContacted, Bounce, Question, Refund, HandOff];

    public static IReadOnlyList<string> Alerts { get; } = [FailedPayment, LargeInvoice, NeverContacted];

    /// <summary>Those that a move of the account may answer.</summary>
    public static IReadOnlyList<string> WithMoves { get; } = [.. Alerts, HandOff];
}
