namespace OnboardingTracker.Platform.LocalPostgres;

/// <summary>The private database cannot run here; the message is a sentence for the person who started the app.</summary>
public sealed class LocalPostgresException : Exception
{
    public LocalPostgresException(string message)
        : base(message) { }

    public LocalPostgresException(string message, Exception inner)
        : base(message, inner) { }

    public LocalPostgresException() { }
}
