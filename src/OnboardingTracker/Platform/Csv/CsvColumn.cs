namespace OnboardingTracker.Platform.Csv;

/// <summary>A column of an exported file: its header and the text of its cell, null or empty for nothing.</summary>
/// <param name="IsNumber">The text is a number of our own writing: its minus begins no formula.</param>
public sealed record CsvColumn<T>(string Name, Func<T, string?> Text, bool IsNumber = false);
