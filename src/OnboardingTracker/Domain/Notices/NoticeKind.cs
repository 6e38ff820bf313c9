namespace OnboardingTracker.Domain.Notices;

/// <summary>What a notice is about. A person chooses by kind how they want to be told.</summary>
public enum NoticeKind
{
    /// <summary>Named in a note.</summary>
    Mention,

    /// <summary>A task was given to the person by somebody else.</summary>
    TaskAssigned,

    /// <summary>A playbook raised an alert for the person.</summary>
    Alert,

    /// <summary>An account became the person's: a new lead, or handed over.</summary>
    AccountAssigned,

    /// <summary>The customer of an account of the person's replied or booked a call.</summary>
    CustomerReply,

    /// <summary>Sales accepted, declined or disqualified an account that the person handed off.</summary>
    HandOffDecided,

    /// <summary>A customer of the person's answered the satisfaction survey.</summary>
    SurveyAnswered,

    /// <summary>Somebody bought the consultation whom no account fits.</summary>
    UnknownBuyer,

    /// <summary>A playbook's run failed.</summary>
    PlaybookFailed,

    /// <summary>A source that used to speak has fallen silent.</summary>
    SourceSilent,

    /// <summary>The billing sync failed, or was suspiciously small, and changed nothing.</summary>
    BillingSyncFailed,
}

/// <summary>Whether and when a notice is mailed.</summary>
public enum NoticeMail
{
    Never,

    /// <summary>With the others, in the morning of the person's time zone, unless it was read in the app by then.</summary>
    Digest,

    AtOnce,
}

/// <summary>How a person is told of one kind.</summary>
/// <param name="InApp">Under the bell and on the Notices page.</param>
public readonly record struct NoticeWay(bool InApp, NoticeMail Mail)
{
    /// <summary>Nothing is to be told at all.</summary>
    public bool IsSilent => !InApp && Mail == NoticeMail.Never;
}
