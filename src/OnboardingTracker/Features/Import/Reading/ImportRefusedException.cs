namespace OnboardingTracker.Features.Import.Reading;

/// <summary>The file as a whole cannot be imported; the message is a sentence for the person who sent it.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);
