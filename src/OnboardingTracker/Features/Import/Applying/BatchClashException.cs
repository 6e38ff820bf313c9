namespace OnboardingTracker.Features.Import.Applying;

/// <summary>Somebody else wrote one of the batch's accounts at the same moment: the batch is worked out again on what is there now.</summary>
internal sealed class BatchClashException(string message) : Exception(message);
