namespace OnboardingTracker.Platform.Csv;

/// <summary>A column of an exported file: its header and the text of its cell, null or empty for nothing.</summary>
public sealed record CsvColumn<T>(string Name, Func<T, string?> Text);
