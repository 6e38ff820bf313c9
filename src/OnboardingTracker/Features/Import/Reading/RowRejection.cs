namespace OnboardingTracker.Features.Import.Reading;

/// <summary>Why a row was not taken.</summary>
/// <param name="Line">The physical line of the file on which the row starts, counted from 1.</param>
/// <param name="Field">The column at fault, or null where the row as a whole is.</param>
/// <param name="Reason">A sentence for the person who made the file.</param>
public sealed record RowRejection(int Line, string? Field, string Reason);
