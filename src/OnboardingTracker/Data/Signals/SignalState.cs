namespace OnboardingTracker.Data.Signals;

/// <summary>How far a signal has come.</summary>
public enum SignalState
{
    /// <summary>Stored; nobody has looked at it yet.</summary>
    Received,

    /// <summary>Its effects are there. It counts for its account's stage.</summary>
    Worked,

    /// <summary>Of a kind that we do not use, or a test: stored, without effect.</summary>
    Unused,

    /// <summary>No account fits. A person assigns it, or makes an account of it.</summary>
    Unmatched,

    /// <summary>Several accounts fit, and none is guessed. A person chooses.</summary>
    Ambiguous,

    /// <summary>Working it failed; it is tried again.</summary>
    Retrying,

    /// <summary>Working it failed for three days; it waits for a person, and can be replayed.</summary>
    Failed,

    /// <summary>A person said that it concerns no account of ours.</summary>
    Dismissed,
}
